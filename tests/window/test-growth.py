#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window of somebody who has a thousand accounts.

test-growth.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

import os
import resource

from stage import equal, run, wait_for

ACCOUNTS = 1000
LIMIT = 1024  # what a session usually has

ACCOUNT = '''
[{number:08x}-1111-4111-8111-111111111111]
Name=Account {number}
Issuer=https://id{number}.example
ClientId=tessera-demo
'''


def signs_in(stage):
    """with a thousand accounts and the usual limit of 1,024 descriptors it opens, and signs in"""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto'))
    path = os.path.join(stage.person.environment['XDG_CONFIG_HOME'], 'tessera/accounts.conf')
    with open(path, 'a', encoding='utf-8') as f:
        f.write(''.join(ACCOUNT.format(number=number) for number in range(ACCOUNTS - 1)))
    equal('accounts', stage.person.check_tessera('list').count('\n'), ACCOUNTS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (LIMIT, LIMIT))
    window = stage.person.open_window()
    # The list is in view, and searched by typing.
    window.find('Work, Not signed in', 'list item')
    stage.type('Work')
    wait_for('the others to go', lambda: not window.has('Account 1,'))
    stage.press('Return')
    window.click('Sign In')
    window.wait_for('Zoë O’Hara')
    equal('the state', stage.status('Work')['state'], 'signed-in')
    stage.close(window)


run(signs_in)
