#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera logout: here, at the provider, and what it says where the provider does not play along."""

import json
import signal

from pseudo_terminal import Terminal
from sign_in import Browser, Provider, is_signed_out, list_secrets, wait_for
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


run(everywhere, again, warned, provider_gone, no_browser, interrupted, interrupted_before)
