# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers for the programs that ask Tessera: TLS on this computer, one token that they take, and a log."""

import base64
import glob
import http.server
import os
import socketserver
import ssl
import subprocess
import threading

PROPFIND = '''<?xml version="1.0"?><D:multistatus xmlns:D="DAV:"><D:response><D:href>/</D:href><D:propstat><D:prop>
<D:resourcetype><D:collection/></D:resourcetype></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>
<D:response><D:href>/a.txt</D:href><D:propstat><D:prop><D:getcontentlength>1</D:getcontentlength></D:prop>
<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>'''


def find_process_with(token):
    """The names of the processes that have the token in an argument or in their environment at this moment."""
    found = []
    for path in glob.glob('/proc/[0-9]*/cmdline') + glob.glob('/proc/[0-9]*/environ'):
        try:
            with open(path, 'rb') as file:
                if token.encode() in file.read():
                    found.append(path)
        except OSError:
            pass  # it has ended, or is not ours
    return found


class Server:
    """A server that takes one token. Use it in a with statement.

    current(): the token that it takes at this moment. tokens: those that were brought, right or wrong. seen: where
    a right one stood outside of what was sent, when it came.
    """

    def __init__(self, folder):
        self.current, self.tokens, self.seen = (lambda: None), [], []
        self.certificate = os.path.join(folder, 'stub.pem')
        self._key = os.path.join(folder, 'stub.key')

    def make_server(self):
        raise NotImplementedError

    def __enter__(self):
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                        '-keyout', self._key, '-out', self.certificate, '-days', '2', '-subj', '/CN=localhost', '-addext',
                        'subjectAltName=DNS:localhost,IP:127.0.0.1', '-addext', 'basicConstraints=critical,CA:true'],
                       check=True, capture_output=True)
        self._server = self.make_server()
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # somebody hung up
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self._key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.host = f'localhost:{self.port}'
        self.url = f'https://{self.host}'
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def takes(self, token):
        """Whether the token is the right one."""
        if token is not None:
            self.tokens.append(token)
        if token is None or token != self.current():
            return False
        self.seen += find_process_with(token)
        return True

    def was_given(self, token):
        """Whether this token was brought."""
        return token in self.tokens


class Stub(Server):
    """Answers what `pages` has, and only to who brings the token.

    pages: {path: (content type, body)}. scheme: "Basic", "Bearer" or both, as it is asked for and as it is taken.
    public: the pages that need no token.
    """

    def __init__(self, folder, pages=None, scheme='Bearer', headers=()):
        super().__init__(folder)
        self.pages, self.schemes, self.headers, self.user, self.log = pages or {}, scheme.split(), headers, 'oauth2', []
        self.public = ()

    def make_server(self):
        stub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_GET(self):
                header = self.headers.get('Authorization')
                body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
                stub.log.append((self.path, header))
                if stub.takes(stub.read_token(header, body)) or self.path in stub.public:
                    self.answer(*stub.serve(self, body))
                else:
                    self.answer(401, 'text/plain', b'sign in', [f'{scheme} realm="stub"' for scheme in stub.schemes])

            do_HEAD = do_POST = do_PROPFIND = do_GET

            def answer(self, status, kind, body, challenges=()):
                self.send_response(status)
                self.send_header('Content-Type', kind)
                self.send_header('Content-Length', str(len(body)))
                for name, value in stub.headers:
                    self.send_header(name, value)
                for challenge in challenges:
                    self.send_header('WWW-Authenticate', challenge)
                self.end_headers()
                if self.command != 'HEAD':
                    self.wfile.write(body)

            def log_message(self, *_):
                pass
        return http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)

    def read_token(self, header, body):
        """The token of a request, whose header has a scheme that is taken; None where there is none."""
        scheme, _, value = (header or '').partition(' ')
        if scheme not in self.schemes:
            return None
        if scheme == 'Bearer':
            return value
        user, _, password = base64.b64decode(value).decode().partition(':')
        return password if user == self.user else None

    def serve(self, request, body):
        """The answer for who has the right token: status, content type and body."""
        if request.command == 'PROPFIND':
            return 207, 'application/xml', PROPFIND.encode()
        kind, page = self.pages.get(request.path.partition('?')[0], ('text/plain', None))
        return 200 if page is not None else 404, kind, page or b''


