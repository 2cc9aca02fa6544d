# SPDX-License-Identifier: GPL-3.0-or-later
"""A Wayland compositor on the test's screen, and its clipboard.

sway, since it is small, draws without a graphics card, and hands out activation tokens, as Debian's weston does
not. It is a window on the screen of the test (tests/person/display.py), which has a keyboard.
"""

import os
import shutil
import subprocess
import tempfile

from waiting import wait_for

NOBODY = 65534


class Compositor:
    """Use it in a with statement, on a screen with a window manager."""

    def __init__(self, screen):
        self._screen = screen

    def __enter__(self):
        # Not in the session's own directory, which is closed to others.
        self._directory = tempfile.mkdtemp(prefix='tessera-wayland-', dir='/tmp')
        command = ['sway', '--config', os.devnull]
        if os.geteuid() == 0:  # sway refuses to be root
            os.chown(self._directory, NOBODY, NOBODY)
            command = ['setpriv', f'--reuid={NOBODY}', f'--regid={NOBODY}', '--clear-groups', *command]
        self._program = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, 'XDG_RUNTIME_DIR': self._directory, 'HOME': self._directory,
                 'DISPLAY': self._screen.name, 'WLR_BACKENDS': 'x11', 'WLR_RENDERER': 'pixman'})
        wait_for('the compositor', self._find_socket)
        wait_for('its window', lambda: self._screen.xdotool('getactivewindow'))
        self.environment = {'WAYLAND_DISPLAY': self._find_socket(), 'GDK_BACKEND': 'wayland'}
        return self

    def __exit__(self, *_):
        self._program.terminate()
        self._program.wait()
        shutil.rmtree(self._directory, ignore_errors=True)

    def paste(self, *options):
        """What another program pastes; None: nothing is there."""
        done = self._run(['wl-paste', '--no-newline', *options])
        return done.stdout if done.returncode == 0 else None

    def copy(self, text):
        """In another program, which keeps it for this long."""
        self._run(['wl-copy'], text)

    def _run(self, command, text=None):
        # wl-copy goes on in the background, with what it was given to write to.
        return subprocess.run(command, env={**os.environ, **self.environment}, input=text, text=True, check=False,
                              stdout=subprocess.PIPE if text is None else subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, timeout=90)

    def _find_socket(self):
        names = [name for name in os.listdir(self._directory)
                 if name.startswith('wayland-') and not name.endswith('.lock')]
        return os.path.join(self._directory, names[0]) if names else None
