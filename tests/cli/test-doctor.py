#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera doctor: what is in the way of a sign-in, and what to do about it."""

import http.server
import json
import os
import signal
import socket
import subprocess
import threading

from installed import PATIENCE
from sign_in import Browser, Provider, free_port, wait_for
from tap import equal, holds, lacks, run

LOCK = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../session/lock-keyring')


class OldClock(http.server.BaseHTTPRequestHandler):
    """Answers everything, and lives in 1994."""

    def do_GET(self):
        self.send_error(405)

    def date_time_string(self, timestamp=None):
        return 'Sun, 06 Nov 1994 08:49:37 GMT'

    def log_message(self, *_):
        pass


def examine(tessera, exit_code=0, *arguments):
    """The findings, {check: finding}; the answer is sound, and every problem comes with advice."""
    done = tessera.run('doctor', '--json', *arguments)
    equal((done.returncode, done.stderr), (exit_code, ''))
    answer = json.loads(done.stdout)
    findings = {finding['check']: finding for finding in answer['findings']}
    equal(len(findings), len(answer['findings']))
    equal(answer['exit_code'], exit_code)
    worst = {finding['severity'] for finding in answer['findings']}
    equal(answer['verdict'], next(word for word in ('problem', 'warning', 'ok') if word in worst))
    for finding in findings.values():
        equal((finding['check'], finding['severity'] == 'ok' or 'hint' in finding), (finding['check'], True))
    return findings


def severities(findings):
    return {check: finding['severity'] for check, finding in findings.items() if finding['severity'] != 'ok'}


def all_right(tessera):
    """nothing is in the way: exit 0, each check is told, and nobody has signed in"""
    with Provider(tessera) as provider, Browser(tessera) as browser:
        tessera.add('Work', issuer=provider.issuer)
        findings = examine(tessera)
        equal(severities(findings), {})
        equal(set(findings), {'metadata', 'issuer', 'endpoints', 'token_endpoint', 'keys', 'signing_algorithms', 'pkce',
                              'grants', 'client_authentication', 'scopes', 'offline_access', 'iss_parameter',
                              'revocation', 'sign_in_uris', 'sign_out_uris', 'listener', 'browser', 'keyring',
                              'clock'})
        holds(findings['issuer']['message'], provider.issuer)
        equal(findings['sign_in_uris']['values'], ['http://127.0.0.1/'])
        equal(findings['sign_out_uris']['values'], ['http://127.0.0.1/'])
        holds(findings['browser']['message'], 'Robot')
        equal((browser.was_started(), provider.requests('/authorize')), (False, 0))
        equal(tessera.ask('status')['accounts'][0]['state'], 'signed-out')


def asked_anew(tessera):
    """the metadata is read at each call, and what it says now is what is told"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add('Work', issuer=provider.issuer)
        equal(severities(examine(tessera)), {})
        provider.break_rule('metadata-no-revocation')
        equal(severities(examine(tessera)), {'revocation': 'warning'})
        for fault, exit_code, check in (('metadata-wrong-issuer', 6, 'issuer'), ('metadata-plain-only', 6, 'metadata'),
                                        ('metadata-endpoint-http', 6, 'metadata'), ('metadata-no-token-endpoint', 6, 'metadata'),
                                        ('metadata-error-500', 7, 'metadata'), ('jwks-empty', 6, 'keys')):
            provider.break_rule(fault)
            equal((fault, severities(examine(tessera, exit_code))), (fault, {check: 'problem'}))


def unreachable(tessera):
    """a provider that is down is told, and this computer is looked at all the same"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add('Work', issuer=provider.issuer)
    with Browser(tessera):
        findings = examine(tessera, 7)
    equal(severities(findings), {'metadata': 'problem'})
    equal({'listener', 'browser', 'keyring', 'sign_in_uris'} <= set(findings), True)


