#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera logout: here, at the provider, and what it says where the provider does not play along."""

import json
import re
import signal

from pseudo_terminal import Terminal
from sign_in import Browser, Provider, free_port, is_signed_out, list_secrets, wait_for
from tap import equal, holds, lacks, run


def sign_in(tessera, provider):
    tessera.add(issuer=provider.issuer)
    tessera.do('login', 'Work')
    return [tessera.do('token', 'Work', *option).strip() for option in ((), ('--id-token',))]


def everywhere(tessera):
    """logout revokes both tokens, ends the session in the browser, and says nothing"""
    with Provider(tessera) as provider, Browser(tessera) as browser:
        secrets = sign_in(tessera, provider)
        browser.forget()
        equal(list_secrets(tessera.ask('show', 'Work')['id']), ['tokens'])
        equal(tessera.do('logout', 'Work'), '')
        equal((provider.requests('/revoke'), provider.requests('/logout')), (2, 1))
        # The ID token goes to the provider with the browser, and not through its arguments.
        lacks(browser.started()['address'], *secrets, 'eyJ')
        is_signed_out(tessera)


def again(tessera):
    """of an account that is signed out logout is exit 0, and contacts nobody"""
    with Provider(tessera) as provider, Browser(tessera) as browser:
        tessera.add(issuer=provider.issuer)
        for _ in range(2):
            equal(tessera.ask('logout', 'Work'), {'name': 'Work', 'state': 'signed-out'})
        equal((json.loads(provider.get('/-/log')), browser.was_started()), ([], False))


