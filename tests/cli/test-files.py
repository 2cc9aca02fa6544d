#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""accounts.conf: of a person, of an administrator, broken, and written by many at once."""

import os
import stat

from tap import equal, holds, run

ADMINISTRATOR = '''# Deployed by the computing centre.
[company]
Name=Company
Issuer=https://login.company.example/
ClientId=desktop
'''

# Files that cannot be read at all, so that nothing may be written; and the line to name.
BROKEN = [
    ('[work]\nName=Work\nneither group nor key\n', 3),
    ('# a comment\n\nName=Work\n', 3),
    ('[work\nName=Work\n', 1),
]

# Files with an account that is wrong; None: the sentence names it in another way.
WRONG = [
    ('[work]\nName=Work\nIssuer=https://x.example\nClientId=x\n\n[bad group!]\nName=Bad\n', 6),
    ('[work]\nIssuer=https://x.example\nClientId=x\n', 1),
    ('[work]\nName=Work\nClientId=x\n[home]\nName=Work\nClientId=x\n', None),
    ('[work]\nName=W\xff\nClientId=x\n', None),
]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='latin-1') as file:
        file.write(text)


def read(path):
    with open(path, encoding='latin-1') as file:
        return file.read()


def broken(tessera):
    """a broken file is reported with its line, by every command, and is never overwritten"""
    for text, line in BROKEN:
        write(tessera.accounts_conf, text)
        for command in (('list',), ('status',), ('show', 'Work'), ('token', 'Work'), ('login', 'Work'),
                        ('remove', 'Work'), ('logout', 'Work'),
                        ('add', 'New', '--issuer', 'https://x.example', '--client-id', 'x')):
            holds(tessera.fail(2, *command), 'accounts.conf', f'line {line}')
            equal(tessera.error(2, *command)['id'], 'invalid_configuration')
        equal(read(tessera.accounts_conf), text)


def wrong(tessera):
    """a wrong account is reported too, and is still in the file after another one was added"""
    for text, line in WRONG:
        write(tessera.accounts_conf, text)
        for command in (('list',), ('status',)):
            holds(tessera.fail(2, *command), 'accounts.conf' if line else '', f'line {line}' if line else '')
            equal(tessera.error(2, *command)['id'], 'invalid_configuration')
        equal(read(tessera.accounts_conf), text)
        tessera.run('add', 'New', '--issuer', 'https://x.example', '--client-id', 'x')
        holds(read(tessera.accounts_conf).replace('\n\n', '\n'), text.replace('\n\n', '\n'))


def broken_beside(tessera):
    """an account that is all right is there and usable although another one is broken"""
    text = '[work]\nName=Work\nIssuer=https://x.example\nClientId=x\n[home]\nIssuer=https://x.example\n'
    write(tessera.accounts_conf, text)
    done = tessera.run('list')
    equal((done.returncode, done.stdout), (2, 'Work\n'))
    holds(done.stderr, 'line 5')
    equal(tessera.ask('show', 'Work')['client_id'], 'x')
    equal(tessera.error(3, 'token', 'Work')['id'], 'not_signed_in')


def pipe(tessera):
    """a pipe in the place of a file keeps nobody waiting"""
    os.makedirs(os.path.dirname(tessera.accounts_conf), exist_ok=True)
    os.mkfifo(tessera.accounts_conf)
    for command in (('list',), ('status',), ('show', 'Work'), ('token', 'Work'), ('login', 'Work'),
                    ('remove', 'Work'), ('refresh', 'Work'), ('logout', 'Work'),
                    ('add', 'New', '--issuer', 'https://x.example', '--client-id', 'x')):
        holds(tessera.fail(1, *command), 'accounts.conf', 'is not a regular file')
        equal(tessera.error(1, *command)['id'], 'failed')


def administrator(tessera):
    """accounts of the administrator are there, read-only, and nobody's group overrides one"""
    path = os.path.join(tessera.administrator, 'tessera', 'accounts.conf')
    write(path, ADMINISTRATOR)
    tessera.add('Work')
    equal({account['name']: account['read_only'] for account in tessera.ask('list')['accounts']},
          {'Work': False, 'Company': True})
    shown = tessera.ask('show', 'Company')
    equal((shown['id'], shown['issuer'], shown['read_only']),
          ('company', 'https://login.company.example/', True))
    holds(tessera.do('show', 'Company'), 'administrator')
    equal(tessera.error(2, 'remove', 'Company')['id'], 'read_only')
    holds(tessera.fail(2, 'remove', 'Company'), 'Company')
    arguments = ('add', 'Company', '--issuer', 'https://evil.example', '--client-id', 'x')
    equal(tessera.error(2, *arguments)['id'], 'account_exists')
    equal(tessera.error(3, 'token', 'Company')['id'], 'not_signed_in')

    write(tessera.accounts_conf, '[company]\nName=Mine\nIssuer=https://evil.example\nClientId=x\n')
    equal(tessera.ask('show', 'Company')['issuer'], 'https://login.company.example/')
    equal('Mine' in tessera.run('list').stdout, False)
    equal(read(path), ADMINISTRATOR)

    # With an ID of its own, and the name of the administrator's: that is the one who is meant.
    write(tessera.accounts_conf, '[mine]\nName=Company\nIssuer=https://evil.example\nClientId=x\n')
    equal(tessera.ask('show', 'Company')['issuer'], 'https://login.company.example/')
    holds(tessera.fail(2, 'list'), 'Two accounts have the name “Company”')


