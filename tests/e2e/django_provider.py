# SPDX-License-Identifier: GPL-3.0-or-later
"""django-oauth-toolkit, the provider that a site made with Django brings along."""

import os
import subprocess
import sys

import pypi_packages
from provider_process import ProviderProcess

HERE = os.path.dirname(os.path.abspath(__file__))


class DjangoProvider(ProviderProcess):
    """Its login page is that of Django's administration. It takes any port of a loopback address."""

    name = 'django-oauth-toolkit'
    scopes = ['openid', 'profile', 'email']
    person = 'Zoë O’Hara'
    email = 'zoe@example.org'
    secret_client_id = 'tessera-secret'
    secret = 'tessera-e2e-secret'

    def __init__(self, packages):
        """packages: a folder of the build tree, where PyPI's packages are or will be."""
        super().__init__()
        self.issuer = f'http://127.0.0.1:{self.port}/o'
        self.account = ['--issuer', self.issuer]
        self.careful_client_id = self.client_id
        self.revocation_endpoint = f'{self.issuer}/revoke_token/'
        self.asks_to_sign_out = f'{self.issuer}/logout/'
        self._packages = packages

    def run(self):
        pypi_packages.install(os.path.join(HERE, 'requirements.txt'), self._packages)
        subprocess.run(['openssl', 'genrsa', '-out', f'{self.home}/key.pem', '2048'], check=True,
                       capture_output=True)
        self._manage('migrate')
        first, last = self.person.split()
        self._manage('createsuperuser', '--noinput', '--username', self.user_name, '--email', self.email,
                     DJANGO_SUPERUSER_PASSWORD=self.password)
        self._manage('shell', '--no-imports', '-c', 'from django.contrib.auth.models import User; '
                     f'User.objects.update(first_name={first!r}, last_name={last!r})')
        self._register('public', self.client_id, '--algorithm', 'RS256')
        # It can sign with a secret only if it knows it.
        self._register('confidential', self.secret_client_id, '--algorithm', 'HS256',
                       '--client-secret', self.secret, '--no-hash-client-secret')
        self.start(self._command('runserver', '--noreload', f'127.0.0.1:{self.port}'),
                   env=self._environment())

    def sign_in(self, page):
        self.log_in(page)
        page.wait_for_text('Authorize Tessera?')
        page.click('input[name=allow]')

    def sign_in_again(self, page):
        page.wait_for_text('Authorize Tessera?')
        page.click('input[name=allow]')

    def refuse(self, page):
        self.log_in(page)
        page.wait_for_text('Authorize Tessera?')
        page.click('input[value=Cancel]')

    def log_in(self, page):
        page.type('#id_username', self.user_name)
        page.type('#id_password', self.password)
        page.click('input[type=submit]')

    def sign_out(self, page):
        page.wait_for_text('Confirm Logout requested by Tessera')
        page.click('input[name=allow]')

    def asks_who_it_is(self, page):
        """Whether the browser has no session here any more."""
        page.wait_for_element('#id_password')

    def _register(self, kind, client_id, *options):
        self._manage('createapplication', kind, 'authorization-code', '--client-id', client_id,
                     '--name', 'Tessera', '--redirect-uris', 'http://127.0.0.1/',
                     '--post-logout-redirect-uris', 'http://127.0.0.1/', *options)

    def _command(self, *command):
        return [sys.executable, '-B', os.path.join(HERE, 'django_site.py'), self.home, *command]

    def _environment(self):
        return {**os.environ, 'PYTHONPATH': self._packages}

    def _manage(self, *command, **environment):
        done = subprocess.run(self._command(*command), env={**self._environment(), **environment},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f'{command[0]}: {done.stdout}{done.stderr}')
