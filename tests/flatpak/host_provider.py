# SPDX-License-Identifier: GPL-3.0-or-later
"""The identity provider of the tests, on the host's loopback."""

import json
import os
import subprocess
import urllib.parse
import urllib.request


class HostProvider:
    """Use it in a with statement."""

    def __init__(self, build_root):
        self._program = os.path.join(build_root, 'tests', 'provider', 'tessera-provider')

    def __enter__(self):
        self._process = subprocess.Popen([self._program, '--until-eof'], stdin=subprocess.PIPE,
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

    def renewals(self):
        """How many renewals were granted."""
        with urllib.request.urlopen(f'{self.issuer.rstrip("/")}/-/log', timeout=60) as answer:
            return sum(entry['path'] == '/token' and entry.get('grant_type') == 'refresh_token'
                       and entry['status'] == 200 for entry in json.load(answer))

    def control(self, action, **parameters):
        data = urllib.parse.urlencode(parameters).encode()
        urllib.request.urlopen(f'{self.issuer.rstrip("/")}/-/{action}', data, timeout=60).close()
