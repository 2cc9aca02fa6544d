#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-options.py TESSERA_GTK PAGE VERSION: what tessera-gtk says where there is no display, and its manual page."""

import os
import re
import subprocess
import sys

PROGRAM, PAGE, VERSION = sys.argv[1:]
DISPLAYS = {'DISPLAY', 'WAYLAND_DISPLAY'}
ENVIRONMENT = {**{name: value for name, value in os.environ.items() if name not in DISPLAYS}, 'LC_ALL': 'C.UTF-8'}


def call(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                          env=ENVIRONMENT, timeout=120)


def says_its_version():
    """--version prints name and version"""
    done = call(PROGRAM, '--version')
    return done.returncode == 0 and (done.stdout, done.stderr) == (f'tessera-gtk {VERSION}\n', ''), done


def says_its_options():
    """--help says what it is for, every option that the manual page has, and what the terminal has"""
    done = call(PROGRAM, '--help')
    with open(PAGE, encoding='utf-8') as file:
        options = set(re.findall(r'^\.It Fl -(\S+)', file.read(), re.M))
    offered = set(re.findall(r'--([a-z]+)\b', done.stdout)) & {'help', 'version'}
    good = 'access tokens' in done.stdout and '“tessera”' in done.stdout and options == offered == {'help', 'version'}
    return done.returncode == 0 and good, done


def refuses_others():
    """an option that it does not have is an error that names it"""
    done = call(PROGRAM, '--nonsense')
    return done.returncode == 1 and '--nonsense' in done.stderr, done


def has_a_page():
    """mandoc finds nothing in the manual page but references to the other pages"""
    done = call('mandoc', '-T', 'lint', '-W', 'all', PAGE)
    rest = [line for line in done.stdout.splitlines() if 'not found: Xr tessera' not in line]
    return not rest and not done.stderr, done


CASES = (says_its_version, says_its_options, refuses_others, has_a_page)
print(f'1..{len(CASES)}', flush=True)
failures = 0
for number, case in enumerate(CASES, 1):
    good, done = case()
    failures += not good
    if not good:
        print('\n'.join(f'# {line}' for line in repr(done).split('\\n')))
    print('ok' if good else 'not ok', number, case.__doc__, flush=True)
sys.exit(1 if failures else 0)
