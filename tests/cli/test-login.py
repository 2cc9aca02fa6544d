#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera login: through a browser that GIO starts, without one, and how it ends early."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

from sign_in import (Browser, Provider, free_port, is_open, is_signed_out, list_secrets,
                     redirect_port, wait_for)
from tap import equal, holds, lacks, run

PERSON = 'Zoë O’Hara'

# Follows the link of its argument to where it ends, and prints the status and what it is shown.
STRANGER = '''import sys, urllib.error, urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try:
    answer = opener.open(sys.argv[1], timeout=120)
except urllib.error.HTTPError as error:
    answer = error
print(answer.status, answer.read().decode())
'''
NOBODY = 65534


def link_of(login):
    """The line that a login with --no-browser says."""
    line = login.stderr.readline()
    equal(re.fullmatch(r'http://127\.0\.0\.1:\d+/authorize\?\S+\n', line) is not None, True)
    return line.strip()


def follow(link):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(link, timeout=120) as answer:
        return answer.read().decode()


def through_a_browser(tessera):
    """login opens the default browser, says nothing, and the token is one that the provider takes"""
    with Provider(tessera) as provider, Browser(tessera) as browser:
        tessera.add(issuer=provider.issuer)
        equal(tessera.do('login', 'Work'), '')
        holds(browser.page(), 'You are signed in to Work')
        account, = tessera.ask('status', 'Work')['accounts']
        equal(account['state'], 'signed-in')
        token = tessera.do('token', 'Work')
        equal(token.count('\n'), 1)
        holds(provider.get('/userinfo', Authorization=f'Bearer {token.strip()}'), account['subject'])
        equal(is_open(redirect_port(browser.started()['address'])), False)


