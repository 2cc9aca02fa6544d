# SPDX-License-Identifier: GPL-3.0-or-later
"""The identity provider of the tests, on the host's loopback."""

import json
import os
import subprocess
import urllib.request


class HostProvider:
    """Use it in a with statement."""

    def __init__(self, build_root, *options):
        program = os.path.join(build_root, 'tests', 'provider', 'tessera-provider')
        self._command = [program, '--until-eof', *options]

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
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)['name']

    def grants(self):
        """How often it gave tokens."""
        with urllib.request.urlopen(f'{self.issuer.rstrip("/")}/-/log', timeout=60) as answer:
            return sum((entry['path'], entry['status']) == ('/token', 200) for entry in json.load(answer))