def scopes(tessera):
    """a scope that the provider does not list is a warning, and the exit status stays 0"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add('Work', '--scope', 'openid', '--scope', 'groups', issuer=provider.issuer)
        findings = examine(tessera)
        equal(severities(findings), {'scopes': 'warning'})
        holds(findings['scopes']['message'], 'groups')


def by_hand(tessera):
    """an account without an issuer is asked nothing of OpenID Connect"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.do('add', 'Work', '--client-id', 'demo', '--authorization-endpoint', f'{provider.issuer}/authorize',
                   '--token-endpoint', f'{provider.issuer}/token')
        findings = examine(tessera)
        equal(severities(findings), {})
        equal({'issuer', 'keys', 'pkce', 'sign_out_uris'} & set(findings), set())
        equal(provider.requests('/.well-known/openid-configuration'), 0)


def port_in_use(tessera):
    """a fixed port that another program holds is a problem, and a free one is free afterwards"""
    port = free_port()
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add('Work', '--redirect-uri', f'http://127.0.0.1:{port}/', issuer=provider.issuer)
        equal(severities(examine(tessera)), {})
        with socket.socket() as holder:
            holder.bind(('127.0.0.1', port))
            holder.listen()
            findings = examine(tessera, 1)
        equal(severities(findings), {'listener': 'problem'})
        holds(findings['listener']['message'], str(port))


def no_browser(tessera):
    """no application that opens web links is a problem"""
    with Provider(tessera) as provider:
        tessera.add('Work', issuer=provider.issuer)
        tessera.environment['XDG_DATA_DIRS'] = '/nonexistent'
        equal(severities(examine(tessera, 1)), {'browser': 'problem'})
        done = tessera.run('doctor', BROWSER='/bin/true')
        equal(done.returncode, 0)
        holds(done.stdout, '/bin/true')


def client_secret(tessera):
    """an account that needs a secret and has none is told so, and how to give it one"""
    with Provider(tessera, '--confidential') as provider, Browser(tessera):
        tessera.add('Work', '--client-auth', 'basic', issuer=provider.issuer)
        findings = examine(tessera, 2)
        equal(severities(findings), {'client_authentication': 'problem'})
        holds(findings['client_authentication']['hint'], '--client-secret-stdin')
        tessera.do('edit', 'Work', '--client-secret-stdin', typed='s3cret\n')
        equal(severities(examine(tessera)), {})
        lacks(tessera.run('doctor').stdout, 's3cret')


def clock(tessera):
    """a clock that is too far from the provider's is a problem"""
    with Browser(tessera), http.server.ThreadingHTTPServer(('127.0.0.1', 0), OldClock) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        origin = f'http://127.0.0.1:{server.server_port}'
        tessera.do('add', 'Work', '--client-id', 'demo', '--authorization-endpoint', f'{origin}/authorize',
                   '--token-endpoint', f'{origin}/token')
        findings = examine(tessera, 6)
        server.shutdown()
        thread.join()
    equal(severities(findings), {'clock': 'problem'})
    holds(findings['clock']['message'], 'ahead of')


def locked(tessera):
    """a locked keyring is told, stays locked, and hides nothing else"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add('Work', issuer=provider.issuer)
        subprocess.run([LOCK], check=True)
        equal(severities(examine(tessera, 8)), {'keyring': 'problem'})


def lines(tessera):
    """a person reads a line a finding, with what to do below it, in their language"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add('Work', issuer=provider.issuer)
        said = tessera.do('doctor').splitlines()
        equal({line.split()[0] for line in said if not line.startswith(' ')}, {'OK'})
        equal(said.count('         http://127.0.0.1/'), 2)
        provider.break_rule('metadata-wrong-issuer')
        said = tessera.run('doctor', 'Work').stdout
        holds(said, 'Problem  Issuer: The provider’s issuer is', '\n         The account’s issuer must match')


def interrupted(tessera):
    """Ctrl-C ends it, with 4"""
    with Provider(tessera, faults=('metadata-hang',)) as provider, Browser(tessera):
        tessera.add('Work', issuer=provider.issuer)
        program = tessera.start('doctor', 'Work')
        wait_for('the request', lambda: provider.requests('/.well-known/openid-configuration'))
        program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=PATIENCE)
        equal((program.returncode, said), (4, 'tessera: The check was cancelled.\n'))


def usage(tessera):
    """an account that is not there is an error, as everywhere"""
    equal(tessera.error(2, 'doctor', 'Nobody')['id'], 'unknown_account')


run(all_right, asked_anew, unreachable, scopes, by_hand, port_in_use, no_browser, client_secret, clock, lines,
    interrupted, usage, locked)