def in_json(tessera):
    """login --json says who was signed in and until when"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        answer = tessera.ask('login', 'Work')
        account, = tessera.ask('status', 'Work')['accounts']
        equal((answer['name'], answer['state'], answer['subject'], answer['expires_at']),
              ('Work', 'signed-in', account['subject'], account['expires_at']))
        lacks(str(answer), 'token')


def without_a_browser(tessera):
    """--no-browser opens none, and says the link and nothing else, on stderr"""
    with Provider(tessera) as provider, Browser(tessera) as browser:
        tessera.add(issuer=provider.issuer)
        login = tessera.start('login', 'Work', '--no-browser')
        holds(follow(link_of(login)), 'You are signed in to Work')
        equal((*login.communicate(timeout=120), login.returncode), ('', '', 0))
        equal(browser.was_started(), False)


def without_waiting(tessera):
    """$(tessera login) does not wait for the browser to quit, and the browser outlives it"""
    with Provider(tessera) as provider, Browser(tessera, 'stay') as browser:
        tessera.add(issuer=provider.issuer)
        done = subprocess.run(['sh', '-c', f'said=$("{tessera.program}" login Work 2>&1); '
                               'echo "$? [$said]"'], env=tessera.environment, capture_output=True,
                              text=True, timeout=120, check=False)
        equal((done.stdout, done.stderr), ('0 []\n', ''))
        browser.page()
        robot = browser.started()
        os.kill(robot['pid'], 0)
        equal((robot['output'], robot['session'] == os.getsid(0)), (['/dev/null'] * 2, False))


def cancelled(tessera):
    """Ctrl-C is exit 4: the port is closed, the browser lives on, and nothing was stored"""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with Provider(tessera, faults=['authorize-hang']) as provider, \
                Browser(tessera, 'stay') as browser:
            tessera.add(str(number), issuer=provider.issuer)
            login = tessera.start('login', str(number), start_new_session=True)
            robot = browser.started()
            port = redirect_port(robot['address'])
            equal(is_open(port), True)
            # As a terminal does it: to the whole process group.
            os.killpg(login.pid, number)
            output, said = login.communicate(timeout=120)
            equal((login.returncode, output, said), (4, '', 'tessera: The sign-in was cancelled.\n'))
            equal(is_open(port), False)
            os.kill(robot['pid'], 0)
            is_signed_out(tessera, str(number))


def cancelled_while_exchanging(tessera):
    """Ctrl-C while the provider is asked for the tokens stores nothing either"""
    with Provider(tessera, faults=['token-hang']) as provider, Browser(tessera) as browser:
        tessera.add(issuer=provider.issuer)
        login = tessera.start('login', 'Work', '--json')
        wait_for('the token request', lambda: provider.requests('/token'))
        login.send_signal(signal.SIGINT)
        output, said = login.communicate(timeout=120)
        equal((login.returncode, said), (4, ''))
        holds(output, '"cancelled"')
        holds(browser.page(), 'cancelled')
        is_signed_out(tessera)


def another_user(tessera):
    """the answer that another user of the machine brings is refused, and the person’s own still taken"""
    with Provider(tessera) as provider:
        tessera.add(issuer=provider.issuer)
        login = tessera.start('login', 'Work', '--no-browser')
        link = link_of(login)
        # He read the link in the process list, and signs in as himself.
        seen = subprocess.run([sys.executable, '-I', '-c', STRANGER, link], user=NOBODY, group=NOBODY,
                              extra_groups=[], cwd='/', capture_output=True, text=True, timeout=120,
                              check=True).stdout
        equal(seen[:4], '403 ')
        lacks(seen, 'You are signed in')
        equal((provider.requests('/authorize'), provider.requests('/token')), (1, 0))
        equal(login.poll(), None)
        holds(follow(link), 'You are signed in to Work')
        equal((*login.communicate(timeout=120), login.returncode), ('', '', 0))
        equal((provider.requests('/authorize'), provider.requests('/token')), (2, 1))


def another_user_says_no(tessera):
    """an error that another user of the machine brings does not end the login either"""
    with Provider(tessera, faults=['authorize-error']) as provider:
        tessera.add(issuer=provider.issuer)
        login = tessera.start('login', 'Work', '--no-browser')
        link = link_of(login)
        seen = subprocess.run([sys.executable, '-I', '-c', STRANGER, link], user=NOBODY, group=NOBODY,
                              extra_groups=[], cwd='/', capture_output=True, text=True, timeout=120,
                              check=True).stdout
        equal((seen[:4], login.poll()), ('403 ', None))
        provider.break_rule()
        holds(follow(link), 'You are signed in to Work')
        login.communicate(timeout=120)
        equal(login.returncode, 0)


def max_age(tessera):
    """with max_age a login that the ID token does not date, or dates too early, is exit 6"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add('Fresh', '--auth-param', 'max_age=300', issuer=provider.issuer)
        tessera.add('Any', issuer=provider.issuer)
        tessera.add('Long ago', '--auth-param', 'max_age=3600', issuer=provider.issuer)
        for fault in ('id-token-auth-time-missing', 'id-token-auth-time-old'):
            provider.break_rule(fault)
            error = tessera.error(6, 'login', 'Fresh')
            equal(error['id'], 'invalid_claims')
            holds(error['message'], 'max_age')
            is_signed_out(tessera, 'Fresh')
            tessera.do('login', 'Any')
        # Ten minutes are young enough for an hour.
        tessera.do('login', 'Long ago')
        provider.break_rule()
        tessera.do('login', 'Fresh')


def deadline(tessera):
    """--timeout ends a login that nobody answers: exit 4, the port closed, nothing stored"""
    with Provider(tessera) as provider, Browser(tessera, 'ignore') as browser:
        tessera.add(issuer=provider.issuer)
        equal(tessera.error(4, 'login', 'Work', '--timeout', '1')['id'], 'deadline')
        equal(is_open(redirect_port(browser.started()['address'])), False)
        holds(tessera.fail(4, 'login', 'Work', '--timeout=1'), '1 second')
        is_signed_out(tessera)


