#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a provider does wrong or says no to, and which exit status and words that gets."""

import os
import socket
import ssl
import subprocess
import threading

from sign_in import Browser, Provider, free_port, is_open, is_signed_out, redirect_port
from tap import equal, holds, lacks, run

# What is broken, and the exit status and the ID of the error. Each is also told in a sentence.
FAULTS = [
    ('authorize-error', 5, 'refused'),
    ('token-error-invalid-grant', 5, 'invalid_grant'),
    ('token-error-status-200', 5, 'refused'),

    ('metadata-missing', 6, 'http_status'),
    ('metadata-duplicate-issuer', 6, 'malformed'),
    ('metadata-deep-nesting', 6, 'too_large'),
    ('metadata-huge', 6, 'too_large'),
    ('metadata-wrong-issuer', 6, 'issuer_mismatch'),
    ('metadata-plain-only', 6, 'unsupported'),
    ('authorize-missing-iss', 6, 'issuer_mismatch'),
    ('authorize-wrong-iss', 6, 'issuer_mismatch'),
    ('authorize-missing-code', 6, 'invalid_response'),
    ('authorize-repeated-code', 6, 'invalid_response'),
    ('token-not-json', 6, 'malformed'),
    ('token-huge', 6, 'too_large'),
    ('token-error-no-json', 6, 'http_status'),
    ('token-redirect', 6, 'http_status'),
    ('token-id-token-missing', 6, 'invalid_claims'),
    ('token-access-token-bad-characters', 6, 'malformed'),
    ('id-token-bad-signature', 6, 'invalid_signature'),
    ('id-token-alg-none', 6, 'invalid_signature'),
    ('id-token-unknown-kid', 6, 'unknown_key'),
    ('id-token-wrong-nonce', 6, 'invalid_claims'),
    ('id-token-wrong-aud', 6, 'invalid_claims'),
    ('id-token-expired', 6, 'invalid_claims'),

    ('metadata-error-500', 7, 'busy'),
    ('token-error-500', 7, 'busy'),
    ('token-reset', 7, 'unreachable'),
    ('token-error-rate-limit', 7, 'busy'),
    ('jwks-error-500', 7, 'busy'),
]

# What could fool a terminal, of what the provider says with profile-hostile-text.
HOSTILE = ['\x1b', '\u202e', '\r']


def fault(name, exit_code, error):
    def case(tessera):
        with Provider(tessera, faults=[name]) as provider, Browser(tessera) as browser:
            tessera.add(issuer=provider.issuer)
            told = tessera.error(exit_code, 'login', 'Work')
            equal(told['id'], error)
            equal(tessera.fail(exit_code, 'login', 'Work'), told['message'])
            if browser.was_started():
                equal(is_open(redirect_port(browser.started()['address'])), False)
            is_signed_out(tessera)
    case.__doc__ = f'{name} is exit {exit_code}, {error}, in JSON as in words'
    return case


def words_of_the_provider(tessera):
    """error and error_description are in the message, and cannot fool a terminal"""
    with Provider(tessera, faults=['authorize-error']) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        holds(tessera.fail(5, 'login', 'Work'), 'temporarily_unavailable', 'has its hands full')
        provider.break_rule('authorize-error', 'profile-hostile-text')
        said = tessera.fail(5, 'login', 'Work')
        holds(said, 'temporarily_unavailable', '<script>', '%s%n')
        lacks(said, *HOSTILE)
        printed = tessera.run('login', 'Work', '--json').stdout
        lacks(printed, *HOSTILE)


def nobody_there(tessera):
    """a provider that nobody can reach is exit 7"""
    tessera.add(issuer=f'http://127.0.0.1:{free_port()}')
    equal(tessera.error(7, 'login', 'Work')['id'], 'unreachable')
    tessera.fail(7, 'login', 'Work')
    tessera.add('No host', issuer='https://provider.invalid')
    equal(tessera.error(7, 'login', 'No host')['id'], 'unreachable')


def stranger(tessera):
    """a provider whose certificate nobody vouches for is exit 7, and is told apart"""
    key, certificate = (os.path.join(tessera.home, name) for name in ('key.pem', 'cert.pem'))
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
                    '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext',
                    'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate],
                   check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(('127.0.0.1', 0)) as server:
        def serve():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                try:
                    context.wrap_socket(connection, server_side=True).close()
                except OSError:
                    connection.close()
        threading.Thread(target=serve, daemon=True).start()
        tessera.add(issuer=f'https://localhost:{server.getsockname()[1]}')
        said = tessera.error(7, 'login', 'Work')
        equal((said['id'], said['reason']), ('unreachable', 'unknown_ca'))
        holds(said['message'].lower(), 'certificate')
        server.shutdown(socket.SHUT_RDWR)


def wrong_state(tessera):
    """an answer with a foreign state is none: the login goes on waiting for its own"""
    with Provider(tessera, faults=['authorize-wrong-state']) as provider, Browser(tessera) as browser:
        tessera.add(issuer=provider.issuer)
        login = tessera.start('login', 'Work')
        browser.page()
        equal(login.poll(), None)
        equal(is_open(redirect_port(browser.started()['address'])), True)
        login.terminate()
        login.communicate(timeout=120)
        equal(login.returncode, 4)


run(*(fault(*row) for row in FAULTS), words_of_the_provider, nobody_there, stranger, wrong_state)
