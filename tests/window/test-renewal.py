#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window renews the session: by itself, when asked, and what it says where it cannot.

test-renewal.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

from notifications import Notifications
from stage import equal, run, wait_for


def renews_by_itself(stage):
    """the window renews by itself, at 80 % of twenty seconds, without a click, and once"""
    provider = stage.sign_in('--lifetime', '20')
    before = stage.status('Work')['expires_at']
    window = stage.open_signed_in()
    window.wait_for('renews itself')
    wait_for('a later expiry', lambda: stage.status('Work')['expires_at'] > before)
    window.wait_for('renews itself')
    equal('requests for tokens', provider.count('/token'), 2)


def refreshes_when_asked(stage):
    """the window refreshes when asked"""
    provider = stage.sign_in()
    before = stage.token('Work')
    window = stage.open_signed_in()
    window.click('Reveal Access Token')
    window.wait_for(before)
    window.click('Renew')
    wait_for('another token', lambda: stage.token('Work') != before)
    window.wait_for(stage.token('Work'))
    equal('requests for tokens', provider.count('/token'), 2)


def says_what_failed(stage):
    """a temporary failure is said, with the next try"""
    provider = stage.sign_in()
    before = stage.token('Work')
    window = stage.open_signed_in()
    provider.break_rule('token-error-rate-limit')
    window.click('Renew')
    window.wait_for('Next try: ')
    window.wait_for('Signed in')
    stage.picture('next-try')
    equal('the stored token', stage.token('Work'), before)
    provider.break_rule()
    window.click('Renew')
    wait_for('another token', lambda: stage.token('Work') != before)
    wait_for('the notice to go', lambda: not window.has('Next try'))


def says_that_it_ended(stage):
    """the end of the session is said, by a notification only where nobody looks, and the account stays"""
    provider = stage.sign_in()
    window = stage.open_signed_in()
    provider.break_rule('token-error-invalid-grant')
    window.click('Renew')
    window.wait_for('Session ended')
    window.wait_for('The provider refused: ')
    window.find('Sign In')
    stage.picture('ended')
    # Once more, out of sight: had the first one been told of, there were two.
    provider.break_rule()
    stage.log_in('Work')
    window.wait_for('Signed in')
    stage.control_window('windowminimize')
    wait_for('the window to go', lambda: not stage.is_on_screen('Tessera'))
    provider.break_rule('token-error-invalid-grant')
    equal('tessera refresh', stage.person.tessera('refresh', 'Work').returncode, 3)
    wait_for('a notification', lambda: NOTICES.titles)
    equal('the notification', NOTICES.titles, ['The session of Work has ended'])
    done = stage.person.tessera('token', 'Work')
    equal('tessera token', (done.returncode, done.stdout), (3, ''))
    equal('the accounts', stage.person.check_tessera('list'), 'Work\n')


NOTICES = Notifications()
run(renews_by_itself, refreshes_when_asked, says_what_failed, says_that_it_ended)
