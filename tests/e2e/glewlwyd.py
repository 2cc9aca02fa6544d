# SPDX-License-Identifier: GPL-3.0-or-later
"""glewlwyd, Debian's OpenID Connect server, set up through its own API as its administrator would."""

import http.cookiejar
import json
import os
import shutil
import sqlite3
import subprocess
import urllib.request

from provider_process import ProviderProcess

CONFIGURATION = '''
port={port}
bind_address="127.0.0.1"
external_url="http://127.0.0.1:{port}"
login_url="login.html"
api_prefix="api"
static_files_path="{home}/webapp/"
static_files_mime_types=(
  {{ extension=".html"; mime_type="text/html"; compress=0 }},
  {{ extension=".css"; mime_type="text/css"; compress=0 }},
  {{ extension=".js"; mime_type="application/javascript"; compress=0 }},
  {{ extension=".json"; mime_type="application/json"; compress=0 }},
  {{ extension=".png"; mime_type="image/png"; compress=0 }},
  {{ extension=".ico"; mime_type="image/x-icon"; compress=0 }},
  {{ extension=".woff2"; mime_type="font/woff2"; compress=0 }})
log_mode="console"
log_level="WARNING"
cookie_domain="127.0.0.1"
cookie_secure=0
session_key="GLEWLWYD"
session_expiration=3600
login_api_enabled=true
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
user_middleware_module_path="{home}/none"
hash_algorithm="SHA512"
database={{ type="sqlite3"; path="{home}/database" }};
'''

WEBAPP = '/usr/share/glewlwyd/webapp'
WEBAPP_CONFIGURATION = '/usr/share/glewlwyd/templates/config.json'

# The tables, and an administrator "admin" with the password "password".
SCHEMA = '/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3'

# The plugin wants a list of URIs, for which the tables of 2.7 have a single one of another name.
REGISTERS_LOGOUT = '''UPDATE g_client_module_instance SET gcmi_parameters = replace(gcmi_parameters,
  '"post_logout_redirect_uri":{"multiple":false', '"post_logout_redirect_uris":{"multiple":true')'''

SCOPES = {'profile': 'Your name', 'email': 'Your e-mail address'}


class Glewlwyd(ProviderProcess):
    """Its redirect URIs are exact, port included, so it must be told them beforehand."""

    name = 'glewlwyd'
    scopes = ['openid', 'profile', 'email']
    person = 'Zoë O’Hara'
    email = 'zoe@example.org'

    def __init__(self, redirect_uris, client_secret=None):
        """It revokes tokens for a client with a secret only."""
        super().__init__()
        self.client_secret = client_secret
        base = f'http://127.0.0.1:{self.port}'
        self.issuer = f'{base}/api/oidc'
        self._api = f'{base}/api/'
        self._browser = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self._redirect_uris = redirect_uris

    def run(self):
        with sqlite3.connect(f'{self.home}/database') as database, open(SCHEMA, encoding='utf-8') as f:
            database.executescript(f.read())
            database.execute(REGISTERS_LOGOUT)
        self._lay_out_webapp()
        os.mkdir(f'{self.home}/none')
        with open(f'{self.home}/configuration', 'w', encoding='utf-8') as f:
            f.write(CONFIGURATION.format(port=self.port, home=self.home))
        self.start(['glewlwyd', f'--config-file={self.home}/configuration'])
        self._post('auth/', {'username': 'admin', 'password': 'password'})
        self._add_plugin()
        self._add_person()
        self._add_client()

    def _lay_out_webapp(self):
        """Debian's links point outside the folder, and that of config.json to a folder."""
        webapp = os.path.join(self.home, 'webapp')
        shutil.copytree(WEBAPP, webapp, ignore=shutil.ignore_patterns('config.json'))
        shutil.copy(WEBAPP_CONFIGURATION, os.path.join(webapp, 'config.json'))

    def sign_in(self, page):
        page.type('#username', self.user_name)
        page.type('#password', self.password)
        page.click('#loginbut')
        for scope in SCOPES:
            page.click(f'#grant-{scope}')
            page.wait_for_element(f'#grant-{scope}:checked')
        page.click('.card-body button.btn-primary')
        # "Continue" is there from the start. Before the grant is stored it signs in without the
        # scopes, and then it moves to another place.
        page.wait_for_text('What do you wish for?')
        page.click('.card-footer button.btn-success')

    def sign_out(self, page):
        page.wait_for_text('End session')
        page.click('button.btn-danger:not(.dropdown-toggle)')

    def asks_who_it_is(self, page):
        """Whether the browser has no session here any more."""
        page.wait_for_element('#username')

    def _add_person(self):
        for scope, description in SCOPES.items():
            self._post('scope/', {'name': scope, 'display_name': description,
                                  'password_required': False, 'scheme': {}})
        self._post('user/', {
            'username': self.user_name, 'password': self.password, 'name': self.person,
            'email': self.email, 'scope': ['openid', *SCOPES], 'enabled': True})

    def _add_client(self):
        self._post('client/', {
            'client_id': self.client_id, 'name': 'Tessera', 'enabled': True,
            'confidential': bool(self.client_secret), 'client_secret': self.client_secret or '',
            'redirect_uri': self._redirect_uris, 'post_logout_redirect_uris': self._redirect_uris,
            'authorization_type': ['code', 'refresh_token'],
            'token_endpoint_auth_method': ['client_secret_basic' if self.client_secret else 'none'],
            'scope': []})

    def _add_plugin(self):
        key = subprocess.run(['openssl', 'genrsa', '2048'], check=True, capture_output=True).stdout
        public = subprocess.run(['openssl', 'rsa', '-pubout'], input=key, check=True,
                                capture_output=True).stdout
        parameters = {
            'iss': self.issuer, 'jwt-type': 'rsa', 'jwt-key-size': '256',
            'key': key.decode(), 'cert': public.decode(), 'jwks-show': True,
            'access-token-duration': 3600, 'refresh-token-duration': 86400, 'code-duration': 60,
            'refresh-token-rolling': True, 'refresh-token-one-use': 'always',
            'allow-non-oidc': False, 'subject-type': 'public',
            'auth-type-code-enabled': True, 'auth-type-token-enabled': False,
            'auth-type-implicit-enabled': False, 'auth-type-password-enabled': False,
            'auth-type-client-enabled': False, 'auth-type-refresh-enabled': True,
            'session-management-allowed': True, 'front-channel-logout-allowed': True,
            'session-cookie-name': 'GLEWLWYD_SESSION',
            'session-cookie-expiration': 86400, 'introspection-revocation-allowed': True,
            'introspection-revocation-allow-target-client': True,
            'pkce-allowed': True, 'pkce-method-plain-allowed': False, 'pkce-required': True,
            'pkce-required-public-client': True,
            'name-claim': 'on-demand', 'name-claim-scope': ['profile'],
            'email-claim': 'on-demand', 'email-claim-scope': ['email'],
            'allowed-scope': self.scopes}
        self._post('mod/plugin/', {
            'module': 'oidc', 'name': 'oidc', 'display_name': 'OpenID Connect', 'enabled': True,
            'parameters': parameters})

    def _post(self, path, body):
        request = urllib.request.Request(self._api + path, json.dumps(body).encode(),
                                         {'Content-Type': 'application/json'})
        try:
            with self._browser.open(request, timeout=30):
                pass
        except urllib.error.HTTPError as error:
            raise RuntimeError(f'glewlwyd: {path}: {error.code} {error.read().decode()}') from None