class Repositories(Stub):
    """The repositories of a folder, as `git http-backend` serves them."""

    def __init__(self, folder, root, **options):
        super().__init__(folder, **options)
        self._root = root

    def serve(self, request, body):
        path, _, query = request.path.partition('?')
        done = subprocess.run(['git', 'http-backend'], input=body, capture_output=True, check=True, env={
            'PATH': os.environ['PATH'], 'GIT_PROJECT_ROOT': self._root, 'GIT_HTTP_EXPORT_ALL': '1', 'PATH_INFO': path,
            'GIT_CONFIG_NOSYSTEM': '1', 'QUERY_STRING': query, 'REQUEST_METHOD': request.command, 'REMOTE_USER': 'zoe',
            'CONTENT_TYPE': request.headers.get('Content-Type', ''), 'CONTENT_LENGTH': str(len(body)),
            'HTTP_CONTENT_ENCODING': request.headers.get('Content-Encoding', ''),
            'GIT_PROTOCOL': request.headers.get('Git-Protocol', '')})
        head, _, page = done.stdout.partition(b'\r\n\r\n')
        fields = dict(line.split(': ', 1) for line in head.decode().split('\r\n'))
        return int(fields.get('Status', '200').split()[0]), fields.get('Content-Type', 'text/plain'), page


class Mail(Server):
    """A mail server, which speaks a few words of the protocol `words`: "smtp" or "imap"."""

    def __init__(self, folder, words):
        super().__init__(folder)
        self._converse = {'smtp': self._speak_smtp, 'imap': self._speak_imap}[words]
        self.letters = []

    def make_server(self):
        stub = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                stub._converse(lambda: self.rfile.readline().decode().rstrip('\r\n'),
                               lambda *lines: self.wfile.write(''.join(f'{line}\r\n' for line in lines).encode()))

        class Threads(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
        return Threads(('127.0.0.1', 0), Handler)

    def is_right(self, response):
        """RFC 7628 and Google's XOAUTH2: both have the header's value in a field "auth"."""
        fields = base64.b64decode(response).decode().split('\x01')
        return self.takes(next((field[len('auth=Bearer '):] for field in fields if field.startswith('auth=Bearer ')), None))

    def _speak_smtp(self, hear, say):
        say('220 stub')
        while line := hear():
            word = line.split(' ')[0].upper()
            if word == 'EHLO':
                say('250-stub', '250-AUTH OAUTHBEARER XOAUTH2', '250 SIZE 100000')
            elif word == 'AUTH':
                response = line.split(' ')[2:]
                if not response:
                    say('334 ')
                say('235 welcome' if self.is_right(response[0] if response else hear()) else '535 no')
            elif word == 'DATA':
                say('354 go on')
                self.letters.append('\n'.join(iter(hear, '.')))
                say('250 taken')
            else:
                say('221 bye' if word == 'QUIT' else '250 fine')

    def _speak_imap(self, hear, say):
        say('* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] stub')
        while line := hear():
            tag, word, *rest = line.split(' ')
            if word.upper() == 'AUTHENTICATE':
                if len(rest) < 2:
                    say('+ ')
                is_right = self.is_right(rest[1] if len(rest) > 1 else hear())
                say(f'{tag} OK in' if is_right else f'{tag} NO no')
                continue
            if word.upper() == 'LOGOUT':
                say('* BYE', f'{tag} OK out')
                return
            if word.upper() == 'CAPABILITY':
                say('* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2')
            elif word.upper() == 'LIST':
                say('* LIST () "/" "Letters"')
            say(f'{tag} OK done')
