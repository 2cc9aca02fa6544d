#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person looks into: the token, and what answers to it.

test-inspect.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

import json

from stage import equal, lacks, run, wait_for


def open_signed_in(stage):
    stage.use_browser()
    provider = stage.sign_in()
    window = stage.person.open_window()
    window.wait_for('Zoë O’Hara')
    return provider, window


def inspects(stage):
    """the page that inspects shows claims in words and in order, the checks, and what copying copies"""
    window = open_signed_in(stage)[1]
    stage.press('ctrl+i')
    window.wait_for('Search Claims')
    for text in ('Only the service that it is meant for checks its signature', 'Time of Sign-In', 'RS256',
                 'at+jwt'):
        window.wait_for(text)
    stage.picture('inspect')
    window.click('Copy Token')
    wait_for('the token', lambda: stage.screen.clipboard() == stage.token('Work'))
    window.click('ID Token')
    for text in ('preferred_username', 'checked with the provider’s keys before the token was stored',
                 '“tessera-demo”, the account’s client ID, is named'):
        window.wait_for(text)
    token = stage.person.tessera('token', 'Work', '--id-token').stdout
    inspected = json.loads(stage.person.tessera('inspect', '--json', typed=token).stdout)
    shown = list(dict.fromkeys(text for text in window.texts() if text in inspected['claims']))
    equal('the order of the claims', shown, [name for name in inspected['claims'] if name in shown])
    equal('several are on the screen', len(shown) > 3, True)
    stage.picture('inspect-id-token')
    window.click('Copy Claims')
    wait_for('the claims', lambda: '"preferred_username"' in stage.screen.clipboard())
    equal('the claims', json.loads(stage.screen.clipboard()), inspected)
    stage.press('ctrl+f')
    stage.type('no such claim')
    window.wait_for('Nothing Found')
    stage.press('Escape')
    wait_for('all claims', lambda: not window.has('Nothing Found'))
    stage.leave(window, 'Search Claims')
    stage.close(window)


def tries_the_token(stage):
    """from the inspection to trying the token out: at the provider, and after a question elsewhere"""
    provider, window = open_signed_in(stage)
    token = stage.token('Work')
    stage.press('ctrl+i')
    window.wait_for('Search Claims')
    stage.press('alt+t')
    window.wait_for('Sends a GET request with the access token')
    stage.press('Return')
    window.wait_for('200 OK, in ')
    window.wait_for('"sub" : "zoe-1"')
    window.wait_for('Cache-Control: no-store')
    stage.picture('try-it')
    stage.press('shift+Tab')
    stage.type(f'{provider.issuer}/elsewhere')
    stage.press('Return')
    window.wait_for('which is not among the account’s hosts')
    lacks(window, '404 Not Found')
    stage.press('Return')
    window.wait_for('404 Not Found, in ')
    lacks(window, token)
    stage.press('Escape')
    window.wait_for('Search Claims')
    stage.press('Escape')
    window.wait_for('Zoë O’Hara')
    stage.close(window)


run(inspects, tries_the_token)
