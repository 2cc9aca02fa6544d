#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person at a terminal gets: colours, hints, columns that fit, Ctrl-C."""

import glob
import re
import threading
import unicodedata
import urllib.parse
import urllib.request

from offered import read_commands
from pseudo_terminal import Terminal
from sign_in import Browser, Provider, is_open, is_signed_out, redirect_port
from tap import equal, holds, lacks, run

LONG = 'An account with a name that somebody typed because they could, and did not stop until here'
NAMES = ['Work', '日本語のアカウント', LONG, 'Zoë’s 🦄 account', 'A\u0332\u0301o\u0308']


def width(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF' else 1
               for c in text)


def bare(text):
    return re.sub(r'\x1b\[\d+m', '', text)


def seen(tessera, *arguments, **options):
    with Terminal(tessera, *arguments, **options) as terminal:
        return terminal.end()[1]


def colours(tessera):
    """status has colours on a terminal, and nowhere else and not with NO_COLOR"""
    with Provider(tessera) as provider, Browser(tessera):
        for name in ('Work', 'Home'):
            tessera.add(name, issuer=provider.issuer)
        tessera.do('login', 'Work')
        for options in ({}, {'NO_COLOR': ''}):
            work, home = seen(tessera, 'status', **options).splitlines()
            holds(work, '\x1b[32mSigned in')
            holds(home, '\x1b[2mNot signed in\x1b[0m')
        for options in ({'NO_COLOR': '1'}, {'TERM': 'dumb'}):
            lacks(seen(tessera, 'status', **options), '\x1b')
        lacks(tessera.do('status'), '\x1b')
        lacks(seen(tessera, 'status', '--json'), '\x1b')
        equal(bare(seen(tessera, 'status')), tessera.do('status'))


def warning_colour(tessera):
    """a session that is over soon, and that nothing renews, is in the colour of a warning"""
    with Provider(tessera, '--lifetime', '200') as provider, Browser(tessera):
        tessera.add('Work', '--scope', 'openid', issuer=provider.issuer)
        tessera.add('Home', issuer=provider.issuer)
        for name in ('Work', 'Home'):
            tessera.do('login', name)
        work, home = seen(tessera, 'status').splitlines()
        holds(work, '\x1b[33mSigned in')
        holds(home, '\x1b[32mSigned in')


def columns(tessera):
    """accounts stay on their lines and in their columns, whatever the width and the names"""
    with Provider(tessera) as provider, Browser(tessera):
        for name in NAMES:
            tessera.add(name, issuer=provider.issuer)
        tessera.do('login', 'Work')
        tessera.do('login', LONG)
        for columns_wide in (200, 80, 60, 40):
            lines = bare(seen(tessera, 'status', columns=columns_wide)).splitlines()
            equal(len(lines), len(NAMES))
            starts = set()
            for line in lines:
                equal((line, width(line) <= columns_wide), (line, True))
                starts.add(width(re.split('Signed in|Not signed in', line)[0]))
            equal((columns_wide, len(starts)), (columns_wide, 1))
            equal(lines[0].startswith('Work  '), True)
        wide, narrow = (bare(seen(tessera, 'status', columns=n)) for n in (200, 40))
        holds(wide, LONG, 'Zoë O’Hara <zoe@example.org>')
        holds(narrow, 'An a', '…', 'minutes left')
        # Not too narrow for anything: it is then the terminal that breaks the line.
        holds(bare(seen(tessera, 'status', columns=10)), 'minutes left')
        holds(tessera.do('status'), *NAMES)


def long_subject(tessera):
    """a long subject gets all the columns that a short name leaves"""
    subject = 'auth0|' + 'f' * 60
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        tessera.do('login', 'Work')
    path, = glob.glob(f'{tessera.data}/tessera/*.state')
    with open(path, encoding='utf-8') as file:
        state = file.read()
    with open(path, 'w', encoding='utf-8') as file:
        file.write(re.sub('^(PersonName|Email)=.*\n', '', state, flags=re.M).replace('zoe-1', subject))
    line, = bare(seen(tessera, 'status', columns=80)).splitlines()
    equal((width(line), line[-1], line[:6]), (80, '…', 'Work  '))
    holds(line, subject[:40])
    holds(bare(seen(tessera, 'status', columns=120)), subject)
    lacks(bare(seen(tessera, 'status', columns=40)), 'auth0')


