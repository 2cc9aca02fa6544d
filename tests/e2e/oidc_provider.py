# SPDX-License-Identifier: GPL-3.0-or-later
"""oidc-provider, the certified server for Node, which says its issuer in the redirect (RFC 9207)."""

import os

import npm_packages
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
        npm_packages.install(HERE, self._modules)
        # Nothing may be put into the source tree.
        command = npm_packages.lay_out(os.path.join(HERE, 'oidc-provider.mjs'), self._modules, self.home)
        self.start([*command, str(self.port), self.client_id, self.person, self.email,
                    *self._redirect_uris])

    def sign_in(self, page):
        page.type('input[name=login]', self.user_name)
        page.type('input[name=password]', self.password)
        page.click('button[type=submit]')
        page.wait_for_text('Authorize')
        page.click('button[type=submit]')

    def refuse(self, page):
        page.click('.login-help a')

    def sign_out(self, page):
        page.wait_for_text('Do you want to sign-out')
        page.click('button[name=logout]')

    def asks_who_it_is(self, page):
        """Whether the browser has no session here any more."""
        page.wait_for_element('input[name=login]')
