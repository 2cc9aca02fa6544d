#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window with the keyboard alone: everything is reached, has a name, and Enter does what is meant.

test-keyboard.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402  (the version comes first)

from stage import equal, run, wait_for  # noqa: E402

# What GTK calls a widget that has no name: what it is.
UNNAMED = ('Gtk', 'Adw', 'Tessera')


def find_focus(window):
    """The name of what has the keyboard; None while nothing has it."""
    for _, name, node in window.everything():
        node.clear_cache()
        if node.get_state_set().contains(Atspi.StateType.FOCUSED):
            return name
    return None


def walk(stage, window):
    """Press Tab until it comes around, and return the names of all that had the keyboard."""
    stops = [find_focus(window)]

    def move():
        name = find_focus(window)
        return [name] if name != stops[-1] else None
    while len(stops) < 40:
        stage.press('Tab')
        stops += wait_for('the keyboard to move', move)
        if stops[-1] == stops[0]:
            return stops[:-1]
    raise AssertionError(f'the Tab key does not come around: {stops}')


def buttons(window):
    """The names of what can be clicked, but for the window's own three."""
    found = set()
    for role, name, node in window.everything():
        node.clear_cache()
        if role.endswith('button') and node.get_state_set().contains(Atspi.StateType.SENSITIVE):
            found.add(name)
    return found - {'Minimize', 'Maximize', 'Close'}


def reaches_all(window, stops):
    for name in (*stops, *buttons(window)):
        if not name or name.startswith(UNNAMED):
            raise AssertionError(f'{name!r} is no name; {stops}, {buttons(window)}')
    equal('what cannot be reached', buttons(window) - set(stops), set())


def reaches_everything(stage):
    """the Tab key reaches every button of every page and comes around, and all have names"""
    stage.use_browser()
    provider = stage.provider('--auto')
    stage.add('Work', provider)
    window = stage.person.open_window()
    wait_for('the keyboard', lambda: 'Sign In' in find_focus(window))
    stops = walk(stage, window)
    reaches_all(window, stops)
    stage.press('Return')
    window.wait_for('Zoë O’Hara')
    wait_for('the keyboard', lambda: find_focus(window) == 'Copy Access Token')
    stops = walk(stage, window)
    reaches_all(window, stops)
    equal('the rows among them', 'Scopes' in stops, True)
    stage.close(window)


def leaves_what_is_selected(stage):
    """the Tab key selects nothing: what a person has selected elsewhere stays theirs"""
    stage.add('Work', 'http://127.0.0.1:9')
    window = stage.person.open_window()
    wait_for('the keyboard', lambda: 'Sign In' in find_focus(window))
    stage.screen.select('theirs')
    walk(stage, window)
    equal('what is selected', stage.screen.selection(), 'theirs')
    stage.close(window)


def copies_in_the_smallest_window(stage):
    """in the smallest window the button that copies is in sight"""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto'))
    stage.log_in('Work')
    window = stage.open_signed_in()
    stage.control_window('windowsize', '--sync', '360', '294')
    wait_for('the size', lambda: stage.window_size() == (360, 294))
    window.find('Copy Access Token')
    stage.picture('smallest')
    stage.close(window)


def begins_at_the_default_button(stage):
    """the keyboard begins at the default button, however late the first frame is drawn"""
    stage.add('Work', 'http://127.0.0.1:9')
    with stage.slow_manager():
        window = stage.person.open_window()
        # Asked and answered, the window has come to rest.
        for _ in range(20):
            window.everything()
    wait_for('the keyboard', lambda: 'Sign In' in find_focus(window))
    stage.close(window)


def walks_through_the_form(stage):
    """in the dialog that adds an account, the Tab key goes from entry to entry, and Enter opens the further ones"""
    window = stage.person.open_window()
    window.wait_for('Add an Account')
    stage.begin_adding(window)
    for text in ('http://127.0.0.1:9', 'client'):
        stage.type(text)
        stage.press('Tab')
    for text in ('http://127.0.0.1:9', 'client', '127.0.0.1'):
        window.wait_for(text)
    wait_for('the secret', lambda: find_focus(window) == 'Client Secret')
    stage.press('Tab', 'Tab')
    wait_for('the further options', lambda: find_focus(window) == 'More Options')
    stage.press('Return')
    window.wait_for('Another Redirect URI')
    stage.press('Return')
    window.wait_for('Register a native application')
    wait_for('the default button', lambda: 'Add and' in find_focus(window))
    stops = walk(stage, window)
    equal('what has no name', [name for name in stops if not name or name.startswith(UNNAMED)], [])
    equal('Back among them', 'Back' in stops, True)
    stage.leave(window, 'Add and Sign In')
    stage.close(window)


def opens_rows_with_enter(stage):
    """Enter on a row or an expander opens that, and is not taken by the page's default button"""
    stage.use_browser()
    provider = stage.provider('--auto')
    provider.break_rule('id-token-bad-signature')
    stage.add('Work', provider)
    window = stage.person.open_window()
    window.click('Sign In')
    window.find('Try Again')
    stage.press('Tab', 'Return')
    window.find('Copy Details')
    provider.break_rule()
    window.click('Try Again')
    window.wait_for('Zoë O’Hara')
    while find_focus(window) != 'Scopes':
        stage.press('Tab')
    stage.press('Return')
    window.find('Copy openid')
    stage.press('Escape')
    window.wait_for('Zoë O’Hara')
    stage.close(window)


def knows_shortcuts(stage):
    """the shortcuts do what the overlay of shortcuts says"""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto'))
    stage.log_in('Work')
    token = stage.token('Work')
    window = stage.person.open_window()
    window.wait_for('Zoë O’Hara')
    stage.press('ctrl+shift+c')
    wait_for('the token', lambda: stage.screen.clipboard() == token)
    stage.press('ctrl+i')
    window.wait_for('Search Claims')
    stage.leave(window, 'Search Claims')
    stage.press('ctrl+e')
    window.wait_for('Check the Setup')
    stage.leave(window, 'Check the Setup')
    stage.press('ctrl+n')
    window.wait_for('Amazon Cognito')
    stage.leave(window, 'Amazon Cognito')
    stage.press('ctrl+question')
    window.wait_for('Copy the access token')
    window.find('?', 'label')
    stage.picture('shortcuts')
    stage.leave(window, 'Copy the access token')
    stage.close(window, 'ctrl+q')


def closes_from_anywhere(stage):
    """the key that closes the window works, without a warning, wherever the keyboard is"""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto'))
    stage.log_in('Work')
    for stops in (2, 5, 9):
        window = stage.person.open_window()
        window.wait_for('Zoë O’Hara')
        stage.press(*['Tab'] * stops)
        stage.close(window)


run(reaches_everything, leaves_what_is_selected, copies_in_the_smallest_window,
    begins_at_the_default_button, walks_through_the_form, opens_rows_with_enter, knows_shortcuts,
    closes_from_anywhere)
