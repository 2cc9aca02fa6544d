# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a window test plays: a person at a screen with a keyboard, and the providers of the test."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import traceback
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'person'))

from person import Person  # noqa: E402  (the path comes first)
from provider import OPENER, Provider  # noqa: E402
from waiting import wait_for  # noqa: E402

BUILD_ROOT, SCRATCH = map(os.path.abspath, sys.argv[1:])
PICTURES = os.path.join(SCRATCH, os.path.basename(sys.argv[0]).removesuffix('.py'))

# A browser that does not look at the page: it notes the address, and opens it where it is to.
BROWSER = '''#!/bin/sh
echo "$1" >>'{home}/opened'
exec {python} -c 'import sys, urllib.request as u
u.build_opener(u.ProxyHandler({{}})).open(sys.argv[1], timeout=60).read()' "$1"
'''
PASSIVE_BROWSER = BROWSER.split('exec', maxsplit=1)[0]


class Stage(contextlib.ExitStack):
    """Use it in a with statement: nothing of it stays."""

    def __init__(self, **screen):
        super().__init__()
        self._screen_size = screen

    def __enter__(self):
        super().__enter__()
        self.person = self.enter_context(Person(BUILD_ROOT, **self._screen_size))
        self.screen = self.person.screen
        # There is a window manager here, so GTK has nothing to warn of but the window's defects.
        self.person.environment['G_DEBUG'] = 'fatal-warnings'
        self._set_font()
        self.screen.start_manager()
        return self

    def provider(self, *options):
        return self.enter_context(Provider(BUILD_ROOT, *options))

    def add(self, name, provider, *arguments):
        issuer = provider if isinstance(provider, str) else provider.issuer
        self.person.check_tessera('add', name, '--issuer', issuer, '--client-id', 'tessera-demo',
                                  *arguments)

    def use_browser(self, text=BROWSER):
        """Instead of Chromium, for a provider that asks nothing (--auto)."""
        program = os.path.join(self.person.home, 'browser')
        with open(program, 'w', encoding='utf-8') as f:
            f.write(text.format(home=self.person.home, python=sys.executable))
        os.chmod(program, 0o700)
        desktop_file = os.path.join(self.person.environment['XDG_DATA_HOME'],
                                    'applications/tessera-person.desktop')
        with open(desktop_file, encoding='utf-8') as f:
            lines = re.sub('^Exec=.*$', f'Exec={program} %u', f.read(), flags=re.M)
        with open(desktop_file, 'w', encoding='utf-8') as f:
            f.write(lines)

    def opened(self):
        """The addresses that the browser was to open."""
        try:
            with open(os.path.join(self.person.home, 'opened'), encoding='utf-8') as f:
                return f.read().split()
        except FileNotFoundError:
            return []

    def log_in(self, name):
        self.person.check_tessera('login', name)

    def sign_in(self, *options):
        """Sign in to Work, without a browser, at a provider that asks nothing, and return that."""
        provider = self.provider('--auto', *options)
        self.add('Work', provider)
        login = self.person.start_tessera('login', 'Work', '--no-browser')
        with OPENER.open(login.stderr.readline().strip(), timeout=60) as page:
            page.read()
        equal('tessera login', login.wait(60), 0)
        return provider

    def open_signed_in(self):
        window = self.person.open_window()
        window.wait_for('Signed in')
        return window

    def status(self, name):
        return json.loads(self.person.check_tessera('status', name, '--json'))['accounts'][0]

    def token(self, name):
        return self.person.check_tessera('token', name, '--min-validity', '0').strip()

    def press(self, *keys):
        self.screen.press(*keys)

    def type(self, text):
        self.screen.type(text)

    def begin_adding(self, window, provider='no such provider'):
        """Open the dialog that adds an account, on the page of this provider; else of another one."""
        self.press('ctrl+n')
        window.find('Cancel')
        self.type(provider)
        self.press('Return')
        window.find('Next')

    def leave(self, window, text):
        """Press Escape until this text is gone: a toast takes the first one."""
        def has_gone():
            if window.has(text):
                self.press('Escape')
            return not window.has(text)
        wait_for(f'{text} to go', has_gone)

    @contextlib.contextmanager
    def slow_manager(self):
        """The window manager shows no window before the end of this."""
        self.screen.manager.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.screen.manager.send_signal(signal.SIGCONT)

    def control_window(self, *command):
        self.screen.xdotool('getactivewindow', *command)

    def close(self, window, key='ctrl+w'):
        """Close it with the keyboard; it ends in good order, and nothing was there to warn of."""
        def has_ended():
            # A dialog that is just going takes the key with it.
            if window.process.poll() is None:
                self.press(key)
            return window.process.poll() is not None
        wait_for('the end of the window', has_ended)
        equal('the end of the window', window.process.returncode, 0)

    def active_window(self):
        return self.screen.xdotool('getactivewindow')

    def is_on_screen(self, title):
        return bool(self._xdotool_or_nothing('search', '--onlyvisible', '--name', f'^{title}$'))

    def window_size(self):
        shell = self.screen.xdotool('getactivewindow', 'getwindowgeometry', '--shell')
        values = dict(line.split('=') for line in shell.splitlines())
        return int(values['WIDTH']), int(values['HEIGHT'])

    def brightness(self):
        """The mean of what the active window shows, from 0 (black) to 255."""
        window = self.active_window()
        mean = subprocess.run(['import', '-window', window, '-colorspace', 'Gray', '-format',
                               '%[fx:mean*255]', 'info:'], env=self.person.environment, check=True,
                              capture_output=True, text=True, timeout=90).stdout
        return float(mean)

    def picture(self, name):
        self.screen.screenshot(self.picture_path(name))

    @staticmethod
    def picture_path(name):
        os.makedirs(PICTURES, exist_ok=True)
        return os.path.join(PICTURES, f'{name}.png')

    def _xdotool_or_nothing(self, *arguments):
        try:
            return self.screen.xdotool(*arguments)
        except subprocess.CalledProcessError:
            return ''

    def _set_font(self):
        directory = os.path.join(self.person.environment['XDG_CONFIG_HOME'], 'gtk-4.0')
        os.makedirs(directory)
        with open(os.path.join(directory, 'settings.ini'), 'w', encoding='utf-8') as f:
            f.write('[Settings]\ngtk-font-name=Cantarell 11\n')


def redirect_port(address):
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
    return urllib.parse.urlsplit(query['redirect_uri'][0]).port


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(('127.0.0.1', port)) == 0


def equal(what, found, wanted):
    if found != wanted:
        raise AssertionError(f'{what}: {found!r} instead of {wanted!r}')


def shown_account(window):
    """The account whose page is there: the title before its menu. None: the list alone is there."""
    title = None
    for role, name, _ in window.everything():
        if role == 'label':
            title = name
        elif name == 'Account Menu':
            return title
    return None


def lacks(window, text):
    if window.has(text):
        raise AssertionError(f'“{text}” is in the window: {window.texts()}')


def run(*cases):
    """Call each case with a stage of its own. Its docstring says what holds if it returns."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    failures = 0
    print(f'1..{len(cases)}', flush=True)
    for number, case in enumerate(cases, 1):
        try:
            with Stage() as stage:
                try:
                    case(stage)
                except BaseException:
                    stage.picture(f'failed-{case.__name__}')
                    raise
        except Exception:
            failures += 1
            print('\n'.join(f'# {line}' for line in traceback.format_exc().splitlines()))
            print('not ', end='')
        print(f'ok {number} {case.__doc__}', flush=True)
    sys.exit(1 if failures else 0)
