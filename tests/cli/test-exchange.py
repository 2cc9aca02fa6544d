#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera export and import: accounts go to somebody else without a secret, and come from a stranger without harm."""

import json
import os

from tap import equal, holds, lacks, run

HEAD = '[Tessera Accounts]\nVersion=1\n'
ACCOUNT = '[a]\nName=Work\nIssuer=https://login.example.org/\nClientId=desktop\n'


def write(tessera, text):
    path = os.path.join(tessera.home, 'some.tessera')
    with open(path, 'w', encoding='utf-8', newline='') as file:
        file.write(text)
    return path


def names(tessera):
    return [account['name'] for account in tessera.ask('list')['accounts']]


def show(tessera, name):
    account = tessera.ask('show', name)
    return {key: value for key, value in account.items() if key not in ('id', 'ca_file')}


def goes_round(tessera):
    """what is exported and imported elsewhere is the same account, but for secrets, IDs and certificates"""
    tessera.add('Work', '--scope', 'openid', '--scope', 'a,b', '--auth-param', 'claims=1;y=2', '--host', 'git.example.com',
                '--ca', '/etc/ssl/own.pem')
    tessera.do('edit', 'Work', '--client-secret-stdin', typed='sesame\n')
    tessera.add('Home')
    before = show(tessera, 'Work')
    account = tessera.ask('show', 'Work')['id']
    text = tessera.do('export')
    lacks(text, 'sesame', account, '/etc/ssl')
    equal(json.loads(tessera.do('export', 'Home', 'Work', '--json'))['accounts'], 2)
    lacks(tessera.do('export', 'Home'), 'Work')
    tessera.do('remove', 'Work')
    tessera.do('remove', 'Home')
    said = tessera.do('import', write(tessera, text))
    holds(said, 'Added “Work”.', 'signs in at: https://provider.example', 'gives its token to: git.example.com')
    equal(names(tessera), ['Work', 'Home'])
    equal(show(tessera, 'Work'), before)
    holds(tessera.fail(2, 'export', 'Nobody'), 'Nobody')


def skips_and_renames(tessera):
    """an account that is there is skipped, one whose name is taken gets another, and a dry run adds nothing"""
    tessera.add('Work')
    text = tessera.do('export') + ACCOUNT + ACCOUNT.replace('[a]', '[b]').replace('desktop', 'other')
    path = write(tessera, text)
    said = tessera.do('import', path, '--dry-run')
    holds(said, '“Work” already exists.', '“Work” would be added as “Work 2”.', '“Work” would be added as “Work 3”.')
    equal(names(tessera), ['Work'])
    accounts = tessera.ask('import', path)['accounts']
    equal([account['import'] for account in accounts], ['exists', 'renamed', 'renamed'])
    equal(names(tessera), ['Work', 'Work 2', 'Work 3'])
    equal([account['import'] for account in tessera.ask('import', path)['accounts']], ['exists'] * 3)


def reads_standard_input(tessera):
    """“-” is standard input"""
    holds(tessera.do('import', '-', typed=HEAD + ACCOUNT), 'Added “Work”.')


def tells_what_is_left_out(tessera):
    """what nobody here knows, and the names of files, are not taken over, and that is said"""
    path = write(tessera, HEAD + ACCOUNT + 'ClientSecret=sesame\nCaFile=/home/me/ca.pem\nClientCert=pkcs11:token=x\n')
    holds(tessera.do('import', path), 'Not imported: CaFile, ClientCert, ClientSecret.')
    with open(tessera.accounts_conf, encoding='utf-8') as file:
        lacks(file.read(), 'sesame', 'ca.pem', 'pkcs11')
    equal(tessera.ask('import', path)['not_taken_over'], ['CaFile', 'ClientCert', 'ClientSecret'])


def shows_strange_hosts(tessera):
    """an endpoint elsewhere than the issuer is shown: the code would go there"""
    path = write(tessera, HEAD + ACCOUNT + 'TokenEndpoint=https://evil.example/token\nHosts=api.example.org;\n')
    holds(tessera.do('import', path, '--dry-run'), 'also contacts: evil.example')
    equal(tessera.ask('import', path)['accounts'][0]['other_hosts'], ['evil.example'])
    path = write(tessera, HEAD + ACCOUNT + 'TokenEndpoint=https://login.example.org:8443/token\n'
                                           'JwksUri=https://login.example.org:443/keys\n')
    holds(tessera.do('import', path, '--dry-run'), 'also contacts: login.example.org:8443\n')


