#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera token, status and logout, of a session that is not renewed."""

import base64
import json
import os
import subprocess
import threading

from installed import PATIENCE
from sign_in import HERE, Browser, Provider, list_secrets, wait_for
from tap import equal, holds, lacks, run


def claims(token):
    part = token.split('.')[1]
    return json.loads(base64.urlsafe_b64decode(part + '=' * (-len(part) % 4)))


def sign_in(tessera, provider, name='Work', *options):
    """Without offline_access: nothing renews this session."""
    tessera.add(name, '--scope', 'openid', '--scope', 'profile', *options, issuer=provider.issuer)
    tessera.do('login', name)


def output_of_token(tessera):
    """token prints the access token and a newline, on stdout, and nothing else"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        done = tessera.run('token', 'Work')
        token, end = done.stdout.split('\n')
        equal((done.returncode, done.stderr, end), (0, '', ''))
        equal(claims(token)['iss'], provider.issuer)
        answer = tessera.ask('token', 'Work')
        equal((sorted(answer), answer['access_token']),
              (['access_token', 'expires_at', 'expires_in'], token))
        equal(answer['expires_at'], tessera.ask('status', 'Work')['accounts'][0]['expires_at'])


def closed_output(tessera):
    """with standard output closed the token goes nowhere, and not into the keyring's connection"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        for redirection in ('>&-', '<&- >&-', '<&- >&- 2>&-', '>/dev/full'):
            done = subprocess.run(['sh', '-c', f'exec "$0" token Work {redirection}', tessera.program],
                                  env=tessera.environment, capture_output=True, text=True, check=False)
            equal((redirection, done.returncode, done.stdout), (redirection, 1, ''))
        equal(tessera.do('token', 'Work').count('\n'), 1)


def id_token(tessera):
    """--id-token prints the ID token, and is exit 3 where the provider gave none"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        token = tessera.do('token', 'Work', '--id-token')
        equal((token.count('\n'), claims(token)['aud']), (1, 'tessera-demo'))
        answer = tessera.ask('token', 'Work', '--id-token')
        equal((answer.pop('expires_in') <= 3600, answer),
              (True, {'id_token': token.strip(), 'expires_at': claims(token)['exp']}))
        tessera.add('Plain', '--scope', 'demo:read', issuer=provider.issuer)
        tessera.do('login', 'Plain')
        equal(tessera.error(3, 'token', 'Plain', '--id-token')['id'], 'no_id_token')
        tessera.fail(3, 'token', 'Plain', '--id-token')
        equal(tessera.do('token', 'Plain').count('\n'), 1)


def header(tessera):
    """--header prints the whole header, as curl -H @- wants it"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        for options in ((), ('--id-token',)):
            token = tessera.do('token', 'Work', *options).strip()
            equal(tessera.do('token', '--header', *options), f'Authorization: Bearer {token}\n')
            equal(tessera.ask('token', '--header', *options)['header'], f'Authorization: Bearer {token}')


def expiry(tessera):
    """once the token is over, token is exit 3, and status says so"""
    with Provider(tessera, '--lifetime', '3') as provider, Browser(tessera):
        sign_in(tessera, provider)
        valid = ('token', 'Work')
        wait_for('the end of the token', lambda: tessera.run(*valid).returncode)
        error = tessera.error(3, *valid)
        equal((error['id'] in ('not_signed_in', 'session_ended'), 'hint' in error), (True, True))
        lacks(tessera.fail(3, *valid), 'eyJ')
        # The ID token goes by its own exp, a moment later.
        wait_for('the end of the ID token', lambda: tessera.run(*valid, '--id-token').returncode)
        done = tessera.run(*valid, '--id-token')
        equal((done.returncode, done.stdout), (3, ''))
        account, = tessera.ask('status', 'Work')['accounts']
        equal((account['state'], account['expires_in'], account['renewable']), ('expired', 0, False))
        holds(tessera.do('status'), 'Session ended')


def last_minute(tessera):
    """the last minute of a token that nothing renews counts, unless more was asked for"""
    with Provider(tessera, '--lifetime', '50') as provider, Browser(tessera):
        sign_in(tessera, provider)
        for option in ((), ('--id-token',)):
            equal(tessera.do('token', 'Work', *option).count('\n'), 1)
            equal(tessera.do('token', 'Work', *option, '--min-validity', '0').count('\n'), 1)
            tessera.fail(3, 'token', 'Work', *option, '--min-validity', '60')


def unknown_lifetime(tessera):
    """a token of unknown lifetime counts as valid, and status knows no time"""
    with Provider(tessera, faults=['token-expires-in-missing']) as provider, Browser(tessera):
        sign_in(tessera, provider)
        equal(list(tessera.ask('token', 'Work', '--min-validity', '1000000')), ['access_token'])
        account, = tessera.ask('status', 'Work')['accounts']
        equal((account['state'], 'expires_at' in account, 'expires_in' in account),
              ('signed-in', False, False))
        equal(tessera.do('status').split('  ')[1], 'Signed in')


