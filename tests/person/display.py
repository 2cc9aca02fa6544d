# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen of the test's own, what can be seen on it, and its clipboard."""

import os
import subprocess


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

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def screenshot(self, path):
        self._run(['import', '-window', 'root', path])

    def clipboard(self):
        return self._run(['xclip', '-selection', 'clipboard', '-out'])

    def close(self):
        self._server.terminate()
        self._server.wait()

    def _run(self, command):
        return subprocess.run(command, env={**os.environ, 'DISPLAY': self.name}, check=True,
                              capture_output=True, text=True, timeout=60).stdout
