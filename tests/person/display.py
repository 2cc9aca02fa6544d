# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen of the test's own, what can be seen on it, its keyboard and its clipboard."""

import os
import subprocess

from waiting import wait_for


class Display:
    """Xvfb on a number that it chooses itself, so that any number of tests may run at once."""

    def __init__(self, width=900, height=720):
        read, write = os.pipe()
        self._server = subprocess.Popen(
            ['Xvfb', '-displayfd', str(write), '-screen', '0', f'{width}x{height}x24',
             '-nolisten', 'tcp', '-noreset'],
            pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as f:
            number = f.readline().strip()
        if not number:
            raise RuntimeError('Xvfb did not start')
        self.name = f':{number}'
        self.manager = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def start_manager(self):
        """A window manager: without one, no window has the keyboard."""
        self.manager = subprocess.Popen(['openbox'], env=self._environment(),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for('the window manager', lambda: self.xdotool('get_num_desktops'))
        self.xdotool('mousemove', '0', '0')

    def xdotool(self, *arguments):
        return self._run(['xdotool', *arguments]).strip()

    def press(self, *keys):
        self.xdotool('key', *keys)

    def type(self, text):
        self.xdotool('type', text)

    def screenshot(self, path):
        self._run(['import', '-window', 'root', path])

    def clipboard(self):
        return self._run(['xclip', '-selection', 'clipboard', '-out'])

    def select(self, text):
        """Select text with the mouse, in some other program."""
        subprocess.run(['xclip', '-selection', 'primary', '-in'], env=self._environment(), check=True,
                       input=text, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, timeout=90)

    def selection(self):
        return self._run(['xclip', '-selection', 'primary', '-out'])

    def close(self):
        if self.manager is not None:
            self.manager.terminate()
            self.manager.wait()
        self._server.terminate()
        self._server.wait()

    def _run(self, command):
        return subprocess.run(command, env=self._environment(), check=True, capture_output=True,
                              text=True, timeout=90).stdout

    def _environment(self):
        return {**os.environ, 'DISPLAY': self.name}
