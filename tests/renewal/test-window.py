#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window on a session that twenty other programs renew."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'cli'), os.path.join(HERE, '..', 'person')]

from display import Display  # noqa: E402  (the path comes first)
from sign_in import Provider  # noqa: E402
from tap import equal, run  # noqa: E402
from together import prepare, renewals, renewed_once, start_held  # noqa: E402
from window import Window  # noqa: E402


def with_window(tessera):
    """twenty times tessera token with the window open, which shows the new session"""
    with Provider(tessera) as provider:
        before, lock = prepare(tessera, provider)
        with Display() as screen:
            window = open_window(tessera, screen)
            window.find('Sign Out')
            equal(renewals(provider), 0)
            renewed_once(tessera, provider, before, start_held(
                tessera, lock, 'token', 'Work', '--min-validity', '7200'))
            window.find('Sign Out')
            equal(window.process.poll(), None)
            window.process.terminate()
            window.process.wait(120)


def open_window(tessera, screen):
    environment = {**tessera.environment, 'DISPLAY': screen.name, 'GDK_BACKEND': 'x11',
                   'GSETTINGS_BACKEND': 'memory', 'G_DEBUG': 'fatal-criticals',
                   'GSETTINGS_SCHEMA_DIR': os.path.join(tessera.installation.build_root, 'data')}
    environment.pop('GTK_A11Y', None)
    return Window('tessera-gtk', tessera.start_program(
        tessera.installation.path('bin/tessera-gtk'), environment))


run(with_window)
