#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way to a provider: through a proxy, to a host that only the account trusts, with a certificate.

The provider publishes nothing: a login that reaches it ends with exit status 6 and “http_status”.
"""

import base64
import os
import socket
import ssl
import subprocess
import threading

from sign_in import free_port
from tap import equal, holds, lacks, run

HOST = 'idp.example.com'
ANSWER = b'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'


class Server:
    """Hands each connection to a thread. Use it in a with statement."""

    def __enter__(self):
        self._socket = socket.create_server(('127.0.0.1', 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve_quietly, args=[connection], daemon=True).start()

    def _serve_quietly(self, connection):
        with connection:
            try:
                self.serve(connection)
            except OSError:
                pass


def read_head(connection):
    head = b''
    while b'\r\n\r\n' not in head:
        part = connection.recv(4096)
        if not part:
            raise OSError('the client has left')
        head += part
    return head.decode()


class Host(Server):
    """An https server that has nothing, and asks for a certificate if it is told to."""

    def __init__(self, certificate, key, clients=None):
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        if clients:
            self._context.load_verify_locations(clients)
            self._context.verify_mode = ssl.CERT_REQUIRED

    def serve(self, connection):
        with self._context.wrap_socket(connection, server_side=True) as secure:
            read_head(secure)
            secure.sendall(ANSWER)


class Proxy(Server):
    """A proxy that wants "me" with "p@ss", and whose tunnels all lead to one port."""

    def __init__(self, port):
        self._port = port
        self.asked = []

    def serve(self, connection):
        head = read_head(connection)
        self.asked.append(head.split('\r\n', maxsplit=1)[0])
        if base64.b64encode(b'me:p@ss').decode() not in head:
            connection.sendall(b'HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="x"\r\n'
                               b'Content-Length: 0\r\n\r\n')
            return
        with socket.create_connection(('127.0.0.1', self._port)) as host:
            connection.sendall(b'HTTP/1.1 200 Yes\r\n\r\n')
            back = threading.Thread(target=pour, args=[host, connection])
            back.start()
            pour(connection, host)
            back.join()

    def environment(self, password='p%40ss'):
        return {'https_proxy': f'http://me:{password}@127.0.0.1:{self.port}', 'no_proxy': ''}


def pour(source, target):
    try:
        while part := source.recv(4096):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def make_certificate(directory, name, host):
    """A certificate and its key, in files of this name."""
    key, certificate = (os.path.join(directory, f'{name}.{end}') for end in ('key', 'pem'))
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
                    '-nodes', '-days', '2', '-subj', f'/CN={name}', '-addext',
                    f'subjectAltName=DNS:{host}', '-keyout', key, '-out', certificate],
                   check=True, capture_output=True)
    return certificate, key


def proxy_and_authority(tessera):
    """a proxy's password is sent unasked, a relative --ca is found from everywhere"""
    certificate, key = make_certificate(tessera.home, 'ca', HOST)
    with Host(certificate, key) as host, Proxy(host.port) as proxy:
        subprocess.run([tessera.program, 'add', 'Work', '--issuer', f'https://{HOST}', '--client-id',
                        'x', '--ca', 'ca.pem'], cwd=tessera.home, env=tessera.environment,
                       check=True, capture_output=True)
        equal(tessera.ask('show', 'Work')['ca_file'], certificate)
        told = tessera.error(6, 'login', 'Work', **proxy.environment())
        equal(told['id'], 'http_status')
        equal(set(proxy.asked), {f'CONNECT {HOST}:443 HTTP/1.1'})


def proxy_refuses(tessera):
    """a wrong password for the proxy is the proxy's, and stands in no message"""
    certificate, key = make_certificate(tessera.home, 'ca', HOST)
    with Host(certificate, key) as host, Proxy(host.port) as proxy:
        tessera.add('Work', '--ca', certificate, issuer=f'https://{HOST}')
        told = tessera.error(7, 'login', 'Work', **proxy.environment('s3cret'))
        said = tessera.fail(7, 'login', 'Work', **proxy.environment('s3cret'))
        equal((told['id'], told['reason']), ('unreachable', 'proxy'))
        holds(said, f'127.0.0.1:{proxy.port}', '407', 'proxy')
        lacks(said + str(told), 's3cret')


