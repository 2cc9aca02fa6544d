# SPDX-License-Identifier: GPL-3.0-or-later
"""oidc-provider, the certified server for Node, which says its issuer in the redirect (RFC 9207)."""

import filecmp
import glob
import os
import shutil
import subprocess
import tempfile

from provider_process import ProviderProcess

HERE = os.path.dirname(os.path.abspath(__file__))


class OidcProvider(ProviderProcess):
    """Takes any port of a loopback redirect URI. Its person is known from UserInfo alone."""

    name = 'oidc-provider'
    scopes = ['openid', 'profile', 'email']
    person = 'Zoë O’Hara'
    email = 'zoe@example.org'

    def __init__(self, redirect_uris, modules):
        """modules: a folder of the build tree, where npm's packages are or will be."""
        super().__init__()
        self.issuer = f'http://127.0.0.1:{self.port}'
        self._redirect_uris = redirect_uris
        self._modules = modules

    def run(self):
        self._install()
        # Node looks for modules beside the program, and nothing may be put into the source tree.
        program = shutil.copy(os.path.join(HERE, 'oidc-provider.mjs'), self.home)
        os.symlink(os.path.join(self._modules, 'node_modules'), os.path.join(self.home, 'node_modules'))
        node, = glob.glob(os.path.join(self.home, 'node_modules/node-linux-*/bin/node'))
        self.start([node, program, str(self.port), self.client_id, self.person, self.email,
                    *self._redirect_uris])

    def sign_in(self, page):
        page.type('input[name=login]', self.user_name)
        page.type('input[name=password]', self.password)
        page.click('button[type=submit]')
        page.wait_for_text('Authorize')
        page.click('button[type=submit]')

    def refuse(self, page):
        page.click('.login-help a')

    def _install(self):
        """What package-lock.json says, once; the source tree stays as it is."""
        installed = os.path.join(self._modules, 'package-lock.json')
        wanted = os.path.join(HERE, 'package-lock.json')
        if os.path.exists(installed) and filecmp.cmp(installed, wanted, shallow=False):
            return
        shutil.rmtree(self._modules, ignore_errors=True)
        os.makedirs(self._modules)
        with tempfile.TemporaryDirectory() as cache:
            shutil.copy(wanted, cache)
            shutil.copy(os.path.join(HERE, 'package.json'), cache)
            subprocess.run(['npm', 'ci', '--no-audit', '--no-fund', '--ignore-scripts'], cwd=cache,
                           check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            shutil.move(os.path.join(cache, 'node_modules'), self._modules)
        # Last, so that an installation that broke off is done again.
        shutil.copy(wanted, installed)
