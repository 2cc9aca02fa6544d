# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that fetch a page: curl, HTTPie, kubectl and rclone."""

import os
import shlex

from real import Real, call, paste, run_program, sign_in, write
from sign_in import Browser, Provider
from stub import Stub
from tap import equal, holds


def curl_header(tessera):
    """curl sends the header that it reads from standard input, and its arguments have no token"""
    with Provider(tessera) as provider, Browser(tessera), Stub(tessera.home, {'/me': ('text/plain', b'Zoe')}) as stub:
        sign_in(tessera, provider, stub)
        for command in ("tessera credential header 'My Work' --name", "tessera token 'My Work' --header"):
            said = call(tessera, 'sh', '-c', f'{command} | curl -sS -f --cacert {stub.certificate} -H @- {stub.url}/me')
            equal(said, 'Zoe')
        holds(tessera.do('setup', 'curl'), 'curl -H @-')


def kubectl_asks(tessera):
    """kubectl shows the ID token, set up by the line of `tessera setup`; signed out, it says how to sign in"""
    pages = {'/version': ('application/json', b'{"major":"1","minor":"32"}')}
    with Provider(tessera) as provider, Browser(tessera), Stub(tessera.home, pages) as stub:
        sign_in(tessera, provider, stub)
        token = tessera.do('token', 'My Work', '--id-token').strip()
        stub.current = lambda: token
        paste(tessera, tessera.do('setup', 'kubernetes'))
        call(tessera, 'kubectl', 'config', 'set-cluster', 'c', f'--server={stub.url}',
             f'--certificate-authority={stub.certificate}')
        call(tessera, 'kubectl', 'config', 'set-context', 'c', '--cluster=c', '--user=my-work')
        call(tessera, 'kubectl', 'config', 'use-context', 'c')
        holds(call(tessera, 'kubectl', 'get', '--raw', '/version'), '"minor":"32"')
        # A cluster that the account does not list.
        call(tessera, 'kubectl', 'config', 'set-cluster', 'c', f'--server=https://127.0.0.1:{stub.host.partition(":")[2]}')
        config = os.path.join(tessera.home, '.kube', 'config')
        with open(config, encoding='utf-8') as file:
            text = file.read()
        with open(config, 'w', encoding='utf-8') as file:
            file.write(text.replace('provideClusterInfo: false', 'provideClusterInfo: true'))
        count = len(stub.log)
        call(tessera, 'kubectl', 'get', '--raw', '/version', ok=False)
        equal(stub.log[count:], [])
        with open(config, 'w', encoding='utf-8') as file:
            file.write(text)
        tessera.do('logout', 'My Work')
        holds(call(tessera, 'kubectl', 'get', '--raw', '/version', ok=False), "tessera login 'My Work'", 'exit code 3')


class Curl(Real):
    section = 'curl and others'
    names_host = False

    def make_server(self, tessera):
        return Stub(tessera.home, {'/': ('text/plain', b'Zoe')})

    def follow(self, tessera, server, lines):
        self.line = lines.splitlines()[0].replace('curl ', f'curl -sS -f --cacert {server.certificate} ')

    def ask(self, tessera, server):
        done = run_program(tessera, 'sh', '-c', self.line)
        return done.stdout == 'Zoe', done.stderr


class Httpie(Curl):
    is_like_another = True

    def follow(self, tessera, server, lines):
        own = f'http --ignore-stdin --check-status --verify {server.certificate} '
        http = lines[lines.index('http '):].replace('http ', own, 1)
        self.line = f'exec bash -c {shlex.quote(http)}'


class Kubectl(Real):
    section = 'kubernetes'
    token = 'id'
    names_host = False

    def make_server(self, tessera):
        return Stub(tessera.home, {'/version': ('application/json', b'{"major":"1","minor":"32"}')})

    def follow(self, tessera, server, lines):
        call(tessera, 'kubectl', 'config', 'set-cluster', 'c', f'--server={server.url}',
             f'--certificate-authority={server.certificate}')
        call(tessera, 'kubectl', 'config', 'set-context', 'c', '--cluster=c')
        call(tessera, 'kubectl', 'config', 'use-context', 'c')
        paste(tessera, lines)

    def set_up(self, tessera, server):
        # The last line is a comment: the person decides about the context.
        self.follow(tessera, server, tessera.do('setup', 'kubernetes').replace('# kubectl', 'kubectl'))

    def ask(self, tessera, server):
        done = run_program(tessera, 'kubectl', 'get', '--raw', '/version')
        return done.returncode == 0, done.stdout + done.stderr


class Rclone(Real):
    section = 'mail and rclone'
    names_host = False
    runs_token = True

    def make_server(self, tessera):
        return Stub(tessera.home)

    def follow(self, tessera, server, _msmtp, _mbsync, lines):
        write(f'[work]\ntype = webdav\nurl = {server.url}\nvendor = other\n{lines}', tessera.home, 'rclone.conf')

    def ask(self, tessera, server):
        done = run_program(tessera, 'rclone', '--config', os.path.join(tessera.home, 'rclone.conf'), '--retries', '1',
                           '--low-level-retries', '1', '--ca-cert', server.certificate, 'lsf', 'work:')
        return done.stdout == 'a.txt\n', done.stderr
