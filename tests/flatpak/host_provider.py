# SPDX-License-Identifier: GPL-3.0-or-later
"""The identity provider of the tests, on the host's loopback."""

import json
import os
import subprocess
import urllib.request


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class HostProvider:
    """Use it in a with statement."""

    def __init__(self, build_root):
        program = os.path.join(build_root, 'tests', 'provider', 'tessera-provider')
        self._command = [program, '--until-eof']

    def __enter__(self):
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, text=True)
        self.issuer = self._process.stdout.readline().strip().removeprefix('issuer=')
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()

    def whose(self, token):
        """The name of the person whose access token this is."""
        request = urllib.request.Request(f'{self.issuer.rstrip("/")}/userinfo',
                                         headers={'Authorization': f'Bearer {token}'})
        with OPENER.open(request, timeout=60) as answer:
            return json.load(answer)['name']

    def grants(self):
        """How often it gave tokens."""
        with OPENER.open(f'{self.issuer.rstrip("/")}/-/log', timeout=60) as answer:
            return sum((entry['path'], entry['status']) == ('/token', 200) for entry in json.load(answer))

    def set_delay(self, seconds):
        """How long it takes to answer a renewal."""
        request = urllib.request.Request(f'{self.issuer.rstrip("/")}/-/delay?seconds={seconds}', data=b'')
        with OPENER.open(request, timeout=60):
            pass
