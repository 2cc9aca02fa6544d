# SPDX-License-Identifier: GPL-3.0-or-later
"""A stub of AWS STS, for what goes wrong there."""

import datetime
import http.server
import threading
import urllib.parse

from asking import ask

ROLE = 'arn:aws:iam::123456789012:role/dev'
ANSWER = '''<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult>
    <SubjectFromWebIdentityToken>zoe</SubjectFromWebIdentityToken>
    <Credentials>
      <AccessKeyId>ASIA{number}</AccessKeyId>
      <SecretAccessKey>wJalr/XUtnFEMI+K7MDENG{number}</SecretAccessKey>
      <SessionToken>FwoGZXIvYXdz=={number}</SessionToken>
      <Expiration>{expiration}</Expiration>
    </Credentials>
  </AssumeRoleWithWebIdentityResult>
</AssumeRoleWithWebIdentityResponse>'''
REFUSAL = '''<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error><Type>Sender</Type><Code>{code}</Code><Message>Not authorized &lt;to perform&gt; it</Message></Error>
  <RequestId>1</RequestId>
</ErrorResponse>'''


class Sts:
    """Answers each request with new credentials, or with what `answer` says. Use it in a with statement."""

    def __init__(self, lifetime=3600):
        self.lifetime, self.answer, self.requests = lifetime, None, []

    def __enter__(self):
        stub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers['Content-Length'])).decode()
                form = dict(urllib.parse.parse_qsl(body, strict_parsing=True))
                stub.requests.append((self.headers, form))
                status, text = stub.answer or (200, stub.give())
                self.send_response(status)
                self.send_header('Content-Type', 'text/xml')
                self.send_header('Content-Length', str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_):
                pass
        self._server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.endpoint = f'http://127.0.0.1:{self._server.server_port}/'
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def give(self):
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=self.lifetime)
        return ANSWER.format(number=len(self.requests), expiration=end.strftime('%Y-%m-%dT%H:%M:%S.250Z'))

    def ask(self, tessera, *options, role=ROLE, **environment):
        return ask(tessera, 'aws', 'Work', '--role-arn', role, '--sts-endpoint', self.endpoint, *options,
                   environment=environment)
