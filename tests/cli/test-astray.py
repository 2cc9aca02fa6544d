#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An answer of the browser that goes astray: the person is told, and the login goes on waiting."""

import json
import socket
import urllib.error
import urllib.parse
import urllib.request

from pseudo_terminal import Terminal
from sign_in import Browser, Provider, is_signed_out
from tap import equal, holds, lacks, run

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def redirect_uri(address):
    return urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)['redirect_uri'][0]


def visit(address, body=None):
    """The status and the page that this address, asked as a browser does, is answered with."""
    try:
        with OPENER.open(address, body, timeout=120) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def speak_tls(uri):
    """Begin a TLS handshake with the port of this URI, and wait until it is ended."""
    address = urllib.parse.urlsplit(uri)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(b'\x16\x03\x01\x02\x40\x01')
        equal(connection.recv(1), b'')


def at_the_deadline(tessera):
    """an answer in the fragment or by POST gets a page that says so, and so does the end"""
    for send, status, words in (
            (lambda uri: visit(uri), 400, '“#”'),
            (lambda uri: visit(uri, b'code=s3cret&state=x'), 405, 'form_post')):
        name = f'Work {status}'
        with Provider(tessera) as provider, Browser(tessera, mode='ignore') as browser:
            tessera.add(name, issuer=provider.issuer)
            login = tessera.start('login', name, '--timeout', '6', '--json')
            found, page = send(redirect_uri(browser.started()['address']))
            equal(found, status)
            holds(page, words)
            said, complaint = login.communicate(timeout=120)
            equal((login.returncode, complaint), (4, ''))
            error = json.loads(said)['error']
            equal(error['id'], 'deadline')
            holds(error['message'], words)
            lacks(said, 's3cret')
            is_signed_out(tessera, name)


def at_the_terminal(tessera):
    """a browser that tries https is told of at the terminal, and may still come by http"""
    with Provider(tessera) as provider, Browser(tessera, mode='ignore') as browser:
        tessera.add(issuer=provider.issuer)
        with Terminal(tessera, 'login', 'Work') as terminal:
            address = browser.started()['address']
            speak_tls(redirect_uri(address))
            terminal.wait_for('HTTPS-only')
            status, page = visit(address)
            equal(status, 200)
            holds(page, 'You are signed in to Work')
            equal(terminal.end()[0], 0)


run(at_the_deadline, at_the_terminal)
