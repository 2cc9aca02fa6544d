# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs of clouds, which exchange the ID token: the AWS command line at moto's STS, and google-auth."""

import io
import json
import os
import sys
import threading
import urllib.parse

from real import Real, call, prepare, run_program, sign_in, write
from sign_in import Browser, Provider
from sts import ROLE
from stub import Server, Stub
from tap import equal, holds

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, '../e2e'))
import pypi_packages  # noqa: E402


def install():
    """What requirements.txt names, once for both programs; where to find it then."""
    target = os.path.join(os.path.abspath(sys.argv[2]), 'pypi')
    pypi_packages.install(os.path.join(HERE, 'requirements.txt'), target)
    return target


class Moto(Server):
    """moto's STS, which gives credentials for any token and role. `tokens` are those that it was asked with."""

    def __enter__(self):
        os.environ.update(AWS_EC2_METADATA_DISABLED='true', MOTO_ACCOUNT_ID='123456789012')
        sys.path.insert(0, install())
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
        from werkzeug.serving import WSGIRequestHandler, make_server

        class Silent(WSGIRequestHandler):
            def log(self, *_):
                pass
        self._application = DomainDispatcherApplication(create_backend_app)
        self._server = make_server('127.0.0.1', 0, self._record, threaded=True, request_handler=Silent)
        self._server.daemon_threads = True
        self.url = f'http://127.0.0.1:{self._server.server_port}/'
        self.host = 'sts.example.com'
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def _record(self, environ, start_response):
        body = environ['wsgi.input'].read(int(environ.get('CONTENT_LENGTH') or 0))
        form = dict(urllib.parse.parse_qsl(body.decode()))
        if 'WebIdentityToken' in form:
            self.takes(form['WebIdentityToken'])
        return self._application({**environ, 'wsgi.input': io.BytesIO(body)}, start_response)


def aws_keeps(tessera):
    """the AWS command line asks twice, and the ID token is exchanged once"""
    prepare(tessera)
    with Provider(tessera) as provider, Browser(tessera), Moto(tessera.home) as moto:
        sign_in(tessera, provider, moto)
        token = tessera.do('token', 'My Work', '--id-token').strip()
        profile(tessera, moto, 'My Work')
        for _ in range(2):
            holds(call(tessera, *caller(moto, 'my-work')), 'assumed-role/dev/')
        equal(moto.tokens, [token])


def replace_in_profile(tessera, before, after):
    config = os.path.join(tessera.home, '.aws', 'config')
    with open(config, encoding='utf-8') as file:
        text = file.read()
    write(text.replace(before, after), config)


def profile(tessera, moto, name):
    """The profile that `tessera setup` writes, with the place of this STS."""
    tessera.do('setup', 'aws', name, '--apply', '--role-arn', ROLE)
    replace_in_profile(tessera, ROLE, f'{ROLE} --sts-endpoint {moto.url}')


def caller(moto, name):
    return ('aws', '--profile', name, '--region', 'eu-central-1', '--endpoint-url', moto.url, 'sts', 'get-caller-identity')


class Aws(Real):
    """Asks for another role each time: credentials of a role are kept while they last."""

    section = 'aws'
    token = 'id'
    names_host = False
    number = 0

    def make_server(self, tessera):
        return Moto(tessera.home)

    def follow(self, tessera, server, lines):
        self.number = 0
        write(lines.replace('ARN', f'{ROLE} --sts-endpoint {server.url}'), tessera.home, '.aws', 'config')

    def set_up(self, tessera, server):
        profile(tessera, server, 'Work')

    def ask(self, tessera, server):
        replace_in_profile(tessera, f'{ROLE}{self.number or ""} ', f'{ROLE}{self.number + 1} ')
        self.number += 1
        done = run_program(tessera, *caller(server, 'work'))
        return f'assumed-role/dev{self.number}/' in done.stdout, done.stdout + done.stderr


GOOGLE = '''
import json, sys
from google.auth import exceptions, pluggable
from google.auth.transport import requests
credentials = pluggable.Credentials.from_info(json.load(open(sys.argv[1])))
try:
    credentials.refresh(requests.Request())
except exceptions.GoogleAuthError as error:
    sys.exit(str(error))
print(credentials.token)
'''


class Exchange(Stub):
    """A token exchange (RFC 8693): the subject token is what counts."""

    def read_token(self, header, body):
        return dict(urllib.parse.parse_qsl(body.decode())).get('subject_token')

    def serve(self, request, body):
        answer = {'access_token': 'exchanged', 'issued_token_type': 'urn:ietf:params:oauth:token-type:access_token',
                  'token_type': 'Bearer', 'expires_in': 3600}
        return 200, 'application/json', json.dumps(answer).encode()


class Google(Real):
    section = 'google'
    token = 'id'
    names_host = False

    def make_server(self, tessera):
        return Exchange(tessera.home)

    def set_up(self, tessera, server):
        lines = tessera.ask('setup', 'google')['lines']
        self.follow(tessera, server, *[line for line in lines if line.startswith('"credential_source"')])

    def follow(self, tessera, server, lines):
        source = json.loads('{' + lines.replace('/usr/bin/tessera', tessera.program) + '}')
        write(json.dumps({'type': 'external_account', 'subject_token_type': 'urn:ietf:params:oauth:token-type:id_token',
                          'audience': '//iam.googleapis.com/locations/global/workforcePools/p/providers/q',
                          'token_url': f'{server.url}/token', 'workforce_pool_user_project': '1', **source}),
              tessera.home, 'google.json')

    def ask(self, tessera, server):
        done = run_program(tessera, sys.executable, '-c', GOOGLE, os.path.join(tessera.home, 'google.json'),
                           GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES='1', PYTHONPATH=install(),
                           REQUESTS_CA_BUNDLE=server.certificate)
        return done.stdout == 'exchanged\n', done.stdout + done.stderr
