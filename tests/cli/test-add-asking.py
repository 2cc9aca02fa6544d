#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera add at a terminal without options: it asks for what it needs, step by step."""

import json

from pseudo_terminal import Terminal
from sign_in import Browser, Provider, wait_for
from tap import equal, holds, lacks, run

FIRST = 'Your provider'
NAME = 'Account name'


def answer(tessera, *answers, arguments=(), **options):
    """Give each answer once its question is there: exit status and all that was said."""
    with Terminal(tessera, 'add', *arguments, **options) as terminal:
        for question, typed in answers:
            terminal.wait_for(question)
            terminal.type(typed + '\n')
        return terminal.end()


def written(tessera):
    try:
        with open(tessera.accounts_conf, encoding='utf-8') as file:
            return file.read()
    except FileNotFoundError:
        return ''


def step_by_step(tessera):
    """the provider, its fields in its words with their defaults, a name; then what to register and do"""
    status, said = answer(tessera, (FIRST, 'okta'), ('Okta domain (acme.okta.com): ', 'acme.okta.com'),
                          ('Client ID: ', ' 0oa1 '), ('[default]: ', ''), ('[Okta – acme]: ', ''))
    equal(status, 0)
    holds(said, 'is not listed, type 35.\n', '  1  Auth0', 'Another provider', 'Create App Integration',
          'Redirect URI to register: http://localhost:6363/', 'Issuer: https://acme.okta.com/oauth2/default',
          "tessera login 'Okta – acme'\n")
    equal(said.index('Redirect URI to register') < said.index('Client ID: '), True)
    shown = tessera.ask('show', 'Okta – acme')
    equal((shown['preset'], shown['client_id'], shown['issuer']),
          ('okta', '0oa1', 'https://acme.okta.com/oauth2/default'))


def by_number_and_name(tessera):
    """a number of the list, with the account's name on the command line; a name that is taken is another question"""
    status, said = answer(tessera, (FIRST, '6'), ('Server address', 'https://login.example.org/auth/admin'),
                          ('Realm: ', 'work'), ('Client ID: ', 'desktop'), arguments=('Work',))
    equal(status, 0)
    lacks(said, NAME)
    equal(tessera.ask('show', 'Work')['issuer'], 'https://login.example.org/auth/realms/work')
    status, said = answer(tessera, arguments=('Work',))
    equal(status, 2)
    lacks(said, FIRST)
    holds(said, 'The account “Work” already exists.')
    status, said = answer(tessera, (FIRST, 'Keycloak'), ('Server address', 'x.example'), ('Realm: ', 'r'),
                          ('Client ID: ', 'x'), (NAME, 'Work'), ('The account “Work” already exists.', 'Home'))
    equal((status, tessera.do('list')), (0, 'Work\nHome\n'))


def pasted(tessera):
    """an address that was copied from the provider fills in what it tells"""
    status, said = answer(tessera, (FIRST, 'https://login.example.org/realms/work/account?x=y'),
                          ('[https://login.example.org]: ', ''), ('[work]: ', ''), ('Client ID: ', 'x'), (NAME, 'K'))
    equal((status, tessera.ask('show', 'K')['issuer']), (0, 'https://login.example.org/realms/work'))
    status, said = answer(tessera, (FIRST, 'https://acme.auth.eu-west-1.amazoncognito.com/login'),
                          ('User pool ID (', 'eu-west-1_Ab1'), ('Client ID: ', 'x'), ('Client secret', ''), (NAME, 'C'))
    equal(status, 0)
    holds(said, 'the login page')
    file = json.dumps({'installed': {'client_id': '1.apps.googleusercontent.com', 'client_secret': 'hidden'}})
    status, said = answer(tessera, (FIRST, file), ('[1.apps.googleusercontent.com]: ', ''), (NAME, 'G'))
    equal((status, tessera.ask('show', 'G')['client_id']), (0, '1.apps.googleusercontent.com'))
    lacks(written(tessera), 'hidden')


def wrong_answers(tessera):
    """what makes no sense is asked for again, and an unusual format is remarked upon"""
    status, said = answer(tessera, (FIRST, 'nonsense'), ('no such provider', 'auht0'),
                          ('Did you mean “auth0”?', ''), (FIRST, '99'), ('no such provider', '0'),
                          (FIRST, 'microsoft'), ('Application (client) ID: ', 'mine'), ('usual format', 'acme.example'),
                          ('API scope (optional): ', ''), (NAME, 'a\x07b'), ('control', 'Work'))
    equal(status, 0)
    equal((said.count('no such provider'), said.count('usual format')), (3, 2))
    status, said = answer(tessera, (FIRST, 'auth0'), ('Domain (', 'no host'), ('is not an address', ''),
                          ('Domain (', 'acme.auth0.com'), ('Client ID: ', 'x'), ('API identifier', ''), (NAME, 'Home'))
    equal((status, tessera.do('list')), (0, 'Work\nHome\n'))