def hints(tessera):
    """what to do next is told to a person at a terminal, and not to a script"""
    equal(seen(tessera, 'list'), seen(tessera, 'status'))
    holds(seen(tessera, 'list'), 'tessera add')
    equal((tessera.do('list'), tessera.do('status')), ('', ''))
    tessera.add('Work')
    equal(tessera.fail(3, 'token', 'Work'), '“Work” is not signed in.')
    equal(seen(tessera, 'token', 'Work'), 'tessera: “Work” is not signed in.\nSign in: “tessera login Work”.\n')
    lacks(seen(tessera, 'token', 'Work', '--json'), 'tessera: ')


def inspect(tessera):
    """inspect says to a person at a terminal that it waits, and takes what is pasted"""
    jwt = 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZQ.AA'
    with Terminal(tessera, 'inspect') as terminal:
        terminal.wait_for('Ctrl-D')
        terminal.type(f'{jwt}\n\x04')
        status, said = terminal.end()
    equal(status, 0)
    holds(said, '"payload" : "Example"')
    lacks(tessera.do('inspect', typed=jwt), 'Ctrl-D')


def interrupt(tessera):
    """login says the link to who waits at a terminal, and Ctrl-C there ends it"""
    with Provider(tessera) as provider, Browser(tessera, 'ignore') as browser:
        tessera.add(issuer=provider.issuer)
        with Terminal(tessera, 'login', 'Work') as terminal:
            terminal.wait_for('go to:\nhttp')
            address = browser.started()['address']
            terminal.wait_for(address)
            terminal.type('\x03')
            status, said = terminal.end()
        equal(status, 4)
        holds(said, 'tessera: The sign-in was cancelled.\n')
        equal(is_open(redirect_port(address)), False)
        is_signed_out(tessera)


def signed_in(tessera):
    """login ends with a line for a person at a terminal: as whom, and until when"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        said = seen(tessera, 'login', 'Work')
        equal(bool(re.search(r'\nSigned in to Work as zoe@example\.org until (tomorrow )?\d\d:\d\d\.\n$', said)),
              True)
        lacks(seen(tessera, 'login', 'Work', '--json'), 'Signed in to')
        done = tessera.run('login', 'Work')
        equal((done.returncode, done.stdout, done.stderr), (0, '', ''))
        account, = tessera.ask('status')['accounts']
        equal((account['person_name'], account['email']), ('Zoë O’Hara', 'zoe@example.org'))


def reminder(tessera):
    """who waits long for the browser is told once what to look at, with the redirect URI"""
    with Provider(tessera) as provider, Browser(tessera, 'ignore'):
        tessera.add(issuer=provider.issuer)
        with Terminal(tessera, 'login', 'Work', '--timeout', '3') as terminal:
            status, said = terminal.end()
        equal(status, 4)
        said = ' '.join(said.split())
        equal(said.count('compare the client ID “tessera-demo” with the registered one, and register http://127.0.0.1/ as a redirect URI.'), 2)
        holds(said, 'Then sign in again: “tessera login Work”.')
        lacks(tessera.run('login', 'Work', '--timeout', '3').stderr, 'compare')


def slow_provider(tessera):
    """who waits for the provider itself is told so, on a terminal alone"""
    with Provider(tessera, faults=['metadata-hang']) as provider:
        tessera.add(issuer=provider.issuer)
        with Terminal(tessera, 'login', 'Work') as terminal:
            terminal.wait_for('Looking for the provider…')
            terminal.type('\x03')
            equal(terminal.end()[0], 4)
        lacks(tessera.run('login', 'Work', '--timeout', '3').stderr, 'Looking for')


def denied(tessera):
    """a person who said no is told how to say yes, without the step's name"""
    with Provider(tessera) as provider, Browser(tessera, 'ignore') as browser:
        tessera.add(issuer=provider.issuer)
        with Terminal(tessera, 'login', 'Work') as terminal:
            asked = urllib.parse.parse_qs(urllib.parse.urlparse(browser.started()['address']).query)
            answer = urllib.parse.urlencode({'error': 'access_denied', 'state': asked['state'][0],
                                             'error_description': 'The user said no.', 'iss': provider.issuer})
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            threading.Thread(target=opener.open, args=(f"{asked['redirect_uri'][0]}?{answer}",), daemon=True).start()
            status, said = terminal.end()
        equal(status, 5)
        holds(said, 'tessera: The provider refused: The user said no (access_denied)\nAllow access when the browser asks for it.')
        lacks(said, 'Waiting for the browser: ')


