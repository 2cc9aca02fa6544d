#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in and out in the window, and what it shows of the session in between.

test-session.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

import subprocess

from stage import PASSIVE_BROWSER, equal, is_open, lacks, redirect_port, run, wait_for

MASK = '••••••••••••••••••••'


def signs_in(stage):
    """a person signs in on the provider's pages, in Chromium, and is shown"""
    provider = stage.provider()
    stage.add('Work', provider)
    window = stage.person.open_window()
    window.wait_for('Not signed in')
    stage.press('Return')
    page = stage.person.browser.wait_for_page(provider.issuer, window.process)
    window.wait_for('Signing in to Work')
    window.wait_for('Waiting for the browser')
    page.wait_for_element('#sign-in')
    page.type('input[name=username]', 'zoe')
    page.type('input[name=password]', 'tessera')
    page.click('#sign-in')
    page.wait_for_element('#allow')
    page.click('#allow')
    page.wait_for_text('You are signed in to Work')
    for text in ('Zoë O’Hara', 'zoe@example.org', 'Signed in · until ', 'renews itself'):
        window.wait_for(text)
    stage.picture('signed-in')
    stage.close(window)


def begin(stage, browser=PASSIVE_BROWSER):
    """The window while it waits for a browser that does nothing; and what that was to open."""
    stage.use_browser(browser)
    stage.add('Work', stage.provider('--auto'))
    window = stage.person.open_window()
    window.click('Sign In')
    window.wait_for('Waiting for the browser')
    wait_for('the browser', stage.opened)
    return window, stage.opened()[0]


def can_be_cancelled(stage):
    """signing in is cancelled by its button and by Escape: the port is closed, nothing is stored"""
    window, address = begin(stage)
    stage.picture('signing-in')
    equal('the port', is_open(redirect_port(address)), True)
    window.click('Cancel')
    window.wait_for('Not signed in')
    equal('the port', is_open(redirect_port(address)), False)
    equal('the state', stage.status('Work')['state'], 'signed-out')
    stage.press('Return')
    wait_for('the browser once more', lambda: len(stage.opened()) == 2)
    address = stage.opened()[1]
    stage.press('Escape')
    window.wait_for('Not signed in')
    equal('the port', is_open(redirect_port(address)), False)
    stage.close(window)


def is_cancelled_by_closing(stage):
    """closing the window while it signs in cancels that, and the program ends"""
    window, address = begin(stage)
    equal('the port', is_open(redirect_port(address)), True)
    stage.close(window)
    equal('the port', is_open(redirect_port(address)), False)
    equal('the state', stage.status('Work')['state'], 'signed-out')


def gives_the_link(stage):
    """while it waits, the link can be copied and opened again, and the answer still counts"""
    window, address = begin(stage)
    window.click('Copy Link')
    wait_for('the link', lambda: stage.screen.clipboard() == address)
    # What it says then is gone sooner than a busy machine can look for it: see test-session-actions.c.
    stage.use_browser()
    window.click('Open Browser Again')
    window.wait_for('Zoë O’Hara')
    equal('what was opened', stage.opened(), [address, address])
    stage.close(window)


def sign_in(stage, *options, name='Work'):
    stage.use_browser()
    provider = stage.provider('--auto', *options)
    stage.add(name, provider)
    stage.log_in(name)
    return provider


def gives_the_token(stage):
    """the access token is masked, revealed, copied as a secret, and masked again when out of sight"""
    sign_in(stage)
    token = stage.token('Work')
    stage.add('Other', stage.provider('--auto'))
    window = stage.person.open_window()
    window.wait_for('Accounts')
    stage.press('alt+1')
    window.wait_for(MASK)
    lacks(window, token)
    stage.press('Return')
    wait_for('the token', lambda: stage.screen.clipboard() == token)
    window.wait_for('Access token copied')
    targets = subprocess.run(
        ['xclip', '-selection', 'clipboard', '-out', '-target', 'TARGETS'],
        env=stage.person.environment, check=True, capture_output=True, text=True, timeout=90)
    # GTK 4.8 on X11 offers this mark, but hands out no target whose name has no slash.
    equal('the mark for clipboard managers',
          'x-kde-passwordManagerHint' in targets.stdout.split(), True)
    window.click('Reveal Access Token')
    window.wait_for(token)
    lacks(window, MASK)
    stage.picture('revealed')
    window.click('Reveal Access Token')
    window.wait_for(MASK)
    lacks(window, token)
    window.click('Reveal Access Token')
    window.wait_for(token)
    stage.press('ctrl+Next')
    window.find('Sign In')
    stage.press('ctrl+Prior')
    window.wait_for(MASK)
    lacks(window, token)
    stage.close(window)


def is_cleared(stage):
    """Whether nothing is in the clipboard."""
    try:
        return not stage.screen.clipboard()
    except subprocess.CalledProcessError:
        return True