def warned(tessera):
    """what could not be revoked is one sentence on stderr, and a warning in JSON; exit 0"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        for fault in ('revoke-error-500', 'revoke-refused', 'revoke-reset'):
            provider.break_rule()
            tessera.do('login', 'Work')
            provider.break_rule(fault)
            said = tessera.fail(0, 'logout', 'Work')
            is_signed_out(tessera)
            provider.break_rule()
            tessera.do('login', 'Work')
            provider.break_rule(fault)
            answer = tessera.ask('logout', 'Work')
            equal((answer['state'], answer['warning']['message']), ('signed-out', said))
            is_signed_out(tessera)


def provider_gone(tessera):
    """a provider that is not there any more keeps nobody from signing out here"""
    with Browser(tessera):
        with Provider(tessera) as provider:
            sign_in(tessera, provider)
        tessera.fail(0, 'logout', 'Work')
        is_signed_out(tessera)


def no_browser(tessera):
    """without a browser the tokens are revoked all the same, and the rest is said"""
    with Provider(tessera) as provider:
        with Browser(tessera):
            sign_in(tessera, provider)
        tessera.environment['XDG_DATA_DIRS'] = '/nonexistent'
        tessera.environment['XDG_DATA_HOME'] = tessera.data
        with open(f'{tessera.data}/applications/robot.desktop', 'w', encoding='ascii'):
            pass
        holds(tessera.fail(0, 'logout', 'Work'), 'browser')
        equal((provider.requests('/revoke'), provider.requests('/logout')), (2, 0))
        is_signed_out(tessera)


def interrupted(tessera):
    """Ctrl-C while the browser is waited for is exit 0: everything else was done"""
    with Provider(tessera, faults=['end-session-own-page']) as provider, Browser(tessera) as browser:
        sign_in(tessera, provider)
        browser.forget()
        with Terminal(tessera, 'logout', 'Work') as terminal:
            terminal.wait_for('Ctrl-C')
            holds(browser.page(), 'igned out')
            terminal.type('\x03')
            equal(terminal.end()[0], 0)
        is_signed_out(tessera)


def interrupted_before(tessera):
    """a signal while the provider is asked to revoke leaves no token here"""
    with Provider(tessera, faults=['revoke-hang']) as provider, Browser(tessera):
        sign_in(tessera, provider)
        logout = tessera.start('logout', 'Work')
        wait_for('the request', lambda: provider.requests('/revoke'))
        logout.send_signal(signal.SIGTERM)
        logout.communicate(timeout=120)
        equal(logout.returncode, 0)
        is_signed_out(tessera)


def not_registered(tessera):
    """where the provider keeps the browser logout is exit 0, and says what address to register there"""
    with Provider(tessera, '--post-logout-redirect-uri', 'http://127.0.0.1:1/') as provider, \
            Browser(tessera):
        fixed = f'http://127.0.0.1:{free_port()}/back'
        tessera.add('Open', issuer=provider.issuer)
        tessera.add('Fixed', '--redirect-uri', fixed, issuer=provider.issuer)
        for name in ('Open', 'Fixed'):
            tessera.do('login', name)
        # Both at once: each waits for the browser.
        logouts = [tessera.start('logout', 'Open', '--json'), tessera.start('logout', 'Fixed')]
        (answer, nothing), (none, said) = [logout.communicate(timeout=120) for logout in logouts]
        equal([logout.returncode for logout in logouts], [0, 0])
        equal((nothing, none, said[:9], said.count('\n')), ('', '', 'tessera: ', 1))
        holds(said, 'may still be signed in there', f'register {fixed} ')
        answer = json.loads(answer)
        equal((answer['state'], answer['warning']['id']), ('signed-out', 'not_returned'))
        holds(answer['warning']['message'], 'may still be signed in there', 'fixed port', 'register')
        seen = re.findall(r'does not accept (http://127\.0\.0\.1:\d+/):', answer['warning']['message'])
        asked = [entry for entry in json.loads(provider.get('/-/log')) if entry['path'] == '/logout']
        equal((len(seen), [entry['status'] for entry in asked]), (1, [400, 400]))
        for name in ('Open', 'Fixed'):
            is_signed_out(tessera, name)


def state_is_lost(tessera):
    """a browser that comes back without the state, or with another, ends the wait without a word"""
    with Provider(tessera) as provider:
        tessera.add(issuer=provider.issuer)
        for fault in ('end-session-no-state', 'end-session-other-state'):
            with Browser(tessera) as browser:
                tessera.do('login', 'Work')
                browser.forget()
                provider.break_rule(fault)
                equal(tessera.do('logout', 'Work'), '')
                holds(browser.page(), 'You are signed out of Work')
                provider.break_rule()
            is_signed_out(tessera)


def after_the_end(tessera):
    """of a session that has ended logout opens the provider’s sign-out with the ID token, and revokes nothing"""
    with Provider(tessera) as provider, Browser(tessera) as browser:
        sign_in(tessera, provider)
        browser.forget()
        provider.break_rule('token-error-invalid-grant')
        tessera.fail(3, 'refresh', 'Work')
        equal(tessera.ask('status', 'Work')['accounts'][0]['state'], 'expired')
        equal(tessera.error(3, 'token', 'Work', '--id-token')['id'], 'session_ended')
        equal(tessera.do('logout', 'Work'), '')
        holds(browser.page(), 'You are signed out of Work')
        equal([entry.get('hint') for entry in json.loads(provider.get('/-/log'))
               if entry['path'] in ('/logout', '/revoke')], ['id_token'])
        is_signed_out(tessera)


def no_revocation_endpoint(tessera):
    """that a provider has no revocation endpoint is no warning"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        for faults, warning in ((['metadata-no-revocation'], None),
                                (['metadata-no-revocation', 'metadata-no-end-session'], None),
                                (['revoke-access-token-refused'], None)):
            tessera.do('login', 'Work')
            provider.break_rule(*faults)
            answer = tessera.ask('logout', 'Work')
            provider.break_rule()
            equal((faults, answer.get('warning', {}).get('id')), (faults, warning))
            is_signed_out(tessera)


run(everywhere, again, warned, provider_gone, no_browser, not_registered, state_is_lost, after_the_end,
    no_revocation_endpoint, interrupted, interrupted_before)