def client_secret(tessera):
    """a client secret that is typed is not shown, and Ctrl-C instead of it adds nothing"""
    arguments = ('--issuer', 'https://x.example', '--client-id', 'x', '--client-secret-stdin')
    for typed, status in (('hidden-secret\n', 0), ('half\x03', 4)):
        with Terminal(tessera, 'add', f'Work {status}', *arguments) as terminal:
            terminal.wait_for('Client secret: ')
            equal(terminal.echoes(), False)
            terminal.type(typed)
            ended, said = terminal.end()
            equal(ended, status)
            lacks(said, 'hidden-secret', 'half')
    equal(tessera.do('list'), 'Work 0\n')


def echo_afterwards(tessera):
    """after a secret was typed, or not, a shell shows again what is typed"""
    script = ('trap : INT; "$0" add X --issuer https://x.example --client-id x '
              '--client-secret-stdin; echo ended; read -r line; echo "it was $line"')
    for typed in ('hidden-secret\n', '\x03', '\x04'):
        with Terminal(tessera, script=script) as terminal:
            terminal.wait_for('Client secret: ')
            terminal.type(typed)
            terminal.wait_for('ended\n')
            equal(terminal.echoes(), True)
            terminal.type('something\n')
            holds(terminal.end()[1], 'it was something')
        tessera.run('remove', 'X')


def wraps(tessera):
    """sentences are broken at words on a terminal, never within a command to type, and nowhere else"""
    tessera.add('Work')
    tessera.add('My other account')
    for columns in (40, 60, 80):
        said = seen(tessera, 'token', 'My other account', columns=columns).replace('\r', '')
        holds(said, '“tessera login \'My other account\'”')
        for line in said.splitlines():
            equal((line, width(line) <= max(columns, len('“tessera login \'My other account\'”.'))), (line, True))
            equal(line, line.strip())
        equal(' '.join(said.split()), ' '.join(seen(tessera, 'token', 'My other account', columns=999).split()))
    said = seen(tessera, 'add', 'Long', '--preset', 'auth0', '--set', 'domain=acme.eu.auth0.com', '--client-id', 'x')
    equal(max(width(line) for line in said.splitlines()) <= 80, True)
    holds(' '.join(said.split()), 'so that the browser can return after you sign out.')
    equal(len(tessera.do('add', 'Piped', '--preset', 'auth0', '--set', 'domain=acme.eu.auth0.com', '--client-id',
                         'x').splitlines()), 3)
    equal(tessera.fail(3, 'token', 'Work').count('\n'), 0)


def help_fits(tessera):
    """--help fits into 80 columns"""
    for line in ([], *([command] for command in read_commands(tessera))):
        for text in tessera.do(*line, '--help').splitlines():
            equal((text, width(text) < 80), (text, True))


run(colours, warning_colour, columns, long_subject, hints, inspect, interrupt, signed_in, reminder, slow_provider, denied,
    client_secret, echo_afterwards, wraps, help_fits)
