# SPDX-License-Identifier: GPL-3.0-or-later
"""git, from clone to push, at a server that asks for Basic, for Bearer, or for both."""

import os
import re
import subprocess

from kept import is_honoured
from real import Real, call, paste, prepare, read_manual, run_program, sign_in
from sign_in import Browser, Provider
from stub import Repositories
from tap import equal, holds, lacks


def is_new():
    """Whether it takes a Bearer token from a helper: since 2.46."""
    text = subprocess.run(['git', '--version'], capture_output=True, text=True, check=True).stdout
    return tuple(map(int, re.findall(r'\d+', text)[:2])) >= (2, 46)


def make_repository(tessera):
    """A folder with a bare repository."""
    root = os.path.join(tessera.home, 'served')
    work = os.path.join(tessera.home, 'work')
    quiet = {'GIT_AUTHOR_NAME': 'a', 'GIT_AUTHOR_EMAIL': 'a@a', 'GIT_COMMITTER_NAME': 'a', 'GIT_COMMITTER_EMAIL': 'a@a'}
    call(tessera, 'git', 'init', '-q', work)
    call(tessera, 'git', '-C', work, 'commit', '-q', '--allow-empty', '-m', 'x', **quiet)
    call(tessera, 'git', 'clone', '-q', '--bare', work, os.path.join(root, 'group', 'a.git'))
    call(tessera, 'git', '-C', os.path.join(root, 'group', 'a.git'), 'config', 'http.receivepack', 'true')
    return root


def schemes_of(stub, count):
    """In which schemes git has sent something since the first `count` requests."""
    return {header.partition(' ')[0] for _, header in stub.log[count:] if header}


def clone_and_push(tessera, stub, name):
    folder = os.path.join(tessera.home, name)
    call(tessera, 'git', 'clone', '-q', f'{stub.url}/group/a.git', folder)
    call(tessera, 'git', '-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@a', 'commit', '-q', '--allow-empty',
         '-m', name)
    call(tessera, 'git', '-C', folder, 'push', '-q')


def git_schemes(tessera):
    """git clones and pushes: with a Bearer token where it and the server know that, else with the token as the password"""
    prepare(tessera)
    root = make_repository(tessera)
    with Provider(tessera) as provider, Browser(tessera), Repositories(tessera.home, root) as stub:
        sign_in(tessera, provider, stub)
        paste(tessera, tessera.do('setup', 'git'))
        tessera.environment['GIT_SSL_CAINFO'] = stub.certificate
        for offered in ('Basic', 'Basic Bearer', 'Bearer'):
            stub.schemes, count = offered.split(), len(stub.log)
            if offered == 'Bearer' and not is_new():
                call(tessera, 'git', 'ls-remote', f'{stub.url}/group/a.git', ok=False)
                # As the manual has it for such a server. What was refused is renewed.
                stub.current = lambda: tessera.do('token', 'My Work', '--min-validity', '0').strip()
                line = read_manual('git', stub)[1].replace(' Work', ' "My Work"')
                holds(call(tessera, 'sh', '-c', line.replace('git fetch', f'git ls-remote {stub.url}/group/a.git')), 'HEAD')
                continue
            clone_and_push(tessera, stub, offered)
            equal(schemes_of(stub, count), {'Bearer' if is_new() and 'Bearer' in offered else 'Basic'})


def git_proactive(tessera):
    """git that sends what it has before it is asked (http.proactiveAuth, since 2.46) sends a Bearer token"""
    prepare(tessera)
    root = make_repository(tessera)
    with Provider(tessera) as provider, Browser(tessera), Repositories(tessera.home, root) as stub:
        sign_in(tessera, provider, stub)
        paste(tessera, tessera.do('setup', 'git'))
        tessera.environment['GIT_SSL_CAINFO'] = stub.certificate
        if is_new():
            call(tessera, 'git', '-c', 'http.proactiveAuth=auto', 'ls-remote', f'{stub.url}/group/a.git')
            equal({header.partition(' ')[0] if header else None for _, header in stub.log}, {'Bearer'})


def git_group(tessera):
    """git sends the token of an account that lists a group of repositories to this group, and to no other of the host"""
    prepare(tessera)
    root = make_repository(tessera)
    os.symlink('group', os.path.join(root, 'other'))
    with Provider(tessera) as provider, Browser(tessera), Repositories(tessera.home, root, scheme='Basic') as stub:
        token = sign_in(tessera, provider, stub)
        tessera.do('edit', 'My Work', '--host', f'{stub.url}/group')
        paste(tessera, tessera.do('setup', 'git'))
        tessera.environment['GIT_SSL_CAINFO'] = stub.certificate
        call(tessera, 'git', 'ls-remote', f'{stub.url}/other/a.git', ok=False)
        equal(stub.was_given(token), False)
        for options in ((), ('-c', 'credential.useHttpPath=true')):
            call(tessera, 'git', *options, 'ls-remote', f'{stub.url}/group/a.git')
            call(tessera, 'git', *options, 'ls-remote', f'{stub.url}/group/../other/a.git', ok=False)


def git_refused(tessera):
    """git that is refused with a token gets a new one at the next attempt"""
    prepare(tessera)
    root = make_repository(tessera)
    with Provider(tessera) as provider, Browser(tessera), Repositories(tessera.home, root, scheme='Basic') as stub:
        token = sign_in(tessera, provider, stub)
        paste(tessera, tessera.do('setup', 'git'))
        tessera.environment['GIT_SSL_CAINFO'] = stub.certificate
        stub.current = lambda: 'another'
        holds(call(tessera, 'git', 'ls-remote', f'{stub.url}/group/a.git', ok=False), 'Authentication failed')
        filled = call(tessera, 'sh', '-c', f'printf "protocol=https\\nhost={stub.host}\\n\\n" | git credential fill')
        lacks(filled, token)
        holds(filled, tessera.do('token', 'My Work', '--min-validity', '0').strip())
        equal(is_honoured(provider, tessera.do('token', 'My Work').strip()), True)


def git_without_token(tessera):
    """git ends with the reason where nobody is signed in, and gives no other host the token"""
    prepare(tessera)
    root = make_repository(tessera)
    with Provider(tessera) as provider, Browser(tessera), Repositories(tessera.home, root, scheme='Basic') as stub:
        token = sign_in(tessera, provider, stub)
        tessera.environment['GIT_SSL_CAINFO'] = stub.certificate
        # A helper for every host, as nobody should set it up.
        call(tessera, 'git', 'config', '--global', 'credential.helper', 'tessera')
        other = f'https://127.0.0.1:{stub.host.partition(":")[2]}/group/a.git'
        call(tessera, 'git', 'ls-remote', other, ok=False)
        equal(stub.was_given(token), False)
        call(tessera, 'git', 'ls-remote', f'{stub.url}/group/a.git')
        tessera.do('logout', 'My Work')
        said = call(tessera, 'git', 'ls-remote', f'{stub.url}/group/a.git', ok=False)
        holds(said, "tessera login 'My Work'", 'quit')


class Git(Real):
    section = 'git'

    def make_server(self, tessera):
        return Repositories(tessera.home, make_repository(tessera), scheme='Basic')

    def follow(self, tessera, server, lines, _):
        paste(tessera, lines)
        tessera.environment['GIT_SSL_CAINFO'] = server.certificate

    def set_up(self, tessera, server):
        self.follow(tessera, server, tessera.do('setup', 'git'), '')

    def ask(self, tessera, server):
        done = run_program(tessera, 'git', 'ls-remote', f'{server.url}/group/a.git')
        return done.returncode == 0, done.stdout + done.stderr
