#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of the accounts: status, search, order and the menu of a row, with keyboard and mouse.

test-list.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402  (the version comes first)

from stage import equal, lacks, run, shown_account, wait_for  # noqa: E402

# The discard port, where nobody listens.
NOWHERE = 'http://127.0.0.1:9'


def items(window):
    """(name, node) of each row, from the top to the bottom."""
    return [(name, node) for role, name, node in window.everything() if role == 'list item']


def names(window):
    return [name.split(',')[0] for name, _ in items(window)]


def focused(window):
    for _, name, node in window.everything():
        node.clear_cache()
        if node.get_state_set().contains(Atspi.StateType.FOCUSED):
            return name
    return None


def open_list(stage, *accounts):
    for account in accounts:
        stage.add(account, f'{NOWHERE}/{account.lower().replace(" ", "-")}')
    window = stage.person.open_window()
    wait_for('the keyboard', lambda: focused(window) == f'{accounts[0]}, Not signed in')
    return window


def follows_and_copies(stage):
    """a row follows what another process does, and its button copies the token of an account out of view"""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto'))
    stage.add('Short', stage.provider('--auto', '--lifetime', '1000'), '--scope', 'openid')
    window = stage.person.open_window()
    window.find('Work, Not signed in', 'list item')
    stage.log_in('Work')
    window.find('Work, 59 minutes left · renews itself', 'list item')
    stage.log_in('Short')
    window.find('Short, 16 minutes left', 'list item')
    stage.picture('rows')
    window.click('Copy Access Token of Work')
    wait_for('the token', lambda: stage.screen.clipboard() == stage.token('Work'))
    window.wait_for('Access token copied')
    stage.person.check_tessera('logout', 'Work')
    window.find('Work, Not signed in', 'list item')
    lacks(window, 'Copy Access Token of Work')
    stage.close(window)


def searches(stage):
    """from eight accounts on, typing searches; Escape leaves it; Enter opens the first that is found"""
    accounts = [f'Account {number}' for number in range(7)]
    window = open_list(stage, *accounts)
    stage.type('Partner')
    equal('the accounts', names(window), accounts)
    stage.add('Partner', NOWHERE)
    window.find('Search accounts', 'entry')
    stage.type('PART')
    wait_for('the one', lambda: names(window) == ['Partner'])
    stage.type('isan')
    window.wait_for('No Accounts Found')
    stage.picture('none')
    stage.press('Escape')
    wait_for('all of them', lambda: names(window) == [*accounts, 'Partner'])
    stage.type('9/account-3')
    wait_for('the one', lambda: names(window) == ['Account 3'])
    stage.press('Escape')
    wait_for('all of them', lambda: names(window) == [*accounts, 'Partner'])
    stage.type('part')
    wait_for('the one', lambda: names(window) == ['Partner'])
    stage.press('Return')
    wait_for('its page', lambda: shown_account(window) == 'Partner')
    stage.close(window)


def moves_with_the_keyboard(stage):
    """Ctrl+Shift+Up and Down move a row, which keeps the keyboard; the order is that of Alt+1 too"""
    window = open_list(stage, 'Home', 'Other', 'Third')
    stage.press('ctrl+shift+Down')
    wait_for('the order', lambda: names(window) == ['Other', 'Home', 'Third'])
    wait_for('the keyboard', lambda: focused(window) == 'Home, Not signed in')
    stage.press('ctrl+shift+Down')
    wait_for('the order', lambda: names(window) == ['Other', 'Third', 'Home'])
    stage.press('ctrl+shift+Up')
    wait_for('the order', lambda: names(window) == ['Other', 'Home', 'Third'])
    stage.press('alt+1')
    wait_for('its page', lambda: shown_account(window) == 'Other')
    stage.press('ctrl+Next')
    wait_for('its page', lambda: shown_account(window) == 'Home')
    stage.press('alt+Left')
    wait_for('the keyboard', lambda: focused(window) == 'Home, Not signed in')
    stage.close(window)


def drags(stage):
    """a row is dragged below another one"""
    window = open_list(stage, 'Home', 'Other', 'Third')
    shell = stage.screen.xdotool('getactivewindow', 'getwindowgeometry', '--shell')
    place = dict(line.split('=') for line in shell.splitlines())

    def move(name, part):
        row = frame = dict(items(window))[f'{name}, Not signed in']
        while frame.get_role_name() != 'frame':
            frame = frame.get_parent()
        # GTK 4.18 counts from elsewhere than the frame's corner.
        box, around = (node.get_component_iface().get_extents(Atspi.CoordType.WINDOW) for node in (row, frame))
        stage.screen.xdotool('mousemove', str(int(place['X']) + box.x - around.x + 60),
                             str(int(int(place['Y']) + box.y - around.y + part * box.height)))
    move('Home', 0.5)
    stage.screen.xdotool('mousedown', '1')
    for name, part in (('Home', 0.9), ('Other', 0.5), ('Third', 0.4), ('Third', 0.8)):
        move(name, part)
    stage.screen.xdotool('mouseup', '1')
    wait_for('the order', lambda: names(window) == ['Other', 'Third', 'Home'])
    stage.close(window)


def has_a_menu(stage):
    """the Menu key opens the menu of a row; a duplicate has the settings and no session"""
    window = open_list(stage, 'Home', 'Other')
    stage.press('Menu')
    for text in ('Account Settings', 'Duplicate', 'Move Down', 'Remove Account…'):
        window.find(text, 'menu item')
    lacks(window, 'Move Up')
    lacks(window, 'Sign Out')
    stage.picture('menu')
    stage.press('Escape')
    wait_for('the keyboard', lambda: focused(window) == 'Home, Not signed in')
    stage.press('Menu')
    window.find('Duplicate', 'menu item')
    stage.press('Down', 'Down', 'Return')
    window.find('Home copy, Not signed in', 'list item')
    window.wait_for('Added “Home copy” without its session and client secret')
    stage.press('shift+F10')
    window.find('Duplicate', 'menu item')
    stage.press('Up', 'Return')
    window.wait_for('Remove Home?')
    window.click('Remove')
    wait_for('it to go', lambda: names(window) == ['Other', 'Home copy'])
    stage.close(window)


def becomes_wide(stage):
    """a wide window has the page beside the list, and what the arrow keys come to is not opened"""
    window = open_list(stage, 'Home', 'Other')
    stage.control_window('windowsize', '--sync', '860', '600')
    wait_for('its page', lambda: shown_account(window) == 'Home')
    window.find('Home, Not signed in', 'list item')
    stage.picture('wide')
    stage.press('Down')
    wait_for('the keyboard', lambda: focused(window) == 'Other, Not signed in')
    equal('the page', shown_account(window), 'Home')
    stage.press('Return')
    wait_for('its page', lambda: shown_account(window) == 'Other')
    stage.control_window('windowsize', '--sync', '460', '600')
    window.find('Back')
    stage.close(window)


run(follows_and_copies, searches, moves_with_the_keyboard, drags, has_a_menu, becomes_wide)
