# SPDX-License-Identifier: GPL-3.0-or-later
"""A command on a terminal of its own, as a person sits before it."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios

from installed import PATIENCE


class Terminal:
    """Runs `tessera ARGUMENT…` on a terminal so many columns wide, or a whole script of a shell that
    knows the program as "$0". Use it in a with statement."""

    def __init__(self, tessera, *arguments, script=None, columns=80, **environment):
        self._command = [tessera.program, *arguments]
        if script is not None:
            self._command = ['/bin/sh', '-c', script, tessera.program]
        # Whatever terminal the test was started from, or none.
        self._environment = {**tessera.environment, 'TERM': 'xterm', 'NO_COLOR': '', **environment}
        self._columns = columns
        self._said = b''
        self._status = None

    def __enter__(self):
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            # Here, so that the program never sees another size.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 50, self._columns, 0, 0))
            os.execve(self._command[0], self._command, self._environment)
        return self

    def __exit__(self, *_):
        if self._status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.descriptor)

    def wait_for(self, text):
        """Wait until this is on the terminal; everything that was said so far."""
        while text not in self._decoded():
            if not self._read():
                raise AssertionError(f'it ended with {self._said!r}, and {text!r} is not in it')
        return self._decoded()

    def type(self, text):
        os.write(self.descriptor, text.encode())

    def echoes(self):
        return bool(termios.tcgetattr(self.descriptor)[3] & termios.ECHO)

    def end(self):
        """Wait until the command has ended: its exit status and everything that it said."""
        while self._read():
            pass
        self._status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self._status, self._decoded()

    def _decoded(self):
        return self._said.decode(errors='replace').replace('\r\n', '\n')

    def _read(self):
        if not select.select([self.descriptor], [], [], PATIENCE)[0]:
            raise TimeoutError(f'nothing more is said after {self._said!r}')
        try:
            said = os.read(self.descriptor, 4096)
        except OSError:  # how Linux says that nobody is at the other end
            return False
        self._said += said
        return bool(said)
