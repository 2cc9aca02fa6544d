# SPDX-License-Identifier: GPL-3.0-or-later
"""The identity provider of the tests (tests/provider), and what it was asked."""

import json
import os
import subprocess
import urllib.parse
import urllib.request

# On loopback, whatever the proxy settings say.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Provider:
    """tessera-provider, with these options. Use it in a with statement."""

    def __init__(self, build_root, *options):
        self._process = subprocess.Popen(
            [os.path.join(build_root, 'tests/provider/tessera-provider'), '--until-eof', *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.issuer = self._process.stdout.readline().strip().removeprefix('issuer=')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def break_rule(self, *faults):
        """Break these rules from now on, and no others."""
        self._control('fault')
        for fault in faults:
            self._control('fault', name=fault)

    def set_delay(self, seconds):
        """How long it takes to answer a renewal."""
        self._control('delay', seconds=seconds)

    def count(self, path, *statuses):
        """How often it was asked for this path, and answered so."""
        return sum(entry['path'] == path and (not statuses or entry['status'] in statuses)
                   for entry in json.loads(self.get('/-/log')))

    def whose(self, token):
        """The name of the person whose access token this is."""
        return json.loads(self.get('/userinfo', Authorization=f'Bearer {token}'))['name']

    def get(self, path, **headers):
        request = urllib.request.Request(self.issuer.rstrip('/') + path, headers=headers)
        with OPENER.open(request, timeout=60) as answer:
            return answer.read()

    def _control(self, what, **values):
        query = urllib.parse.urlencode(values)
        OPENER.open(f'{self.issuer.rstrip("/")}/-/{what}?{query}', b'', timeout=60).close()
