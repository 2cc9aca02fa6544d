# SPDX-License-Identifier: GPL-3.0-or-later
"""A server for the programs that ask Tessera: TLS on this computer, one token that it takes, and a log."""

import base64
import http.server
import os
import ssl
import subprocess
import threading


class Stub:
    """Answers what `pages` has, and only to who brings the token. Use it in a with statement.

    pages: {path: (content type, body)}. scheme: "Basic" or "Bearer", as it is asked for and as it is taken.
    """

    def __init__(self, folder, pages=None, scheme='Bearer', realm='realm="stub"', headers=()):
        self.pages, self.scheme, self.realm, self.headers = pages or {}, scheme, realm, headers
        self.token, self.user, self.log = None, 'oauth2', []
        self.certificate = os.path.join(folder, 'stub.pem')
        self._key = os.path.join(folder, 'stub.key')

    def __enter__(self):
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                        '-keyout', self._key, '-out', self.certificate, '-days', '2', '-subj', '/CN=localhost', '-addext',
                        'subjectAltName=DNS:localhost,IP:127.0.0.1', '-addext', 'basicConstraints=critical,CA:true'],
                       check=True, capture_output=True)
        stub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_GET(self):
                stub.log.append((self.path, self.headers.get('Authorization')))
                if self.headers.get('Authorization') != stub.wanted():
                    self.answer(401, 'text/plain', b'sign in', f'{stub.scheme} {stub.realm}')
                    return
                kind, body = stub.find(self.path.partition('?')[0])
                self.answer(200 if body is not None else 404, kind, body or b'')

            do_HEAD = do_GET

            def answer(self, status, kind, body, challenge=None):
                self.send_response(status)
                self.send_header('Content-Type', kind)
                self.send_header('Content-Length', str(len(body)))
                for name, value in stub.headers:
                    self.send_header(name, value)
                if challenge:
                    self.send_header('WWW-Authenticate', challenge)
                self.end_headers()
                if self.command != 'HEAD':
                    self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, request, client_address):
                pass  # somebody hung up
        self._server = Server(('127.0.0.1', 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self._key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.host = f'localhost:{self._server.server_port}'
        self.url = f'https://{self.host}'
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def wanted(self):
        """The header that is taken."""
        if self.scheme == 'Bearer':
            return f'Bearer {self.token}'
        return 'Basic ' + base64.b64encode(f'{self.user}:{self.token}'.encode()).decode()

    def find(self, path):
        return self.pages.get(path, ('text/plain', None))

    def was_given(self, token):
        """Whether any request brought this token."""
        return any(token in (header or '') or base64.b64encode(f'{self.user}:{token}'.encode()).decode() in (header or '')
                   for _, header in self.log)


class Folder(Stub):
    """The files of a folder, as git's dumb protocol reads them."""

    def __init__(self, folder, root, **options):
        super().__init__(folder, **options)
        self._root = root

    def find(self, path):
        file = os.path.join(self._root, path.lstrip('/'))
        if '..' in path or not os.path.isfile(file):
            return 'text/plain', None
        with open(file, 'rb') as opened:
            return 'application/octet-stream', opened.read()