def clears_the_clipboard(stage):
    """a copied token is taken out of the clipboard when the screen locks, and at sign-out"""
    sign_in(stage)
    token = stage.token('Work')
    window = stage.open_signed_in()
    window.click('Copy Access Token')
    wait_for('the token', lambda: stage.screen.clipboard() == token)
    subprocess.run(['gdbus', 'emit', '--session', '--object-path', '/org/gnome/ScreenSaver',
                    '--signal', 'org.gnome.ScreenSaver.ActiveChanged', 'true'], check=True)
    wait_for('the clipboard to be cleared', lambda: is_cleared(stage))
    window.click('Copy Access Token')
    wait_for('the token', lambda: stage.screen.clipboard() == token)
    window.click('Sign Out')
    wait_for('the clipboard to be cleared', lambda: is_cleared(stage))
    stage.close(window)


def signs_out(stage):
    """signing out forgets the token, on the page and in the keyring"""
    sign_in(stage)
    token = stage.token('Work')
    window = stage.person.open_window()
    window.click('Reveal Access Token')
    window.wait_for(token)
    window.click('Sign Out')
    window.find('Sign In')
    lacks(window, token)
    lacks(window, 'Zoë')
    equal('tessera token', stage.person.tessera('token', 'Work').returncode, 3)
    stage.close(window)


def follows_other_processes(stage):
    """what tessera login and tessera logout do in a terminal is seen at once"""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto'))
    window = stage.person.open_window()
    window.wait_for('Not signed in')
    stage.log_in('Work')
    window.wait_for('Zoë O’Hara')
    first = stage.token('Work')
    window.click('Reveal Access Token')
    window.wait_for(first)
    stage.log_in('Work')
    second = stage.token('Work')
    wait_for('the old token to go', lambda: not window.has(first))
    window.click('Copy Access Token')
    wait_for('the new token', lambda: stage.screen.clipboard() == second)
    stage.person.tessera('logout', 'Work')
    window.wait_for('Not signed in')
    lacks(window, second)
    stage.close(window)


def says_what_failed(stage):
    """a failure stays on the page in words, with what to do, and can be tried again"""
    stage.use_browser()
    provider = stage.provider('--auto')
    provider.break_rule('id-token-bad-signature')
    stage.add('Work', provider)
    window = stage.person.open_window()
    window.click('Sign In')
    window.find('Try Again')
    window.wait_for('The token’s signature is not valid.')
    stage.picture('failed')
    stage.press('Tab', 'Return')
    window.click('Copy Details')
    window.wait_for('Details copied')
    stage.picture('failed-details')
    details = stage.screen.clipboard()
    for part in ('Work', provider.issuer, 'invalid_signature'):
        if part not in details:
            raise AssertionError(f'{part} is not in {details}')
    for part in ('code=', 'state=', 'eyJ'):
        if part in details:
            raise AssertionError(f'{part} is in {details}')
    provider.break_rule()
    window.click('Try Again')
    window.wait_for('Zoë O’Hara')
    stage.close(window)


def names_what_is_unreachable(stage):
    """a provider that cannot be reached is named, with what to do"""
    stage.add('Work', 'http://127.0.0.1:9')
    window = stage.person.open_window()
    window.click('Sign In')
    window.wait_for('127.0.0.1:9 cannot be reached')
    window.wait_for('Check the network connection and the account’s issuer.')
    stage.picture('unreachable')
    stage.close(window)


def repairs_the_issuer(stage):
    """a wrong issuer is named, with the right one, and a button that takes it and signs in"""
    stage.use_browser()
    provider = stage.provider('--auto')
    stage.add('Work', f'{provider.issuer}/')
    window = stage.person.open_window()
    window.click('Sign In')
    window.wait_for(f'The provider’s issuer is “{provider.issuer}”, not “{provider.issuer}/”.')
    window.find('Use This Issuer')
    stage.picture('wrong-issuer')
    stage.press('Return')
    window.wait_for('Zoë O’Hara')
    stage.close(window)


def ends(stage):
    """a session that cannot be renewed says that it is about to end, and that it has ended"""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto', '--lifetime', '15'), '--scope', 'openid',
              '--scope', 'profile')
    window = stage.person.open_window()
    window.click('Sign In')
    window.wait_for('seconds left')
    window.find('Sign In Again')
    stage.picture('expires-soon')
    token = stage.token('Work')
    window.click('Reveal Access Token')
    window.wait_for(token)
    window.wait_for('The access token has expired')
    window.wait_for('Signed in until: ')
    window.find('Sign In')
    lacks(window, token)
    stage.picture('expired')
    stage.close(window)


run(signs_in, can_be_cancelled, is_cancelled_by_closing, gives_the_link, gives_the_token, clears_the_clipboard,
    signs_out, follows_other_processes, says_what_failed, names_what_is_unreachable, repairs_the_issuer, ends)
