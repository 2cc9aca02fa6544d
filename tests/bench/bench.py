#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures Tessera beside what people would use instead: bench.py BUILD, within with-session.

Medians of runs in turn; a ratio is what counts, since both sides suffer from a busy machine alike.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '../e2e'), os.path.join(HERE, '../person')]
sys.dont_write_bytecode = True

import growth  # noqa: E402  (the path comes first)
import npm_packages  # noqa: E402
import signing_in  # noqa: E402
import windows  # noqa: E402
from display import Display  # noqa: E402
from measuring import Run, in_turn  # noqa: E402
from table import Table  # noqa: E402

BUILD_ROOT = os.path.abspath(sys.argv[1])
TESSERA = os.path.join(BUILD_ROOT, 'src/cli/tessera')
PACKAGES = os.path.join(BUILD_ROOT, 'tests/bench/npm')
RUNS = 11
SHORT_RUNS = 41


class Person:
    """Has an account at the provider, and a browser."""

    def __init__(self, folder, provider):
        self.folder = folder
        self.provider = provider
        self.environment = {**os.environ, 'XDG_CONFIG_HOME': os.path.join(folder, 'config'),
                            'XDG_DATA_HOME': os.path.join(folder, 'data'),
                            'GSETTINGS_BACKEND': 'memory',
                            'GSETTINGS_SCHEMA_DIR': os.path.join(BUILD_ROOT, 'data')}
        self.browser = signing_in.Browser(folder, self.environment)
        subprocess.run([TESSERA, 'add', 'Work', '--issuer', provider.issuer,
                        '--client-id', signing_in.CLIENT_ID], env=self.environment, check=True,
                       stdout=subprocess.DEVNULL)

    def start(self, *command):
        return self.start_in(self.environment, *command)

    @staticmethod
    def start_in(environment, *command):
        return Run(BUILD_ROOT, command, environment)

    def sign_in(self, *command):
        return signing_in.sign_in(self.provider, self.browser, lambda: self.start(*command))


def measure_login(person, table):
    npm_packages.install(HERE, PACKAGES)
    node = npm_packages.lay_out(os.path.join(HERE, 'openid-client.mjs'), PACKAGES, person.folder)
    ours, theirs = in_turn(
        RUNS, lambda: person.sign_in(TESSERA, 'login', 'Work'),
        lambda: person.sign_in(*node, person.provider.issuer, signing_in.CLIENT_ID,
                               person.browser.program))
    table.head('Signing in', 'tessera login', 'openid-client')
    # No bound here: having looked for the browser, GIO watches the folders of applications, and
    # Linux takes up to 20 ms to let go of a watch. Nobody waits for that, but the exit does.
    table.tell('time', 'ms', ours['elapsed'], theirs['elapsed'])
    table.compare('processor time', 'ms', ours['cpu'], theirs['cpu'], 1 / 5)
    table.compare('peak memory', 'MiB', ours['peak'], theirs['peak'], 1 / 3)
    table.limit('HTTP requests', ours['requests'], theirs['requests'], 3, 3)
    table.limit('TCP connections', ours['connections'], theirs['connections'], 1, 1)


def measure_token(person, table):
    """Both look up the same item, and print it or what is in it."""
    config = os.path.join(person.environment['XDG_CONFIG_HOME'], 'tessera/accounts.conf')
    with open(config, encoding='utf-8') as f:
        account = next(line for line in f if line.startswith('[')).strip()[1:-1]
    look_up = ['secret-tool', 'lookup', 'account', account, 'kind', 'tokens']
    ours, theirs = in_turn(SHORT_RUNS, lambda: person.start(TESSERA, 'token', 'Work').finish()[1],
                           lambda: person.start(*look_up).finish()[1])
    table.head('Printing the token', 'tessera token', 'secret-tool')
    table.compare('time', 'ms', ours['elapsed'], theirs['elapsed'], 1.25)
    table.compare('processor time', 'ms', ours['cpu'], theirs['cpu'], 1.25)


def measure_credential(person, table):
    """A program that asks for each of its commands must not wait longer than for the token alone."""
    for protocol in ('header', 'kubernetes'):
        ours, theirs = in_turn(
            SHORT_RUNS, lambda protocol=protocol: person.start(TESSERA, 'credential', protocol, 'Work').finish()[1],
            lambda: person.start(TESSERA, 'token', 'Work').finish()[1])
        table.head(f'Answering {protocol}', 'tessera credential', 'tessera token')
        table.compare('time', 'ms', ours['elapsed'], theirs['elapsed'], 1.05)
        table.compare('processor time', 'ms', ours['cpu'], theirs['cpu'], 1.05)


def measure_window(person, table):
    with Display() as display:
        ours, theirs = in_turn(
            RUNS, *(lambda program=program: windows.first_frame(BUILD_ROOT, program,
                                                                person.environment, display)
                    for program in ('src/window/tessera-gtk', 'tests/bench/bench-window')))
    table.head('The window, signed in', 'tessera-gtk', 'minimal window')
    table.compare('time to the first frame', 'ms', ours['elapsed'], theirs['elapsed'], 1.5)
    table.compare('processor time', 'ms', ours['cpu'], theirs['cpu'], 1.5)
    table.compare('peak memory', 'MiB', ours['peak'], theirs['peak'], 1.5)
    table.compare('memory of its own', 'MiB', ours['private'], theirs['private'], 1.5)


def measure_growth(person, table):
    with Display() as display:
        growth.measure(BUILD_ROOT, TESSERA, person, table, display, RUNS, SHORT_RUNS)


def measure_idle(person, table):
    person.sign_in(TESSERA, 'login', 'Work')
    with Display() as display:
        visible, hidden = windows.wakeups(BUILD_ROOT, person.environment, display)
    table.head('The window, counting seconds', 'tessera-gtk', '')
    # A new text a second, and no animation.
    table.limit('wakeups a second while visible', visible, '', 1, 30)
    table.limit('wakeups in 30 s while hidden', hidden, '', 0, 0)


def main():
    started = time.monotonic()
    scratch = tempfile.mkdtemp(prefix='tessera-bench-')
    table = Table()
    try:
        with signing_in.Provider(BUILD_ROOT) as provider:
            person = Person(os.path.join(scratch, 'usual'), provider)
            measure_login(person, table)
            measure_token(person, table)
            measure_credential(person, table)
            measure_window(person, table)
            measure_growth(person, table)
        # So short that the window counts the seconds.
        with signing_in.Provider(BUILD_ROOT, '--lifetime', '110') as provider:
            measure_idle(Person(os.path.join(scratch, 'short'), provider), table)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f'\n{table.missed} bounds missed, {time.monotonic() - started:.0f} s')
    return 1 if table.missed else 0


sys.exit(main())
