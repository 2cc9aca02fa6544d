#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader says in the window of what changes there, and what it calls what is there.

test-speech.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

from stage import PASSIVE_BROWSER, equal, run, wait_for  # noqa: I001  (it finds the others)
from speech import Speech


def tells_a_session(stage):
    """each state of a session is said once, from signing in to signing out, and so is each toast"""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto', '--lifetime', '303'), '--scope', 'openid', '--scope', 'profile')
    with Speech() as speech:
        window = stage.person.open_window()
        window.find('Sign In')
        speech.forget()
        window.click('Sign In')
        window.find('Sign Out')
        speech.wait_for('Signed in · until ')
        speech.wait_for('Signed in · 4 minutes left')
        stage.press('Return')
        speech.wait_for('Access token copied')
        said = [text.split(' · ')[0] for text in speech.said()]
        equal('what is said', said, ['Signing in to Work', 'Continue in your browser', 'Signed in', 'Signed in',
                                     'Access token copied; cleared in 60 seconds'])
        window.click('Sign Out')
        speech.wait_for('Signed out')
    stage.close(window)


def tells_a_renewal(stage):
    """what is copied besides is said, and that a renewal is done"""
    stage.sign_in()
    with Speech() as speech:
        window = stage.open_signed_in()
        window.click('Renew')
        speech.wait_for('Access token renewed')
        stage.press('Tab', 'space')
        window.find('Authorization Header', 'menu item')
        stage.press('Down', 'Return')
        speech.wait_for('Authorization header copied; cleared in 60 seconds')
    stage.close(window)


def tells_an_examination(stage):
    """the doctor's page says that it begins, and its verdict"""
    stage.sign_in()
    with Speech() as speech:
        window = stage.open_signed_in()
        stage.press('ctrl+e')
        window.find('Check the Setup', 'list item')
        # Backwards: the Back button, Remove Account, and the row.
        stage.press('shift+Tab', 'shift+Tab', 'shift+Tab', 'Return')
        speech.wait_for('Everything is in order.')
        speech.forget()
        window.click('Check Again')
        speech.wait_for('Checking…')
        speech.wait_for('Everything is in order.')
    stage.close(window)


def tells_a_failure(stage):
    """a failed sign-in says why and what to do, and a value below it says what it is"""
    stage.use_browser(PASSIVE_BROWSER)
    stage.add('Work', 'http://127.0.0.1:9')
    with Speech() as speech:
        window = stage.person.open_window()
        window.click('Sign In')
        window.find('Try Again')
        speech.wait_for('127.0.0.1:9 cannot be reached')
        speech.wait_for('Check the network connection')
        stage.press('Tab', 'Return')
        window.find('Copy Details')
        window.find('Client ID: tessera-demo', 'label')
    stage.close(window)


def tells_the_form(stage):
    """the form says what it thinks of an issuer, and what is missing"""
    provider = stage.provider('--auto')
    with Speech() as speech:
        window = stage.person.open_window()
        window.wait_for('Add an Account')
        stage.begin_adding(window)
        wait_for('the keyboard', lambda: focused(window) == ('text', 'Issuer'))
        stage.type(provider.issuer)
        speech.wait_for('Found 127.0.0.1')
        stage.press('Return')
        speech.wait_for('An account needs a client ID')
        wait_for('the keyboard', lambda: focused(window) == ('text', 'Client ID'))
        stage.type('tessera-demo')
        stage.press('Return')
        speech.wait_for('Tell Them This')
        stage.leave(window, 'Add and Sign In')
    stage.close(window)


def focused(window):
    """Role and name of what has the keyboard."""
    for role, name, node in window.everything():
        node.clear_cache()
        if is_focused(node):
            return role, name
    return None


def is_focused(node):
    return any(state.value_nick == 'focused' for state in node.get_state_set().get_states())


def calls_things_by_name(stage):
    """nothing has a name that is GTK's"""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto'))
    stage.log_in('Work')
    window = stage.person.open_window()
    window.wait_for('Zoë O’Hara')
    names = [name for role, name, _ in window.everything() if role.endswith('button') or role == 'label']
    equal('GTK’s names', [name for name in names if 'Gtk' in name or 'Adw' in name], [])
    stage.close(window)


run(tells_a_session, tells_a_renewal, tells_an_examination, tells_a_failure, tells_the_form, calls_things_by_name)
