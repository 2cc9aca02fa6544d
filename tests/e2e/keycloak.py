# SPDX-License-Identifier: GPL-3.0-or-later
"""Keycloak in development mode: with its file database, and a client registered as the preset says."""

import json
import os
import shutil
import urllib.request

import keycloak_package
from provider_process import ProviderProcess

REDIRECT_URI = 'http://127.0.0.1/'


class Keycloak(ProviderProcess):
    """It takes any port of a loopback address, and asks nobody whether to sign out."""

    name = 'Keycloak'
    realm = 'people'
    person = 'Zoë O’Hara'
    email = 'zoe@example.org'
    careful_client_id = 'tessera-careful'
    # On a busy machine the first start takes more than a minute.
    patience = 300
    asks_to_sign_out = 'http://127.0.0.1:'

    def __init__(self, folder):
        """folder: of the build tree, where keycloak_package.py left what it fetched."""
        super().__init__()
        base = f'http://127.0.0.1:{self.port}'
        self.issuer = f'{base}/realms/{self.realm}'
        self.account = ['--preset', 'keycloak', '--set', f'server={base}', '--set', f'realm={self.realm}']
        self._folder = folder

    def run(self):
        prepared = keycloak_package.prepare(self._folder, json.dumps(self._realm()), self._first_start)
        for name in ('bin', 'conf', 'data/h2'):
            shutil.copytree(f'{prepared}/{name}', f'{self.home}/{name}')
        for name in ('lib', 'providers', 'themes'):
            os.symlink(f'{prepared}/{name}', f'{self.home}/{name}')
        self.start(self._command(self.home), env=self._environment())

    def sign_in(self, page):
        page.type('#username', self.user_name)
        page.type('#password', self.password)
        page.click('#kc-login')

    def sign_in_again(self, page):
        """It knows the person, and asks nothing."""

    def refuse(self, page):
        self.sign_in(page)
        page.click('#kc-cancel')

    def sign_out(self, page):
        """The ID token says who is to be signed out: it asks nothing."""

    def asks_who_it_is(self, page):
        """Whether the browser has no session here any more."""
        page.wait_for_element('#password')

    def _first_start(self, home):
        """It builds itself, then makes its tables, then takes the realm in: each time, that would take a minute."""
        self.start(self._command(home, '--import-realm'), env=self._environment())
        self.end()

    def _command(self, home, *options):
        return ['sh', f'{home}/bin/kc.sh', 'start-dev', '--http-host=127.0.0.1',
                f'--http-port={self.port}', *options]

    def _environment(self):
        # One compiler of the two that Java has: it runs for a minute, not for a month.
        return {**os.environ, 'JAVA_OPTS_APPEND': '-XX:TieredStopAtLevel=1 -XX:-UsePerfData '
                f'-Djava.io.tmpdir={self.home}'}

    def _answers(self):
        """It listens before it has the realm."""
        if not super()._answers():
            return False
        with urllib.request.urlopen(f'{self.issuer}/.well-known/openid-configuration', timeout=30):
            return True

    def _realm(self):
        client = {'name': 'Tessera', 'enabled': True, 'publicClient': True, 'standardFlowEnabled': True,
                  'redirectUris': [REDIRECT_URI], 'attributes': {'post.logout.redirect.uris': REDIRECT_URI}}
        first, last = self.person.split()
        return {'realm': self.realm, 'enabled': True,
                'clients': [{**client, 'clientId': self.client_id},
                            {**client, 'clientId': self.careful_client_id, 'consentRequired': True}],
                'users': [{'username': self.user_name, 'enabled': True, 'email': self.email,
                           'emailVerified': True, 'firstName': first, 'lastName': last,
                           'realmRoles': [f'default-roles-{self.realm}'],
                           'credentials': [{'type': 'password', 'value': self.password}]}]}
