#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret is where another user, or a file that stays, could show it."""

import http.server
import os
import resource
import signal
import socket
import subprocess
import threading
import urllib.parse

from sign_in import Browser, Provider, wait_for
from tap import equal, holds, lacks, run


class TokenEndpoint:
    """A token endpoint that keeps what it is sent, and answers once it is let."""

    def __enter__(self):
        self.form = {}
        self.authorization = ''
        self.came, self.answer = threading.Event(), threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers['Content-Length'])).decode()
                outer.authorization = self.headers.get('Authorization', '')
                outer.form = dict(urllib.parse.parse_qsl(body))
                outer.came.set()
                outer.answer.wait(120)
                self.send_response(400)
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f'http://127.0.0.1:{self._server.server_port}/token'
        return self

    def __exit__(self, *_):
        self.answer.set()
        self._server.shutdown()
        self._server.server_close()


def read_proc(pid, name):
    """What another process may read: nothing, where it may not."""
    try:
        with open(f'/proc/{pid}/{name}', 'rb') as file:
            return file.read().decode('latin-1')
    except PermissionError:
        return ''


def arguments_and_environment(tessera):
    """code, verifier and client secret are in no argument, environment or file while in use"""
    with Provider(tessera, '--confidential') as provider, Browser(tessera, 'stay') as browser, \
            TokenEndpoint() as endpoint:
        tessera.do('add', 'Work', '--issuer', provider.issuer, '--client-id', 'tessera-demo',
                   '--token-endpoint', endpoint.address, '--client-auth', 'post',
                   '--client-secret-stdin', typed='demo-secret\n')
        login = tessera.start('login', 'Work')
        equal(endpoint.came.wait(120), True)
        secrets = [endpoint.form[name] for name in ('code', 'code_verifier', 'client_secret')]
        equal((secrets[2], all(len(secret) > 8 for secret in secrets)), ('demo-secret', True))
        # The robot shows what a browser inherits; the code in its own address is the provider's doing.
        for pid in (login.pid, browser.started()['pid']):
            for name in ('cmdline', 'environ'):
                lacks(read_proc(pid, name), *secrets)
        holds(read_proc(login.pid, 'cmdline'), 'login\0Work')
        lacks(str(browser.started()), *secrets)
        for directory, _, names in os.walk(tessera.home):
            for name in names:
                with open(os.path.join(directory, name), encoding='latin-1') as file:
                    lacks(file.read(), *secrets)
        endpoint.answer.set()
        output, said = login.communicate(timeout=120)
        equal((login.returncode, output), (6, ''))
        lacks(said, *secrets)


def messages(tessera):
    """with every debug message on, nothing says a token, a code, a verifier or a secret"""
    noisy = {'G_MESSAGES_DEBUG': 'all', 'SOUP_DEBUG': '3', 'GNUTLS_DEBUG_LEVEL': '0',
             'LIBSECRET_DEBUG': 'all', 'G_DEBUG': ''}
    with Provider(tessera, '--confidential') as provider, Browser(tessera) as browser:
        tessera.do('add', 'Work', '--issuer', provider.issuer, '--client-id', 'tessera-demo',
                   '--client-secret-stdin', typed='demo-secret\n')
        done = tessera.run('login', 'Work', **noisy)
        equal(done.returncode, 0)
        browser.page()
        token = tessera.do('token', 'Work').strip()
        id_token = tessera.do('token', 'Work', '--id-token').strip()
        lacks(done.stdout + done.stderr, token, id_token, 'demo-secret', 'code_verifier', 'code=')
        for command in ('token Work', 'status', 'logout Work'):
            done = tessera.run(*command.split(), **noisy)
            lacks(done.stderr, token, id_token, 'demo-secret')


def core_dumps(tessera):
    """a tessera that crashes leaves no core dump, whatever the limit that it was started with"""
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]

    def allow_dumps():
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

    with socket.create_server(('127.0.0.1', 0)) as provider:
        tessera.add(issuer=f'http://127.0.0.1:{provider.getsockname()[1]}')
        for arguments in (('login', 'Work'), ('inspect',)):
            program = subprocess.Popen([tessera.program, *arguments], env=tessera.environment,
                                       stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL, preexec_fn=allow_dumps)
            wait_for('the limit', lambda: 'Max core file size        1  ' in
                     (limits := read_proc(program.pid, 'limits')) or not limits)
            program.send_signal(signal.SIGSEGV)
            _, status = os.waitpid(program.pid, 0)
            program.returncode = status
            program.stdin.close()
            equal((os.WTERMSIG(status), os.WCOREDUMP(status)), (signal.SIGSEGV, False))


run(arguments_and_environment, messages, core_dumps)
