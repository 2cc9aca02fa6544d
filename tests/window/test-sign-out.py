#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign Out in the window: signed out at once, what is being done, and what could not be done.

test-sign-out.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

from stage import equal, lacks, run, wait_for


def is_signed_out(stage):
    equal('the state', stage.status('Work')['state'], 'signed-out')
    equal('tessera token', stage.person.tessera('token', 'Work').returncode, 3)


def signs_out(stage):
    """Sign Out ends the session here and at the provider, and the browser says so"""
    provider = stage.sign_in()
    window = stage.open_signed_in()
    window.click('Sign Out')
    window.wait_for('Not signed in')
    page = stage.person.browser.wait_for_page('http://127.0.0.1:', window.process)
    page.wait_for_text('You are signed out of Work')
    page.screenshot(stage.picture_path('page'))
    wait_for('the last step to go', lambda: not window.has('Waiting for the browser'))
    equal('revocations', provider.count('/revoke'), 2)
    lacks(window, 'could not be')
    stage.picture('signed-out')
    is_signed_out(stage)


def is_at_once(stage):
    """while the provider takes its time the window is signed out, and can be used"""
    provider = stage.sign_in()
    window = stage.open_signed_in()
    provider.break_rule('revoke-hang')
    window.click('Sign Out')
    window.wait_for('Not signed in')
    window.wait_for('Revoking the refresh token…')
    stage.picture('revoking')
    is_signed_out(stage)
    stage.press('ctrl+n')
    window.wait_for('Who Is Your Provider?')


def says_what_was_not_revoked(stage):
    """what could not be revoked is said"""
    provider = stage.sign_in()
    window = stage.open_signed_in()
    provider.break_rule('revoke-refused', 'metadata-no-end-session')
    window.click('Sign Out')
    window.wait_for('The tokens could not be revoked at the provider: ')
    window.wait_for('Not signed in')
    stage.picture('not-revoked')
    is_signed_out(stage)


def signs_in_again(stage):
    """who wants to sign in again does not wait for the end of the sign-out in the browser"""
    provider = stage.sign_in()
    window = stage.open_signed_in()
    provider.break_rule('end-session-own-page')
    window.click('Sign Out')
    window.wait_for('Waiting for the browser…')
    stage.person.browser.wait_for_page(provider.issuer, window.process)
    # A browser without a screen takes no second address while it runs.
    stage.person.browser.close()
    window.click('Sign In')
    window.wait_for('Signed in')
    lacks(window, 'could not be')
    stage.token('Work')


def signs_in_instead(stage):
    """the tokens are revoked first, but who asks twice does not wait for that either"""
    provider = stage.sign_in()
    window = stage.open_signed_in()
    provider.break_rule('revoke-hang')
    window.click('Sign Out')
    window.wait_for('Revoking the refresh token…')
    window.click('Sign In')
    window.wait_for('Revoking the refresh token…')
    # For a moment GTK takes a second click for part of the first.
    wait_for('the sign-in', lambda: window.has('Signed in') or window.click('Sign In', patience=1))
    equal('logouts', provider.count('/logout'), 0)
    stage.token('Work')


run(signs_out, is_at_once, says_what_was_not_revoked, signs_in_again, signs_in_instead)