def proxy_unusable(tessera):
    """a proxy whose password cannot be read is an error, and the host is not tried without it"""
    tessera.add(issuer=f'https://{HOST}')
    for code in ('%E9', '%00'):
        proxy = {'https_proxy': f'http://me:s3cret{code}@127.0.0.1:{free_port()}', 'no_proxy': ''}
        told = tessera.error(7, 'login', 'Work', **proxy)
        equal((told['id'], told['reason']), ('unreachable', 'proxy'))
        said = tessera.fail(7, 'login', 'Work', **proxy)
        holds(said, '“https_proxy”')
        lacks(said + str(told), 's3cret')


def no_proxy(tessera):
    """what no_proxy has beside hosts is not complained about"""
    certificate, key = make_certificate(tessera.home, 'ca', 'localhost')
    with Host(certificate, key) as host:
        tessera.add('Work', '--ca', certificate, issuer=f'https://localhost:{host.port}')
        tessera.fail(6, 'login', 'Work', all_proxy='http://127.0.0.1:1',
                     no_proxy='[::1],[,https://x.example:80/,localhost')


def proxy_down(tessera):
    """a proxy that is down is not reported as the provider"""
    port = free_port()
    tessera.add(issuer=f'https://{HOST}')
    told = tessera.error(7, 'login', 'Work', all_proxy=f'socks5h://me:s3cret@127.0.0.1:{port}',
                         no_proxy='')
    equal((told['id'], told['reason']), ('unreachable', 'proxy'))
    holds(told['message'], f'127.0.0.1:{port}')
    lacks(str(told), 's3cret', HOST)


def unknown_authority(tessera):
    """an authority that nobody knows is named as such, with what to do"""
    certificate, key = make_certificate(tessera.home, 'ca', HOST)
    with Host(certificate, key) as host, Proxy(host.port) as proxy:
        tessera.add(issuer=f'https://{HOST}')
        told = tessera.error(7, 'login', 'Work', **proxy.environment())
        equal((told['id'], told['reason']), ('unreachable', 'unknown_ca'))
        holds(told['message'], HOST)
        holds(told['hint'], 'tessera edit Work --ca')


def file_gone(tessera):
    """a file with certificates that is gone, or is none, is named"""
    path = os.path.join(tessera.home, 'ca.pem')
    tessera.add('Work', '--ca', path)
    holds(tessera.fail(2, 'login', 'Work'), path)
    with open(path, 'w', encoding='ascii') as file:
        file.write('no certificate')
    holds(tessera.fail(2, 'login', 'Work'), path, 'PEM')


def no_certificate_file(tessera):
    """a pipe or a device in the place of a certificate is refused, and keeps nobody waiting"""
    certificate, key = make_certificate(tessera.home, 'own', 'me')
    pipe = os.path.join(tessera.home, 'pipe')
    os.mkfifo(pipe)
    for path in (pipe, '/dev/zero'):
        for number, options in enumerate((['--ca', path], ['--client-cert', path],
                                          ['--client-cert', certificate, '--client-key', path])):
            name = f'{os.path.basename(path)}-{number}'
            tessera.add(name, *options)
            holds(tessera.fail(2, 'login', name), path, 'not a regular file')


def client_certificate(tessera):
    """a server that wants a certificate gets the account's, from one file or two"""
    certificate, key = make_certificate(tessera.home, 'ca', 'localhost')
    own, own_key = make_certificate(tessera.home, 'own', 'me')
    both = os.path.join(tessera.home, 'both.pem')
    with open(both, 'w', encoding='ascii') as file:
        for path in (own, own_key):
            with open(path, encoding='ascii') as part:
                file.write(part.read())
    with Host(certificate, key, clients=own) as host:
        for name, options in (('Two', ['--client-cert', own, '--client-key', own_key]),
                              ('One', ['--client-cert', both])):
            tessera.add(name, '--ca', certificate, *options, issuer=f'https://localhost:{host.port}')
            equal(tessera.error(6, 'login', name)['id'], 'http_status')
        tessera.add('None', '--ca', certificate, issuer=f'https://localhost:{host.port}')
        told = tessera.error(7, 'login', 'None')
        equal((told['id'], told['reason']), ('unreachable', 'client_certificate'))
        holds(told['hint'], '--client-cert')


run(proxy_and_authority, proxy_refuses, proxy_unusable, no_proxy, proxy_down, unknown_authority, file_gone,
    no_certificate_file, client_certificate)