def reads_names_of_all_scripts(tessera):
    """emoji, and letters that a character without a width joins, are part of a name"""
    for name in ('👩\u200d💻 Work', '❤\ufe0f', '1\ufe0f\u20e3 Work', '©\ufe0f', 'می\u200cخواهم',
                 'עבודה C++\u200f', 'Work\u200e'):
        holds(tessera.do('import', write(tessera, HEAD + ACCOUNT.replace('Work', name)), '--dry-run'), 'would be added')


def warns_of_a_file_that_cannot_be_read(tessera):
    """an account with more in it than a file may have is exported all the same, and that is said"""
    tessera.add('Work')
    tessera.add('Long', '--scope', 'a' * 300)
    warning = ('This file cannot be imported. The account in the group “account-2” cannot be used. '
               'The value of “Scopes” cannot be read.')
    said = tessera.run('export')
    equal(said.returncode, 0)
    holds(said.stderr, warning)
    holds(said.stdout, 'a' * 300)
    holds(tessera.ask('export')['warning']['message'], warning)
    equal(tessera.run('export', 'Work').stderr, '')


def refuses(tessera):
    """a hostile file is refused as a whole, in one sentence that is safe to show"""
    good = HEAD + ACCOUNT
    many = HEAD + ''.join(ACCOUNT.replace('[a]', f'[a{n}]').replace('Work', f'Work{n}') for n in range(101))
    for text, said in (
            ('', 'not contain Tessera'),
            (ACCOUNT, 'not contain Tessera'),
            ('\0\0\0', 'not UTF-8 text'),
            (good.replace('=1\n', '=2\n', 1), 'newer Tessera'),
            (HEAD, 'contains no accounts'),
            (many, 'more than 100'),
            (good + '#' * 300000, 'too large'),
            (good.replace('Work', 'W\x1b[31mork'), '“a” cannot be used. The value of “Name” contains control characters'),
            (good + 'Hosts=1\ufe0f.example;\n', 'The value of “Hosts” contains control characters'),
            (good + 'Audience=a\u200e\n', 'The value of “Audience” contains control characters'),
            (good + 'Un\u202eknown=a\n', 'The file contains control characters'),
            (good.replace('[a]', '[a\x1b[31m]'), 'not contain Tessera'),
            (good.replace('[a]', '[a\u202e]'), 'The file contains control characters'),
            (good.replace('Work', 'Wo\u202ekr'), 'control characters'),
            (good.replace('Work', 'Wo\u200brk'), 'control characters'),
            (good.replace('Work', 'Wo\u200drk'), 'control characters'),
            (good.replace('Work', 'Work\ufe0f'), 'control characters'),
            (good.replace('Work', 'Work\u3164'), 'control characters'),
            (good.replace('desktop', 'desk\\ntop'), 'control characters'),
            (good + 'Audience=a\\rb\n', 'control characters'),
            (good.replace('https://login', 'http://login'), '“a” cannot be used'),
            (good + 'Hosts=http://evil.example;\n', '“a” cannot be used'),
            (good.replace('Name=Work\n', ''), 'needs a name'),
            (good.replace('[a]', '[../../x]'), '“../../x” cannot be used'),
    ):
        line = tessera.fail(2, 'import', write(tessera, text))
        holds(line, said)
        lacks(line, '\x1b', '\u202e')
        equal(names(tessera), [])
    holds(tessera.fail(2, 'import', '/dev/zero'), 'cannot be imported')
    holds(tessera.fail(2, 'import', os.path.join(tessera.home, 'none')), 'cannot be imported')
    holds(tessera.fail(2, 'import'), 'needs a file')


run(goes_round, skips_and_renames, reads_standard_input, tells_what_is_left_out, shows_strange_hosts,
    reads_names_of_all_scripts, warns_of_a_file_that_cannot_be_read, refuses)
