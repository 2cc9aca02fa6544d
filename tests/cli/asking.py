# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that ask `tessera credential` for a token: what each of them says, and reads."""

import base64
import datetime
import json
import os
import subprocess

from installed import PATIENCE

HOST = 'api.example.com'
URL = f'https://{HOST}/'


def claims(token):
    part = token.split('.')[1]
    return json.loads(base64.urlsafe_b64decode(part + '=' * (-len(part) % 4)))


def exec_info(version='v1', interactive=False, server=None):
    """What client-go puts into KUBERNETES_EXEC_INFO."""
    spec = {'interactive': interactive}
    if server:
        spec['cluster'] = {'server': server, 'certificate-authority-data': 'YQ==', 'config': None}
    return json.dumps({'kind': 'ExecCredential', 'apiVersion': f'client.authentication.k8s.io/{version}',
                       'spec': spec})


def instant(text):
    """A time as programs take it, to the second and in UTC; seconds since 1970."""
    time = datetime.datetime.strptime(text, '%Y-%m-%dT%H:%M:%SZ')
    return int(time.replace(tzinfo=datetime.timezone.utc).timestamp())


class Asked:
    """One call of the helper, as a program makes it."""

    def __init__(self, done):
        self.status, self.output, self.said = done.returncode, done.stdout, done.stderr

    def __repr__(self):
        return f'exit {self.status}: {self.output!r}, {self.said!r}'


def ask(tessera, protocol, *arguments, typed='', environment=None):
    """Run `tessera credential PROTOCOL ARGUMENT…`."""
    done = subprocess.run([tessera.program, 'credential', protocol, *arguments], input=typed,
                          env={**tessera.environment, **(environment or {})}, capture_output=True, text=True,
                          timeout=PATIENCE, check=False)
    return Asked(done)


class Program:
    """A program: how it calls, and what it makes of the answer."""

    token = 'access'    # or 'id'
    tells_expiry = False
    names_host = True   # and asks for any host
    interactive = False

    def ask(self, tessera, *arguments, host=HOST):
        """With arguments before the words that the program appends."""
        raise NotImplementedError

    def read(self, asked):
        """(token, expiry or None)"""
        raise NotImplementedError

    def is_nothing(self, asked):
        """Whether the answer is that there is nothing for this host."""
        raise NotImplementedError

    def is_failure(self, asked, status, word):
        """Whether the program is told, and the person who sits before it."""
        return (asked.status, asked.output, word in asked.said, asked.said.count('\n')) == (status, '', True, 1)


class Git(Program):
    tells_expiry = True
    new = False
    challenges = ()

    def request(self, host):
        lines = [*(['capability[]=authtype', 'capability[]=state'] if self.new else []), 'protocol=https',
                 f'host={host}', *(f'wwwauth[]={challenge}' for challenge in self.challenges)]
        return '\n'.join(lines) + '\n\n'

    def ask(self, tessera, *arguments, host=HOST):
        return ask(tessera, 'git', *arguments, 'get', typed=self.request(host))

    def attributes(self, asked):
        return dict(line.split('=', 1) for line in asked.output.splitlines())

    def read(self, asked):
        found = self.attributes(asked)
        expiry = found.pop('password_expiry_utc', None)
        token = found.pop('password')
        if list(found) != ['username']:
            raise AssertionError(asked)
        return token, expiry and int(expiry)

    def is_nothing(self, asked):
        return (asked.status, asked.output, asked.said) == (0, '', '')

    def is_failure(self, asked, status, word):
        return (asked.status, asked.output, word in asked.said) == (0 if status == 3 else status, 'quit=1\n', True)


class NewGit(Git):
    new = True
    challenges = ('Basic realm="x"', 'bearer realm="y"')

    def read(self, asked):
        if not asked.output.startswith('capability[]=authtype\n'):
            raise AssertionError(asked)
        found = self.attributes(asked)
        expiry = found.pop('password_expiry_utc', None)
        token = found.pop('credential')
        if found != {'capability[]': 'authtype', 'authtype': 'Bearer', 'ephemeral': '1'}:
            raise AssertionError(asked)
        return token, expiry and int(expiry)


class Kubernetes(Program):
    token = 'id'
    tells_expiry = True
    version = 'v1'

    def ask(self, tessera, *arguments, host=HOST):
        info = exec_info(self.version, server=f'https://{host}')
        return ask(tessera, 'kubernetes', *arguments, environment={'KUBERNETES_EXEC_INFO': info})

    def read(self, asked):
        answer = json.loads(asked.output)
        status = answer.pop('status')
        if answer != {'apiVersion': f'client.authentication.k8s.io/{self.version}', 'kind': 'ExecCredential'}:
            raise AssertionError(asked)
        return status['token'], instant(status['expirationTimestamp']) if len(status) == 2 else None

    def is_nothing(self, asked):
        return (asked.status, asked.output, asked.said.count('\n')) == (2, '', 1)


class OldKubernetes(Kubernetes):
    version = 'v1beta1'


class Header(Program):
    names_host = False

    def ask(self, tessera, *arguments, host=HOST):
        return ask(tessera, 'header', *arguments)

    def read(self, asked):
        scheme, token = asked.output.split(' ')
        if scheme != 'Bearer' or token[-1] != '\n':
            raise AssertionError(asked)
        return token[:-1], None