def pasted_as_field(tessera):
    """an address that was copied fills in more fields than the one it was typed for; http is refused at once"""
    status, said = answer(tessera, (FIRST, 'keycloak'), ('Server address', 'http://sso.example.org:8080'),
                          ('“Server address” must use https', 'https://sso.example.org/realms/staff/account'),
                          ('Realm [staff]: ', ''), ('Client ID: ', 'x'), (NAME, 'K'))
    equal((status, tessera.ask('show', 'K')['issuer']), (0, 'https://sso.example.org/realms/staff'))
    status, said = answer(tessera, (FIRST, 'auth0'), ('Domain (', 'manage.auth0.com'), ('dashboard', 'acme.auth0.com'),
                          ('Client ID: ', 'https://x'), ('usual format', ''), (NAME, 'A'))
    equal((status, tessera.ask('show', 'A')['issuer']), (0, 'https://acme.auth0.com/'))


def secret(tessera):
    """a client secret is not shown, and asked for where the provider needs one"""
    with Terminal(tessera, 'add', 'Code') as terminal:
        terminal.wait_for(FIRST)
        terminal.type('github\n')
        terminal.wait_for('Client ID: ')
        equal(terminal.echoes(), True)
        terminal.type('x\n')
        terminal.wait_for('Client secret: ')
        equal(terminal.echoes(), False)
        terminal.type('\n')
        terminal.wait_for('Client secret: \nThis is required.\nClient secret: ')
        terminal.type('hidden-secret\n')
        status, said = terminal.end()
    equal(status, 0)
    lacks(said + written(tessera), 'hidden-secret')


def leaving(tessera):
    """Ctrl-C and Ctrl-D at any question add nothing, and the terminal is as it was"""
    script = 'trap : INT; "$0" add; echo "ended $?"; read -r line; echo "it was $line"'
    steps = ((FIRST, 'github\n'), ('Client ID: ', 'x\n'), ('Client secret: ', 'hidden\n'), (NAME, ''))
    for key in ('\x03', '\x04'):
        for last in range(len(steps)):
            with Terminal(tessera, script=script) as terminal:
                for question, typed in steps[:last]:
                    terminal.wait_for(question)
                    terminal.type(typed)
                terminal.wait_for(steps[last][0])
                terminal.type(key)
                holds(terminal.wait_for('ended 4\n'), 'tessera: No account was added.\n')
                equal(terminal.echoes(), True)
                terminal.type('something\n')
                holds(terminal.end()[1], 'it was something')
    equal(written(tessera), '')


def another_provider(tessera):
    """an address that nobody knows is looked up, at its parent paths too, and the account signs in"""
    with Provider(tessera, '--confidential') as provider, Browser(tessera):
        status, said = answer(tessera, (FIRST, '35'), ('Provider’s address', f'{provider.issuer}/a/page?x=y'),
                              ('Client ID: ', 'tessera-demo'), ('Client secret (optional): ', 'demo-secret'),
                              arguments=('Work',))
        equal(status, 0)
        holds(said, 'Looking for the provider', f'Issuer: {provider.issuer}\n')
        tessera.do('login', 'Work')
        holds(tessera.do('status'), 'Signed in')


def found_by_metadata(tessera):
    """where the metadata tells what it is, the preset holds and where to register is told"""
    with Provider(tessera, '--habits', 'zitadel') as provider:
        status, said = answer(tessera, (FIRST, f'{provider.issuer}/ui/console'), ('Client ID: ', 'tessera-demo'),
                              ('Client secret', ''), (NAME, 'Work'))
        equal((status, tessera.ask('show', 'Work')['preset']), (0, 'zitadel'))
        holds(said, 'tick Refresh Token')


def not_found(tessera):
    """where there is no metadata that is said and asked again; Ctrl-C ends the look-up"""
    with Provider(tessera, faults=['metadata-missing']) as provider:
        with Terminal(tessera, 'add', 'Work') as terminal:
            terminal.wait_for(FIRST)
            terminal.type(f'{provider.issuer}/\n')
            terminal.wait_for('404')
            provider.break_rule('metadata-hang')
            terminal.type(f'{provider.issuer}/\n')
            wait_for('the second look-up', lambda: provider.requests('/.well-known/openid-configuration') == 2)
            terminal.type('\x03')
            status, said = terminal.end()
    equal((status, written(tessera)), (4, ''))
    holds(said, 'No account was added.')


def without_terminal(tessera):
    """nothing is asked where nobody could answer, or where options say what is wanted"""
    holds(tessera.fail(2, 'add'), 'tessera add')
    holds(tessera.fail(2, 'add', 'Work', typed='okta\n'), 'issuer')
    equal(tessera.error(2, 'add')['id'], 'usage')
    for arguments in (('--json',), ('--client-id', 'x'), ('Work', '--scope', 'openid'), ('Work', '--json')):
        with Terminal(tessera, 'add', *arguments) as terminal:
            status, said = terminal.end()
        equal((arguments, status), (arguments, 2))
        lacks(said, FIRST)
    with Terminal(tessera, script='"$0" add </dev/null') as terminal:
        lacks(terminal.end()[1], FIRST)


def narrow(tessera):
    """the list fits a narrow terminal and one that has no width"""
    for columns in (40, 80, 200):
        with Terminal(tessera, 'add', columns=columns) as terminal:
            said = terminal.wait_for(FIRST)
            terminal.type('\x04')
            terminal.end()
        lines = said.split(FIRST)[0].splitlines()
        equal((columns, max(len(line) for line in lines) <= columns), (columns, True))
        equal(sum(line.count('Keycloak') for line in lines), 1)


run(step_by_step, by_number_and_name, pasted, wrong_answers, secret, leaving, another_provider, found_by_metadata,
    not_found, without_terminal, narrow, pasted_as_field)