def again(tessera):
    """a second login replaces the first one's tokens; one that fails leaves them"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        tessera.do('login', 'Work')
        first = tessera.do('token', 'Work')
        tessera.do('login', 'Work')
        second = tessera.do('token', 'Work')
        equal(first == second, False)
        provider.break_rule('token-error-invalid-grant')
        tessera.fail(5, 'login', 'Work')
        equal(tessera.do('token', 'Work'), second)
        equal(list_secrets(tessera.ask('show', 'Work')['id']), ['tokens'])


def port_in_use(tessera):
    """a port in use is exit 1 and named; with another redirect URI to try, the next one is taken"""
    with Provider(tessera) as provider, Browser(tessera) as browser, \
            socket.create_server(('127.0.0.1', 0)) as other:
        port = other.getsockname()[1]
        tessera.add('Fixed', '--redirect-uri', f'http://127.0.0.1:{port}/', issuer=provider.issuer)
        equal(tessera.fail(1, 'login', 'Fixed'), f'Port {port} is in use by another program.')
        equal(tessera.error(1, 'login', 'Fixed')['id'], 'port_in_use')
        equal(browser.was_started(), False)
        second = free_port()
        tessera.add('Two', '--redirect-uri', f'http://127.0.0.1:{port}/',
                    '--redirect-uri', f'http://127.0.0.1:{second}/', issuer=provider.issuer)
        tessera.do('login', 'Two')
        equal(redirect_port(browser.started()['address']), second)


def no_browser(tessera):
    """without a browser login is exit 1, and says so"""
    with Provider(tessera) as provider:
        tessera.add(issuer=provider.issuer)
        tessera.environment['XDG_DATA_DIRS'] = '/nonexistent'
        holds(tessera.fail(1, 'login', 'Work'), 'browser')
        equal(tessera.error(1, 'login', 'Work')['id'], 'no_browser')
        is_signed_out(tessera)


def browser_that_fails(tessera):
    """off a terminal a browser that ends at once, as without a display, ends login at once"""
    with Provider(tessera) as provider, Browser(tessera, 'fail'):
        tessera.add(issuer=provider.issuer)
        holds(tessera.fail(1, 'login', 'Work'), 'The browser could not be opened')
        equal(tessera.error(1, 'login', 'Work')['id'], 'no_browser')
        holds(tessera.fail(1, 'login', 'Work', BROWSER='false'), 'The browser could not be opened')
        is_signed_out(tessera)


def client_secret(tessera):
    """a client secret comes in by standard input, is kept, and is what the provider wants"""
    with Provider(tessera, '--confidential') as provider, Browser(tessera) as browser:
        tessera.add('Without', issuer=provider.issuer)
        tessera.fail(5, 'login', 'Without')
        ids = []
        for kind in ('', 'basic', 'post'):
            options = ['--client-auth', kind] if kind else []
            name = f'Work {kind}'.strip()
            tessera.do('add', name, '--issuer', provider.issuer, '--client-id', 'tessera-demo',
                       '--client-secret-stdin', *options, typed='demo-secret\nsecond line\n')
            tessera.do('login', name)
            lacks(tessera.do('show', name) + tessera.do('show', name, '--json'), 'demo-secret')
            ids.append(tessera.ask('show', name)['id'])
            equal(list_secrets(ids[-1]), ['client-secret', 'tokens'])
        with open(tessera.accounts_conf, encoding='utf-8') as file:
            lacks(file.read(), 'demo-secret')
        lacks(str(browser.started()), 'demo-secret')
        tessera.do('logout', 'Work')
        equal(list_secrets(ids[0]), ['client-secret'])
        for account, name in zip(ids, ('Work', 'Work basic', 'Work post')):
            tessera.do('remove', name)
            equal(list_secrets(account), [])


def no_client_secret(tessera):
    """--client-secret-stdin without a secret is exit 2, and no account is added"""
    for typed in ('', '\n', '\r\n', 'x' * 5000):
        error = tessera.error(2, 'add', 'X', '--issuer', 'https://x.example', '--client-id', 'x',
                              '--client-secret-stdin', typed=typed)
        equal(error['id'], 'usage')
    equal(tessera.do('list'), '')


run(through_a_browser, in_json, without_a_browser, without_waiting, cancelled,
    cancelled_while_exchanging, max_age, deadline, again, port_in_use, no_browser, browser_that_fails, client_secret,
    no_client_secret,
    # Only root can be another user for a moment.
    *([another_user, another_user_says_no] if os.geteuid() == 0 else []))
