# SPDX-License-Identifier: GPL-3.0-or-later
"""A scripted person: accounts, a browser and a screen of their own, and the programs as built.

The bus and the Secret Service are those of the session that this runs in (tests/session).
"""

import os
import shutil
import subprocess
import tempfile

from chromium import Chromium
from display import Display
from window import Window

PROGRAMS = {'tessera': 'src/cli', 'tessera-gtk': 'src/window'}


def runnable(build_root, cases):
    """Those of the cases that this build can run. The name of one that needs the window says so."""
    if os.path.exists(os.path.join(build_root, PROGRAMS['tessera-gtk'], 'tessera-gtk')):
        return cases
    return [case for case in cases if 'window' not in case[0]]


class Person:
    """Use it in a with statement: nothing of it stays."""

    def __init__(self, build_root, **screen):
        """screen: its width and height, where they matter."""
        self._build_root = build_root
        self._screen_size = screen
        self._programs = []

    def __enter__(self):
        self.home = tempfile.mkdtemp(prefix='tessera-person-')
        config, data = os.path.join(self.home, 'config'), os.path.join(self.home, 'data')
        self.screen = Display(**self._screen_size)
        self.browser = Chromium(config, data)
        self.environment = {**os.environ, 'XDG_CONFIG_HOME': config, 'XDG_DATA_HOME': data,
                            'DISPLAY': self.screen.name, 'GDK_BACKEND': 'x11',
                            'GSETTINGS_BACKEND': 'memory',
                            'GSETTINGS_SCHEMA_DIR': os.path.join(self._build_root, 'data')}
        # "test" would hide the window from AT-SPI; GTK's own warnings about a screen without a
        # window manager are not what is under test.
        self.environment.pop('GTK_A11Y', None)
        self.environment['G_DEBUG'] = 'fatal-criticals'
        return self

    def __exit__(self, *_):
        try:
            for program in self._programs:
                program.terminate()
                program.wait()
            self.browser.destroy()
        finally:
            self.screen.close()
            shutil.rmtree(self.home, ignore_errors=True)

    def tessera(self, *arguments, typed=''):
        """Run the command to its end: its exit status, stdout and stderr."""
        return subprocess.run([self._program('tessera'), *arguments], env=self.environment,
                              input=typed, capture_output=True, text=True, timeout=120)

    def check_tessera(self, *arguments, typed=''):
        """Run a command that is to succeed in silence, and return what it prints."""
        done = self.tessera(*arguments, typed=typed)
        if done.returncode != 0 or done.stderr:
            raise RuntimeError(f'tessera {arguments[0]}: exit {done.returncode}: {done.stderr}')
        return done.stdout

    def start_tessera(self, *arguments):
        return self._start([self._program('tessera'), *arguments],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def open_window(self, *files):
        return Window('tessera-gtk', self.start_gtk(*files))

    def start_gtk(self, *arguments):
        return self._start([self._program('tessera-gtk'), *arguments])

    def _program(self, name):
        return os.path.join(self._build_root, PROGRAMS[name], name)

    def _start(self, command, **options):
        program = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, **options)
        self._programs.append(program)
        return program