def senseless_lifetime(tessera):
    """expires_in of 0 or below is an unknown lifetime: token prints it, and renews nothing each time"""
    with Provider(tessera) as provider, Browser(tessera):
        for fault in ('token-expires-in-zero', 'token-expires-in-negative'):
            provider.break_rule(fault)
            tessera.add('Work', issuer=provider.issuer)
            tessera.do('login', 'Work')
            before = provider.requests('/token')
            printed = {tessera.do('token', 'Work') for _ in range(3)}
            equal((fault, len(printed), provider.requests('/token')), (fault, 1, before))
            account, = tessera.ask('status', 'Work')['accounts']
            equal((account['state'], account['renewable'], 'expires_in' in account),
                  ('signed-in', True, False))
            tessera.do('refresh', 'Work')
            equal(tessera.do('token', 'Work') in printed, False)
            tessera.do('remove', 'Work')


def states(tessera):
    """status tells of every account, or of one, who is signed in and for how long"""
    with Provider(tessera, '--lifetime', '7260') as provider, Browser(tessera):
        sign_in(tessera, provider)
        tessera.add('Home', issuer=provider.issuer)
        work, home = tessera.ask('status')['accounts']
        equal(home, {'name': 'Home', 'state': 'signed-out', 'renewable': False})
        equal((work['name'], work['state'], work['subject'], work['renewable']),
              ('Work', 'signed-in', 'zoe-1', False))
        equal(7000 < work['expires_in'] <= 7260, True)
        equal(tessera.ask('status', 'Home'), {'accounts': [home]})
        lines = tessera.do('status').splitlines()
        equal(lines[1].split(), ['Home', 'Not', 'signed', 'in'])
        equal(lines[0].split('  ')[0::2], ['Work', 'Zoë O’Hara'])
        equal(tessera.do('status', 'Work').splitlines(), lines[:1])


def no_token_elsewhere(tessera):
    """status, list, show and the files beside the keyring hold no token"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        tessera.do('login', 'Work')
        secrets = [tessera.do('token', 'Work').strip(), tessera.do('token', 'Work', '--id-token').strip()]
        parts = [part for secret in secrets for part in secret.split('.')[1:]]
        for command in ('status', 'list', 'show Work', 'logout Work'):
            lacks(tessera.do(*command.split()), *parts, 'eyJ')
        for command in ('status', 'list', 'show Work'):
            lacks(json.dumps(tessera.ask(*command.split())), *parts, 'eyJ')
        for directory, _, names in os.walk(tessera.home):
            # What the robot was shown is not Tessera's.
            for name in names if not directory.endswith('/robot') else []:
                with open(os.path.join(directory, name), encoding='latin-1') as file:
                    lacks(file.read(), *parts, 'eyJ')


def logout(tessera):
    """logout forgets the tokens, and of an account that is signed out it is exit 0 too"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        account = tessera.ask('show', 'Work')['id']
        equal(list_secrets(account), ['tokens'])
        equal(tessera.do('logout', 'Work'), '')
        equal(list_secrets(account), [])
        equal(tessera.error(3, 'token', 'Work')['id'], 'not_signed_in')
        equal(tessera.ask('status', 'Work')['accounts'][0]['state'], 'signed-out')
        for _ in range(2):
            answer = tessera.ask('logout', 'Work')
            equal((answer['name'], answer['state']), ('Work', 'signed-out'))
        tessera.do('login', 'Work')
        tessera.do('token', 'Work')


def changed_account(tessera):
    """a token is not given out for an account that since names another issuer or client"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        with open(tessera.accounts_conf, encoding='utf-8') as file:
            text = file.read()
        for old, new in ((f'Issuer={provider.issuer}', 'Issuer=https://other.example'),
                         ('ClientId=tessera-demo', 'ClientId=other')):
            holds(text, old)
            with open(tessera.accounts_conf, 'w', encoding='utf-8') as file:
                file.write(text.replace(old, new))
            equal(tessera.error(3, 'token', 'Work')['id'], 'not_signed_in')
        with open(tessera.accounts_conf, 'w', encoding='utf-8') as file:
            file.write(text)
        tessera.do('token', 'Work')


def started_in_a_snap(tessera):
    """in the terminal of a snap (SNAP_NAME) the session is in the keyring of the desktop all the same"""
    portal = subprocess.Popen([os.path.join(HERE, 'silent-portal.py')], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True)
    with portal, Provider(tessera) as provider, Browser(tessera) as browser:
        equal(portal.stdout.readline(), 'ready\n')
        sign_in(tessera, provider)
        token = tessera.do('token', 'Work')
        asking = tessera.start('token', 'Work', environment={'SNAP_NAME': 'x'})
        threading.Thread(target=lambda: portal.stdout.readline() and asking.kill(), daemon=True).start()
        equal((asking.communicate(timeout=PATIENCE), asking.returncode), ((token, ''), 0))
        browser.forget()
        tessera.do('login', 'Work', SNAP_NAME='x')
        equal(list_secrets(tessera.ask('show', 'Work')['id']), ['tokens'])
        equal(tessera.do('token', 'Work', SNAP_NAME='x') == token, False)
        portal.stdin.close()


def removal(tessera):
    """remove takes the tokens along"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        account = tessera.ask('show', 'Work')['id']
        tessera.do('remove', 'Work')
        equal(list_secrets(account), [])
        equal([name for _, _, names in os.walk(tessera.data) for name in names
               if name.endswith('.state')], [])


run(output_of_token, closed_output, id_token, header, expiry, last_minute, unknown_lifetime,
    senseless_lifetime, states,
    no_token_elsewhere, logout, changed_account, started_in_a_snap, removal)
