# SPDX-License-Identifier: GPL-3.0-or-later
"""A provider, and a browser whose person is fast: what the time of a sign-in is measured against."""

import html
import http.client
import json
import os
import re
import select
import subprocess
import time
import urllib.parse

CLIENT_ID = 'tessera-demo'

DESKTOP_FILE = '''[Desktop Entry]
Type=Application
Name=The bench’s browser
Exec={program} %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;
'''

DEFAULTS = '''[Default Applications]
x-scheme-handler/http=tessera-bench.desktop
x-scheme-handler/https=tessera-bench.desktop
'''

# It only says that it was started, and with which address: what it would do, Browser does.
HANDLER = '''#!/bin/sh
printf '%s\\n' "$1" >"{fifo}"
'''


class Provider:
    """tests/provider, which counts who asked for what on which connection."""

    def __init__(self, build_root, *options):
        program = os.path.join(build_root, 'tests/provider/tessera-provider')
        self._process = subprocess.Popen([program, '--until-eof', *options], text=True,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.issuer = self._process.stdout.readline().strip().removeprefix('issuer=')
        self.host = self.issuer.removeprefix('http://')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def processor_time(self):
        """Nanoseconds."""
        folder = f'/proc/{self._process.pid}/task'
        total = 0
        for thread in os.listdir(folder):
            with open(f'{folder}/{thread}/schedstat', encoding='ascii') as f:
                total += int(f.read().split()[0])
        return total

    def control(self, method, path):
        connection = http.client.HTTPConnection(self.host)
        connection.request(method, path)
        body = connection.getresponse().read()
        connection.close()
        return body

    def count(self):
        """Requests and connections that the client, and not the browser, has made."""
        log = [entry for entry in json.loads(self.control('GET', '/-/log'))
               if entry['path'] not in ('/authorize', '/login', '/consent')]
        return len(log), len({entry['connection'] for entry in log})


class Browser:
    """Opened by GIO as the handler of http and https; fetches pages, posts forms, follows."""

    def __init__(self, folder, environment):
        os.mkdir(folder)
        self._fifo = os.path.join(folder, 'opened')
        os.mkfifo(self._fifo)
        self._opened = os.open(self._fifo, os.O_RDWR)
        self.program = os.path.join(folder, 'browser')
        _write(self.program, HANDLER.format(fifo=self._fifo))
        os.chmod(self.program, 0o700)
        _write(os.path.join(environment['XDG_DATA_HOME'], 'applications/tessera-bench.desktop'),
               DESKTOP_FILE.format(program=self.program))
        _write(os.path.join(environment['XDG_CONFIG_HOME'], 'mimeapps.list'), DEFAULTS)

    def close(self):
        os.close(self._opened)

    def wait(self):
        """The address that a program opens."""
        text = b''
        while not text.endswith(b'\n'):
            if not select.select([self._opened], [], [], 60)[0]:
                raise TimeoutError('nothing opened the browser')
            text += os.read(self._opened, 65536)
        return text.decode().strip()

    @staticmethod
    def sign_in(provider, address):
        """Up to where the provider sends the browser: the redirect URI with the code."""
        connection = http.client.HTTPConnection(provider.host)
        connection.request('GET', address.removeprefix(provider.issuer))
        page = connection.getresponse().read().decode()
        request = html.unescape(re.search('name="request" value="([^"]*)"', page)[1])
        for path, fields in (('/login', {'username': 'zoe', 'password': 'tessera'}),
                             ('/consent', {'decision': 'allow'})):
            connection.request('POST', path, urllib.parse.urlencode({'request': request, **fields}),
                               {'Content-Type': 'application/x-www-form-urlencoded'})
            answer = connection.getresponse()
            answer.read()
        connection.close()
        return answer.headers['Location']

    @staticmethod
    def follow(address):
        """Until there is a page: Tessera first takes the code out of the address."""
        while address:
            parts = urllib.parse.urlsplit(address)
            connection = http.client.HTTPConnection(parts.netloc)
            connection.request('GET', f'{parts.path}?{parts.query}'.removesuffix('?'))
            answer = connection.getresponse()
            answer.read()
            connection.close()
            address = urllib.parse.urljoin(address, answer.headers.get('Location', ''))
            address = address if answer.status in (302, 303) else ''


def sign_in(provider, browser, start):
    """The figures of one sign-in. start(): run the client, which opens the browser.

    From its elapsed time is taken what the browser needed, up to the moment when it turns to the
    client, and what the provider needed to answer the client.
    """
    provider.control('POST', '/-/reset')
    before = provider.processor_time()
    client = start()
    address = browser.wait()
    others = -time.monotonic_ns() + provider.processor_time() - before
    redirect = browser.sign_in(provider, address)
    before = provider.processor_time()
    others += time.monotonic_ns()
    browser.follow(redirect)
    _, figures, _ = client.finish(output=False)
    others += provider.processor_time() - before
    figures['elapsed'] -= others / 1e6
    figures['requests'], figures['connections'] = provider.count()
    return figures


def _write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)
