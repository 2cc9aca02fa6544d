# SPDX-License-Identifier: GPL-3.0-or-later
"""What a thousand accounts cost beside ten: the same person, and another accounts.conf."""

import os

from measuring import in_turn
import windows

FEW = 10
MANY = 1000
MOST = 3000

ACCOUNT = '''
[{number:08x}-1111-4111-8111-111111111111]
Name=Account {number}
Issuer=https://id{number}.example
ClientId=tessera-demo
'''


def _with_accounts(person, count):
    """The person's environment with so many accounts, the one that is signed in among them."""
    config = os.path.join(person.folder, f'config-{count}')
    own = os.path.join(person.environment['XDG_CONFIG_HOME'], 'tessera/accounts.conf')
    os.makedirs(os.path.join(config, 'tessera'))
    with open(own, encoding='utf-8') as f:
        text = f.read()
    text += ''.join(ACCOUNT.format(number=number) for number in range(count - 1))
    with open(os.path.join(config, 'tessera/accounts.conf'), 'w', encoding='utf-8') as f:
        f.write(text)
    return {**person.environment, 'XDG_CONFIG_HOME': config}


def _compare(table, person, runs, name, command, sides, bound):
    many, few = in_turn(runs, *(lambda side=side: person.start_in(side, *command).finish()[1]
                                for side in sides))
    table.compare(name, 'ms', many['elapsed'], few['elapsed'], bound)
    table.compare(f'{name}, processor time', 'ms', many['cpu'], few['cpu'], bound)


def measure(build_root, tessera, person, table, display, runs, short_runs):
    few, many, most = (_with_accounts(person, count) for count in (FEW, MANY, MOST))
    table.head('Accounts', MANY, FEW)
    _compare(table, person, short_runs, 'tessera token', (tessera, 'token', 'Work'), (many, few), 1.5)
    _compare(table, person, short_runs, 'tessera list', (tessera, 'list'), (many, few), 8)
    window = in_turn(runs, *(lambda side=side: windows.first_frame(
        build_root, 'src/window/tessera-gtk', side, display) for side in (many, few)))
    table.compare('first frame', 'ms', *(side['elapsed'] for side in window), 1.3)
    table.compare('first frame, processor time', 'ms', *(side['cpu'] for side in window), 1.3)
    table.compare('memory of its own', 'MiB', *(side['private'] for side in window), 2)
    # Linear: three times the accounts take at most three times as long.
    table.head('Accounts', MOST, MANY)
    _compare(table, person, short_runs, 'tessera token', (tessera, 'token', 'Work'), (most, many), 3)
    _compare(table, person, short_runs, 'tessera list', (tessera, 'list'), (most, many), 3)
