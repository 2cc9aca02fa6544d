#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts in the window: imported, changed and removed, here and by another process.

test-accounts.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

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


def write(path, text):
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def open_settings(stage, window):
    stage.press('ctrl+e')
    window.wait_for('Account Settings')
    window.find('Save')


def close_settings(stage, window):
    stage.press('alt+Left')
    wait_for('the settings to go', lambda: not window.has('Save'))


def wait_for_page(window, name, *others):
    """Until the account's page is in view, and nothing of the others."""
    wait_for(f'the page of {name}', lambda: window.has('Account Menu') and window.has(name))
    for other in others:
        lacks(window, other)


def choose_in_main_menu(stage, window, item, key):
    stage.press('alt+Left')  # to the list, in a narrow window
    window.wait_for('Main Menu')
    stage.press('F10')
    window.wait_for(item)
    stage.press(key)


def imports_a_file(stage):
    """a file of accounts is shown before it is imported, and what is there already is skipped"""
    stage.add('Work', NOWHERE)
    path = os.path.join(stage.person.home, 'team.tessera')
    write(path, stage.person.check_tessera('export')
          + '[b]\nName=Team\nIssuer=https://login.example.org/\nClientId=desktop\nHosts=git.example.org;\nCaFile=/ca\n')
    window = stage.person.open_window(path)
    window.wait_for('Signs in at: https://login.example.org/')
    window.wait_for('Gives its token to: git.example.org')
    window.wait_for('Already exists; it will be skipped.')
    window.wait_for('Not imported: CaFile')
    stage.picture('import')
    equal('the accounts', names(stage), ['Work'])
    stage.press('Return')
    wait_for('the accounts', lambda: names(stage) == ['Work', 'Team'])
    window.wait_for('Work')
    bad = os.path.join(stage.person.home, 'bad.tessera')
    write(bad, 'no such thing')
    equal('the second start', stage.person.start_gtk(bad).wait(60), 0)
    window.wait_for('This file does not contain Tessera accounts.')
    stage.picture('import-bad')
    stage.leave(window, 'This file does not contain Tessera accounts.')
    stage.close(window)


def exports_a_file(stage):
    """accounts are exported to a file with GTK's own dialog and the keyboard; that for an import can be left"""
    stage.add('Work', NOWHERE)
    path = os.path.join(stage.person.home, 'team.tessera')
    window = stage.person.open_window()
    window.wait_for('Work')
    choose_in_main_menu(stage, window, 'Export Accounts…', 'x')
    window.wait_for('Name:')
    stage.press('ctrl+a')
    stage.type(path)
    stage.press('Return')
    window.wait_for('Accounts exported, without secrets')
    stage.picture('exported')
    with open(path, encoding='utf-8') as file:
        equal('the file', file.read(), stage.person.check_tessera('export'))
    choose_in_main_menu(stage, window, 'Import Accounts…', 'i')
    window.find('Open')
    stage.press('Escape')
    wait_for('the dialog to go', lambda: 'Open' not in [name for _, name, _ in window.everything()])
    stage.close(window)


def shows_what_is_managed(stage):
    """the settings of an administrator's account can be seen, and say that they cannot be changed"""
    folder = os.path.join(stage.person.home, 'xdg/tessera')
    os.makedirs(folder)
    write(os.path.join(folder, 'accounts.conf'), f'[corp]\nName=Corporate\nIssuer={NOWHERE}\nClientId=desktop\n')
    stage.person.environment['XDG_CONFIG_DIRS'] = os.path.dirname(folder)
    window = stage.person.open_window()
    window.wait_for('Corporate')
    stage.press('ctrl+e')
    window.wait_for('Your administrator manages this account. You cannot change it.')
    lacks(window, 'Remove Account')
    stage.picture('settings-managed')
    stage.close(window)


def changes(stage):
    """an account is edited, one thing at a time, and the page shows it"""
    stage.add('Work', NOWHERE)
    window = stage.person.open_window()
    open_settings(stage, window)
    stage.picture('settings')
    stage.press(*['Tab'] * 3)
    stage.type('other-client')
    stage.press('Return')
    wait_for('the client ID', lambda: show(stage, 'Work')['client_id'] == 'other-client')
    close_settings(stage, window)
    open_settings(stage, window)
    window.wait_for('other-client')
    stage.type('Home')
    stage.press('Return')
    wait_for('the name', lambda: names(stage) == ['Home'])
    close_settings(stage, window)
    wait_for_page(window, 'Home')
    lacks(window, 'Work')
    open_settings(stage, window)
    window.wait_for('other-client')
    stage.close(window)


def removes(stage):
    """an account is removed, with its tokens, once a person has confirmed it"""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto'))
    stage.log_in('Work')
    account = show(stage, 'Work')['id']
    window = stage.person.open_window()
    window.wait_for('Zoë O’Hara')
    stage.press('F10', 'Down', 'Return')
    window.wait_for('Remove Work?')
    window.wait_for('This cannot be undone.')
    stage.picture('remove')
    window.click('Cancel')
    wait_for('the question to go', lambda: not window.has('Remove Work?'))
    equal('the accounts', names(stage), ['Work'])
    stage.press('F10', 'Down', 'Return')
    window.click('Remove')
    window.wait_for('Add an Account')
    equal('the accounts', names(stage), [])
    found = subprocess.run(['secret-tool', 'search', '--all', 'account', account],
                           capture_output=True, text=True, check=False)
    equal('what the keyring has of it', found.stdout, '')
    stage.close(window)


def lists(stage):
    """the list shows what another process does to the accounts, and opens one at a time"""
    long_name = 'The identity provider of the Department of Long Names, second floor, to the left'
    stage.add('Home', f'{NOWHERE}/home')
    stage.add(long_name, f'{NOWHERE}/work')
    window = stage.person.open_window()
    window.find('Home, Not signed in', 'list item')
    window.find(f'{long_name}, Not signed in', 'list item')
    stage.picture('list')
    stage.press('Down', 'Return')
    wait_for_page(window, long_name, 'Home')
    stage.picture('long-name')
    window.click('Back')
    wait_for('the page to go', lambda: not window.has('Account Menu'))
    stage.press('alt+2')
    wait_for_page(window, long_name, 'Home')
    stage.person.check_tessera('remove', long_name)
    wait_for_page(window, 'Home', long_name)
    stage.person.check_tessera('remove', 'Home')
    window.wait_for('Add an Account')
    stage.add('Later', f'{NOWHERE}/later')
    wait_for_page(window, 'Later')
    stage.close(window)


def reports_a_broken_file(stage):
    """a broken accounts.conf is reported with its line, not overwritten, and read once it is repaired"""
    stage.add('Work', NOWHERE)
    path = accounts_file(stage)
    with open(path, encoding='utf-8') as f:
        good = f.read()
    broken = f'{good}\nthis is no line\n'
    write(path, broken)
    window = stage.person.open_window()
    window.wait_for('accounts.conf')
    window.wait_for(f'{broken.count(chr(10))}')
    stage.picture('broken')
    equal('the buttons without a text', [name for role, name, _ in window.everything()
                                         if role.endswith('button') and not name], [])
    with open(path, encoding='utf-8') as f:
        equal('the file', f.read(), broken)
    write(path, good)
    wait_for('the problem to go', lambda: not window.has('accounts.conf'))
    wait_for_page(window, 'Work')
    write(path, broken)
    window.wait_for('accounts.conf')
    stage.picture('broken-later')
    stage.close(window)


run(imports_a_file, exports_a_file, shows_what_is_managed, changes, removes, lists, reports_a_broken_file)
