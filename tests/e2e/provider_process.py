# SPDX-License-Identifier: GPL-3.0-or-later
"""A provider that somebody else wrote, running on a port of its own until the test is over."""

import random
import shutil
import socket
import subprocess
import tempfile
import urllib.request

from waiting import Hopeless, wait_for

# Whoever is behind a proxy does not reach this machine through it.
urllib.request.install_opener(urllib.request.build_opener(urllib.request.ProxyHandler({})))


def free_port():
    """A port that nobody listens on now, and below those that the kernel hands out: the next program
    to connect or to listen anywhere would otherwise have it before who is to have it."""
    with open('/proc/sys/net/ipv4/ip_local_port_range', encoding='ascii') as f:
        lowest = int(f.read().split()[0])
    while True:
        port = random.randrange(12000, lowest if lowest > 13000 else 65536)
        with socket.socket() as s:
            try:
                s.bind(('127.0.0.1', port))
            except OSError:
                continue
            return port


class ProviderProcess:
    """What the tests need of a provider: issuer, client ID, scopes, person, and its pages."""

    client_id = 'tessera-e2e'
    client_secret = None
    user_name = 'zoe'
    password = 'tessera-e2e'
    # Seconds until it must answer; nothing waits longer than it has to.
    patience = 90

    def __init__(self):
        self.home = tempfile.mkdtemp(prefix='tessera-provider-')
        self.port = free_port()
        self.pages = f'http://127.0.0.1:{self.port}/'
        self._process = None

    def __enter__(self):
        try:
            self.run()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def run(self):
        """Start the program and set it up; the other providers fill this in."""
        raise NotImplementedError

    def start(self, command, **options):
        """options: more of what subprocess.Popen() takes."""
        self._log = open(f'{self.home}/log', 'wb')
        self._process = subprocess.Popen(command, cwd=self.home, stdin=subprocess.DEVNULL,
                                         stdout=self._log, stderr=subprocess.STDOUT, **options)
        wait_for(f'{self.name} to answer', self._answers, patience=self.patience)

    def end(self):
        if self._process:
            self._process.terminate()
            self._process.wait()
            self._process = None
            self._log.close()

    def stop(self):
        self.end()
        shutil.rmtree(self.home, ignore_errors=True)

    def log(self):
        with open(f'{self.home}/log', encoding='utf-8', errors='replace') as f:
            return f.read()

    def _answers(self):
        if self._process.poll() is not None:
            raise Hopeless(f'it ended: {self.log()}')
        with socket.create_connection(("127.0.0.1", self.port), timeout=5):
            return True
