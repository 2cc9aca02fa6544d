# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sign-in needs besides Tessera: the test provider, and a browser that GIO starts."""

import json
import os
import random
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request

from installed import PATIENCE
from tap import equal

HERE = os.path.dirname(os.path.abspath(__file__))

DESKTOP_FILE = '''[Desktop Entry]
Type=Application
Name=Robot
Exec={python} {program} {home} {mode} %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;
'''

DEFAULTS = '''[Default Applications]
x-scheme-handler/http=robot.desktop
x-scheme-handler/https=robot.desktop
'''


def wait_for(what, look):
    """Call look() until it returns something true, and return that."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.02)
    raise TimeoutError(f'waited in vain for {what}')


def is_open(port):
    """Whether somebody listens on this port of 127.0.0.1."""
    with socket.socket() as probe:
        return probe.connect_ex(('127.0.0.1', port)) == 0


def free_port():
    """Nobody listens on it, and it is below those that the kernel hands out to whoever is next."""
    with open('/proc/sys/net/ipv4/ip_local_port_range', encoding='ascii') as file:
        lowest = int(file.read().split()[0])
    while True:
        port = random.randrange(12000, lowest if lowest > 13000 else 65536)
        if not is_open(port):
            return port


def redirect_port(address):
    """The port that the answer is to come to, of the address that a browser is sent to."""
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
    return urllib.parse.urlsplit(query['redirect_uri'][0]).port


class Provider:
    """tessera-provider, which signs in whoever comes. Use it in a with statement."""

    def __init__(self, tessera, *options, faults=()):
        self._command = [os.path.join(tessera.installation.build_root,
                                      'tests/provider/tessera-provider'), '--until-eof', '--auto',
                         *options, *(f'--fault={fault}' for fault in faults)]

    def __enter__(self):
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, text=True)
        self.issuer = self._process.stdout.readline().strip().removeprefix('issuer=')
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()

    def break_rule(self, *faults):
        """Break these rules from now on, and no others."""
        self.get('/-/fault', 'POST')
        for fault in faults:
            self.get(f'/-/fault?name={fault}', 'POST')

    def live(self, seconds):
        """A token that is issued from now on lives so long."""
        self.get(f'/-/lifetime?seconds={seconds}', 'POST')

    def requests(self, path):
        """How many requests for this path came."""
        return sum(entry['path'] == path for entry in json.loads(self.get('/-/log')))

    def get(self, path, method='GET', **headers):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        request = urllib.request.Request(self.issuer + path, method=method, headers=headers)
        with opener.open(request, timeout=PATIENCE) as answer:
            return answer.read().decode()


class Browser:
    """The default browser of this person. Nobody here starts it: GIO does, when it is asked to."""

    def __init__(self, tessera, mode='answer'):
        self._home = os.path.join(tessera.home, 'robot')
        os.makedirs(self._home)
        program = os.path.join(HERE, 'robot-browser.py')
        for path, text in (
                (f'{tessera.data}/applications/robot.desktop',
                 DESKTOP_FILE.format(python=shlex.quote(sys.executable), program=shlex.quote(program),
                                     home=shlex.quote(self._home), mode=mode)),
                (f'{tessera.config}/mimeapps.list', DEFAULTS)):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # What it was started for has ended; what is left of it ends here.
        if os.path.exists(os.path.join(self._home, 'started')):
            try:
                os.kill(self.started()['pid'], signal.SIGKILL)
            except ProcessLookupError:
                pass
        shutil.rmtree(self._home, ignore_errors=True)

    def started(self):
        """Wait until it was started; who it is and what it was asked for."""
        return json.loads(self._wait('started'))

    def page(self):
        """Wait until it has ended where the provider sent it, and return what it shows."""
        return self._wait('page')

    def forget(self):
        """Wait for its end, and forget what it was asked for and shows: it is to be started again."""
        self.page()
        for name in ('started', 'page'):
            os.remove(os.path.join(self._home, name))

    def was_started(self):
        return os.path.exists(os.path.join(self._home, 'started'))

    def _wait(self, name):
        path = os.path.join(self._home, name)
        wait_for(f'the browser’s file {name}', lambda: os.path.exists(path))
        with open(path, encoding='utf-8') as file:
            return file.read()


def is_signed_out(tessera, name='Work'):
    """Check that nothing of a sign-in was stored: neither in the state nor in the Secret Service."""
    account, = tessera.ask('status', name)['accounts']
    equal((account['state'], 'subject' in account), ('signed-out', False))
    equal(tessera.error(3, 'token', name)['id'], 'not_signed_in')
    equal(list_secrets(tessera.ask('show', name)['id']), [])


def list_secrets(account):
    """The kinds of secrets that the Secret Service has of the account with this ID."""
    found = subprocess.run(['secret-tool', 'search', '--all', 'account', account],
                           capture_output=True, text=True, check=False)
    return sorted(line.split()[-1] for line in (found.stdout + found.stderr).splitlines()
                  if line.startswith('attribute.kind'))