class Mcp(Header):
    def ask(self, tessera, *arguments, host=HOST):
        return ask(tessera, 'mcp', *arguments)

    def read(self, asked):
        (name, value), = json.loads(asked.output).items()
        if name != 'Authorization' or not value.startswith('Bearer '):
            raise AssertionError(asked)
        return value[7:], None


class Docker(Program):
    def ask(self, tessera, *arguments, host=HOST):
        return ask(tessera, 'docker', *arguments, 'get', typed=host)

    def read(self, asked):
        answer = json.loads(asked.output)
        if sorted(answer) != ['Secret', 'ServerURL', 'Username']:
            raise AssertionError(asked)
        return answer['Secret'], None

    def is_nothing(self, asked):
        return (asked.status, asked.output) == (1, 'credentials not found in native keychain')

    def is_failure(self, asked, status, word):
        return self.is_nothing(asked) and word in asked.said


class Google(Program):
    token = 'id'
    tells_expiry = True
    names_host = False

    def ask(self, tessera, *arguments, host=HOST):
        return ask(tessera, 'google', *arguments, environment={
            'GOOGLE_EXTERNAL_ACCOUNT_AUDIENCE': '//iam.googleapis.com/locations/global/workforcePools/p/providers/q',
            'GOOGLE_EXTERNAL_ACCOUNT_TOKEN_TYPE': 'urn:ietf:params:oauth:token-type:jwt',
            'GOOGLE_EXTERNAL_ACCOUNT_INTERACTIVE': '0', 'GOOGLE_EXTERNAL_ACCOUNT_REVOKE': '0'})

    def read(self, asked):
        answer = json.loads(asked.output)
        if (answer['version'], answer['success'], answer['token_type']) != \
                (1, True, 'urn:ietf:params:oauth:token-type:jwt'):
            raise AssertionError(asked)
        return answer['id_token'], answer.get('expiration_time')

    def is_failure(self, asked, status, word):
        answer = json.loads(asked.output)
        return (asked.status, asked.said, answer['version'], answer['success'], answer['code'] != '',
                word in answer['message']) == (0, '', 1, False, True, True)


class Bazel(Program):
    tells_expiry = True

    def ask(self, tessera, *arguments, host=HOST):
        return ask(tessera, 'bazel', *arguments, 'get',
                   typed=json.dumps({'uri': f'grpcs://{host}/', 'more': [1, {}]}))

    def read(self, asked):
        answer = json.loads(asked.output)
        value, = answer['headers'].pop('Authorization')
        if answer['headers'] or not value.startswith('Bearer '):
            raise AssertionError(asked)
        return value[7:], instant(answer['expires']) if 'expires' in answer else None

    def is_nothing(self, asked):
        return (asked.status, json.loads(asked.output), asked.said) == (0, {}, '')


class Goauth(Program):
    """Go's first call, which names a host only where another than usual is asked for."""

    def ask(self, tessera, *arguments, host=HOST):
        if host != HOST:
            return GoauthAgain().ask(tessera, *arguments, host=host)
        return ask(tessera, 'goauth', *arguments)

    def read(self, asked):
        urls, header, end = asked.output.split('\n\n')
        name, scheme, token = header.split(' ')
        if (urls, name, scheme, end) != (f'https://{HOST}', 'Authorization:', 'Bearer', ''):
            raise AssertionError(asked)
        return token, None

    def is_nothing(self, asked):
        return (asked.status, asked.output, asked.said) == (0, '', '')


class GoauthAgain(Goauth):
    """Go's second call: the answer was no success, and by default it says nothing of the token."""

    def ask(self, tessera, *arguments, host=HOST, head='HTTP/1.1 404 Not Found'):
        return ask(tessera, 'goauth', *arguments, f'https://{host}/mod/@v/list', typed=f'{head}\n\n')


class Terraform(Program):
    def ask(self, tessera, *arguments, host=HOST):
        return ask(tessera, 'terraform', *arguments, 'get', host)

    def read(self, asked):
        (name, token), = json.loads(asked.output).items()
        if name != 'token':
            raise AssertionError(asked)
        return token, None

    def is_nothing(self, asked):
        return (asked.status, json.loads(asked.output), asked.said) == (0, {}, '')


PROGRAMS = [Git(), NewGit(), Kubernetes(), OldKubernetes(), Header(), Mcp(), Docker(), Google(), Bazel(), Goauth(),
            GoauthAgain(), Terraform()]


def everything_else(tessera):
    """The text of all files of this person, but those of the scripted browser."""
    for directory, _, names in os.walk(tessera.home):
        for name in names if not directory.endswith('/robot') else []:
            with open(os.path.join(directory, name), encoding='latin-1') as file:
                yield name, file.read()


def add(tessera, provider, name='Work', *options):
    tessera.add(name, '--host', HOST, *options, issuer=provider.issuer)


def sign_in(tessera, provider, name='Work', *options):
    add(tessera, provider, name, *options)
    tessera.do('login', name)


def current(tessera, program, name='Work'):
    """The token that is stored, of the kind that the program wants."""
    kind = ('--id-token',) if program.token == 'id' else ()
    return tessera.do('token', name, '--min-validity', '0', *kind).strip()


def label(program):
    return type(program).__name__