def several_administrators(tessera):
    """of several directories of XDG_CONFIG_DIRS the first one counts most"""
    other = os.path.join(tessera.home, 'other')
    write(os.path.join(tessera.administrator, 'tessera', 'accounts.conf'), ADMINISTRATOR)
    write(os.path.join(other, 'tessera', 'accounts.conf'),
          ADMINISTRATOR.replace('desktop', 'other') + '[lab]\nName=Lab\nIssuer=https://l.example\n'
          'ClientId=x\n')
    tessera.environment['XDG_CONFIG_DIRS'] = f'{tessera.administrator}:{other}'
    equal(tessera.ask('show', 'Company')['client_id'], 'desktop')
    holds(tessera.run('list').stdout, 'Company\n', 'Lab\n')


def by_hand(tessera):
    """what a person wrote into the file stays: comments, keys that nobody knows, and a link"""
    elsewhere = os.path.join(tessera.home, 'dotfiles')
    text = ('# My accounts.\n[work]\n# the old one\nName=Work\nIssuer=https://x.example\nClientId=x\n'
            'Colour=blue\n')
    write(elsewhere, text)
    os.makedirs(os.path.dirname(tessera.accounts_conf))
    os.symlink(elsewhere, tessera.accounts_conf)
    tessera.add('Home')
    tessera.do('remove', 'Home')
    equal(os.path.islink(tessera.accounts_conf), True)
    holds(read(elsewhere), '# My accounts.', '# the old one', 'Colour=blue', 'Name=Work')
    equal(tessera.do('list'), 'Work\n')


def modes(tessera):
    """the file is for nobody else to read, and what is written beside it neither"""
    old = os.umask(0)
    try:
        tessera.add('Work')
    finally:
        os.umask(old)
    directory = os.path.dirname(tessera.accounts_conf)
    equal(stat.S_IMODE(os.stat(directory).st_mode), 0o700)
    equal(stat.S_IMODE(os.stat(tessera.accounts_conf).st_mode), 0o600)
    equal(os.listdir(directory), ['accounts.conf'])


def many_at_once(tessera):
    """twelve that add and four that remove at the same time lose nothing"""
    for number in range(4):
        tessera.add(f'Old {number}')
    jobs = [['add', f'New {number}', '--issuer', f'https://x{number}.example', '--client-id', 'x']
            for number in range(12)]
    jobs += [['remove', f'Old {number}'] for number in range(4)]
    running = [tessera.start(*job) for job in jobs]
    for program in running:
        _, said = program.communicate(timeout=120)
        equal((program.returncode, said), (0, ''))
    accounts = tessera.ask('list')['accounts']
    equal(sorted(account['name'] for account in accounts),
          sorted(f'New {number}' for number in range(12)))
    equal(len({account['id'] for account in accounts}), 12)
    for number in range(12):
        equal(tessera.ask('show', f'New {number}')['issuer'], f'https://x{number}.example')


def one_of_many(tessera):
    """of eight that add the same name at the same time one succeeds"""
    running = [tessera.start('add', 'Work', '--issuer', 'https://x.example', '--client-id', 'x')
               for _ in range(8)]
    for program in running:
        program.communicate(timeout=120)
    equal(sorted(program.returncode for program in running), [0] + [2] * 7)
    equal(tessera.do('list'), 'Work\n')


def read_only_disk(tessera):
    """accounts that cannot be written down are exit 1, and the ones before are still there"""
    tessera.add('Work')
    before = read(tessera.accounts_conf)
    directory = os.path.dirname(tessera.accounts_conf)
    elsewhere = f'{directory}.moved'
    os.rename(directory, elsewhere)
    write(directory, 'a file where the directory should be')
    equal(tessera.error(1, 'add', 'Home', '--issuer', 'https://x.example', '--client-id', 'x')['id'],
          'failed')
    os.remove(directory)
    os.rename(elsewhere, directory)
    equal(read(tessera.accounts_conf), before)


run(broken, wrong, broken_beside, administrator, several_administrators, by_hand, modes, many_at_once,
    one_of_many, read_only_disk, pipe)
