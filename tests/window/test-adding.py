#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts are added in the window: who the provider is, what it gave, and what it has to be told.

test-adding.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

import fcntl
import json
import os
import subprocess

from stage import equal, lacks, run, wait_for

# The discard port, where nobody listens.
NOWHERE = 'http://127.0.0.1:9'


def show(stage, name):
    return json.loads(stage.person.check_tessera('show', name, '--json'))


def names(stage):
    accounts = json.loads(stage.person.check_tessera('list', '--json'))['accounts']
    return [account['name'] for account in accounts]


def accounts_file(stage):
    return os.path.join(stage.person.environment['XDG_CONFIG_HOME'], 'tessera/accounts.conf')


def open_settings(stage, window):
    stage.press('ctrl+e')
    window.wait_for('Account Settings')
    window.find('Save')


def adds_the_first(stage):
    """the first account is added by the dialog, which tries its issuer while it is typed"""
    provider = stage.provider()
    provider.break_rule('metadata-hang')
    window = stage.person.open_window()
    window.wait_for('Add an Account')
    window.wait_for('and gets you access tokens')
    stage.picture('no-account')
    stage.press('Return')
    window.wait_for('Amazon Cognito')
    stage.picture('add-who')
    stage.type('nobody')
    wait_for('the list to be searched', lambda: not window.has('Amazon Cognito'))
    stage.press('Return')
    window.wait_for('exactly as the provider gives it')
    stage.picture('form-empty')
    stage.type(provider.issuer)
    window.wait_for('Looking for the provider…')
    stage.picture('form-trying')
    provider.break_rule('metadata-missing')
    stage.type('/elsewhere')
    window.wait_for('publishes no provider metadata')
    stage.picture('form-bad')
    provider.break_rule()
    stage.press(*['BackSpace'] * len('/elsewhere'))
    window.wait_for('Found 127.0.0.1. It supports OpenID Connect.')
    stage.picture('form-good')
    stage.press('Tab')
    stage.type('tessera-demo')
    stage.press('Tab', 'Tab', 'ctrl+a')
    stage.type('Work')
    stage.press('Tab', 'Return')
    window.wait_for('Another Redirect URI')
    stage.press('Tab')
    stage.type('openid profile demo:read')
    stage.press('Return')
    window.wait_for('Register a native application')
    stage.picture('add-tell')
    window.click('Add')
    window.find('Sign In')
    window.wait_for('Not signed in')
    window.wait_for('Work')
    stage.picture('signed-out')
    account = show(stage, 'Work')
    equal('the account', (account['issuer'], account['client_id'], account['scopes']),
          (provider.issuer, 'tessera-demo', ['openid', 'profile', 'demo:read']))
    stage.close(window)


def signs_in_with_a_preset(stage):
    """with the keyboard alone: a preset is searched for, filled in, added, and signed in to"""
    stage.use_browser()
    provider = stage.provider('--auto')
    window = stage.person.open_window()
    window.wait_for('Add an Account')
    stage.press('Return')
    window.wait_for('Amazon Cognito')
    stage.type('pocket')
    stage.press('Return')
    window.wait_for('Server address')
    stage.type(f'{provider.issuer}/')
    stage.press('Tab')
    stage.type('tessera-demo')
    window.wait_for('Found 127.0.0.1')
    stage.picture('add-given')
    stage.press('Return')
    window.wait_for('Redirect URI to register')
    stage.press('Return')
    window.wait_for('Zoë O’Hara')
    [name] = names(stage)
    account = show(stage, name)
    equal('the account', (name, account['issuer'], account['preset']),
          ('Pocket ID – 127.0.0.1', provider.issuer, 'pocket-id'))
    stage.close(window)


def waits_for_lock(window):
    with open('/proc/locks', encoding='ascii') as f:
        return any(int(line.split()[5]) == window.process.pid for line in f if '->' in line)


def is_not_frozen(stage):
    """while another program has accounts.conf, the dialog that saves is alive, and Escape leaves it"""
    window = stage.person.open_window()
    window.wait_for('Add an Account')
    folder = os.path.join(stage.person.environment['XDG_DATA_HOME'], 'tessera')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'accounts.lock'), 'w', encoding='ascii') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stage.begin_adding(window)
        stage.type(NOWHERE)
        stage.press('Tab')
        stage.type('tessera-demo')
        stage.press('Return')
        window.click('Add')
        wait_for('the lock to be waited for', lambda: waits_for_lock(window))
        stage.leave(window, 'Add and Sign In')
        window.wait_for('Add an Account')
    equal('the accounts', names(stage), [])
    stage.close(window)


def says_what_is_missing(stage):
    """the dialog says what is missing or taken, and goes on"""
    stage.add('Work', NOWHERE)
    window = stage.person.open_window()
    stage.begin_adding(window)
    stage.press('Return')
    window.wait_for('An account needs a name.')
    stage.picture('form-invalid')
    # The keyboard is there already.
    stage.type('Work')
    wait_for('the notice to go', lambda: not window.has('An account needs a name.'))
    stage.press('shift+Tab', 'shift+Tab', 'shift+Tab')
    stage.type(NOWHERE)
    stage.press('Return')
    window.wait_for('An account needs a client ID from the provider.')
    stage.type('other')
    window.click('Next')
    window.wait_for('The account “Work” already exists.')
    equal('the accounts', names(stage), ['Work'])
    stage.leave(window, 'Next')
    equal('the accounts', names(stage), ['Work'])
    stage.close(window)


def tells_the_redirect_uri(stage):
    """the dialog shows, and copies, the redirect URI to register"""
    window = stage.person.open_window()
    stage.begin_adding(window, 'auth0')
    stage.type('acme.eu.auth0.com')
    stage.press('Tab')
    stage.type('Xa3dk2')
    stage.press('Return')
    window.wait_for('http://localhost:6363/')
    window.wait_for('Allowed Logout URLs')
    stage.picture('add-tell-auth0')
    window.click('Copy Redirect URI to register')
    wait_for('the clipboard', lambda: stage.screen.clipboard() == 'http://localhost:6363/')
    window.wait_for('Redirect URI to register copied')
    stage.leave(window, 'Add and Sign In')
    stage.close(window)


def keeps_a_client_secret(stage):
    """a client secret goes to the keyring, and neither into the file nor back into the settings"""
    window = stage.person.open_window()
    stage.begin_adding(window)
    stage.type(NOWHERE)
    stage.press('Tab')
    stage.type('client')
    stage.press('Tab', 'Return')
    window.wait_for('Client Authentication')
    stage.press('Tab')
    stage.picture('form-secret')
    stage.type('sesame')
    stage.press('Return')
    window.click('Add')
    window.find('Sign In')
    [name] = names(stage)
    found = subprocess.run(['secret-tool', 'lookup', 'account', show(stage, name)['id'],
                            'kind', 'client-secret'], capture_output=True, text=True, check=True)
    equal('the secret', found.stdout, 'sesame')
    with open(accounts_file(stage), encoding='utf-8') as f:
        equal('the secret in the file', 'sesame' in f.read(), False)
    open_settings(stage, window)
    lacks(window, 'sesame')
    stage.close(window)


run(adds_the_first, signs_in_with_a_preset, is_not_frozen, says_what_is_missing,
    tells_the_redirect_uri, keeps_a_client_secret)
