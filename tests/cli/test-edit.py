#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera edit and default."""

import os

from kept import record, sign_in, state
from offered import read_options
from sign_in import Provider, list_secrets
from tap import equal, holds, lacks, run

from pseudo_terminal import Terminal

ISSUER = 'https://provider.example'
# What is no field of accounts.conf, and the member of `show` where it is another word.
NO_FIELDS = ('client-secret-stdin', 'set', 'json', 'help')
VALUES = {'client-auth': 'post', 'redirect-uri': 'http://localhost:6364/', 'auth-param': 'prompt=login',
          'host': 'git.example.com', 'scope': 'read', 'preset': 'okta', 'offline-access': 'never',
          'id-token-alg': 'HS256', 'ca': '/ca.pem', 'client-cert': '/own.pem',
          'client-key': '/own.key'}
# What an option cannot be without.
TOGETHER = {'client-key': 'client-cert'}


def every_option(tessera):
    """every option of add can be changed and taken back, and nothing else changes"""
    tessera.add('Work')
    before = tessera.ask('show', 'Work')
    required = {'issuer', 'client-id'}
    for option, value in read_options(tessera.do('add', '--help')).items():
        if option in NO_FIELDS:
            continue
        new = VALUES.get(option, ISSUER + '/new')
        other = TOGETHER.get(option)
        tessera.do('edit', 'Work', f'--{option}', new, *([f'--{other}', VALUES[other]] if other else []))
        text = tessera.do('show', 'Work')
        holds(text, new)
        if option in required:
            tessera.fail(2, 'edit', 'Work', '--unset', option)
            tessera.do('edit', 'Work', f'--{option}', {'issuer': ISSUER, 'client-id': 'tessera-demo'}[option])
        else:
            tessera.do('edit', 'Work', '--unset', option, *(['--unset', other] if other else []))
        equal((option, tessera.ask('show', 'Work')), (option, before))


def lists(tessera):
    """a list replaces the one that was there; an option with dashes can be taken back too"""
    tessera.add('Work', '--scope', 'openid', '--scope', 'email', '--host', 'a.example')
    tessera.do('edit', 'Work', '--scope', 'openid', '--host', 'b.example', '--host', 'c.example')
    shown = tessera.ask('show', 'Work')
    equal((shown['scopes'], shown['hosts']), (['openid'], ['b.example', 'c.example']))
    tessera.do('edit', 'Work', '--unset', '--scope', '--unset=host')
    shown = tessera.ask('show', 'Work')
    equal(('scopes' in shown, 'hosts' in shown), (False, False))


def rename(tessera):
    """--name renames; the ID stays, a name that is taken is refused"""
    tessera.add('Work')
    tessera.add('Home')
    before = tessera.ask('show', 'Work')['id']
    answer = tessera.ask('edit', 'Work', '--name', 'Job')
    equal(answer, {'name': 'Job', 'id': before, 'keeps_session': True})
    equal(tessera.do('list'), 'Job\nHome\n')
    equal(tessera.error(2, 'edit', 'Job', '--name', 'Home')['id'], 'account_exists')
    equal(tessera.error(2, 'edit', 'Job', '--name', '')['id'], 'invalid_configuration')


def mistakes(tessera):
    """what cannot work changes nothing, nor does nothing to change"""
    tessera.add('Work')
    before = tessera.ask('show', 'Work')
    for arguments, named in ((('--issuer', 'http://x.example'), 'https'), (('--unset', 'frob'), 'frob'),
                             (('--preset', 'okat'), 'Did you mean “okta”?'),
                             (('--unset', 'name'), '“name”'), ((), 'nothing to change'),
                             (('--host', 'two words'), 'two words')):
        holds(tessera.fail(2, 'edit', 'Work', *arguments), named)
    equal(tessera.error(2, 'edit', 'Work', '--preset', 'okat')['id'], 'invalid_configuration')
    with Terminal(tessera, 'edit', 'Work', '--redirect-uri', 'foo') as terminal:
        holds(terminal.end()[1], 'Run “tessera edit --help” for the options.')
    equal(tessera.ask('show', 'Work'), before)


def registration(tessera):
    """what has to be registered from now on is said, as add does, and only then"""
    tessera.add('Work')
    equal(tessera.do('edit', 'Work', '--audience', 'x'), 'Changed “Work”.\n')
    holds(tessera.do('edit', 'Work', '--preset', 'keycloak'),
          'Changed “Work”.\nRedirect URI to register: http://127.0.0.1/\n', '“Valid post logout redirect URIs”')
    holds(tessera.do('edit', 'Work', '--redirect-uri', 'http://localhost:7000/'), 'register: http://localhost:7000/\n')
    holds(tessera.do('edit', 'Work', '--preset', 'Google'), 'No redirect URI needs to be registered')


def read_only(tessera):
    """an account of the administrator's is not changed, but may be the default"""
    directory = os.path.join(tessera.administrator, 'tessera')
    os.mkdir(directory)
    with open(os.path.join(directory, 'accounts.conf'), 'w', encoding='utf-8') as file:
        file.write(f'[deployed]\nName=Firm\nIssuer={ISSUER}\nClientId=x\n')
    tessera.add('Work')
    equal(tessera.error(2, 'edit', 'Firm', '--audience', 'x')['id'], 'read_only')
    tessera.do('default', 'Firm')
    equal(tessera.ask('show')['name'], 'Firm')


def keeps_session(tessera):
    """the session stays where issuer, client ID and token endpoint do, and comes back with them"""
    with Provider(tessera) as provider:
        token = sign_in(tessera, provider)
        holds(tessera.do('edit', 'Work', '--audience', 'x', '--name', 'Job', '--host', 'a.example'), 'Job')
        equal(tessera.do('token', 'Job').strip(), token)
        said = tessera.do('edit', 'Job', '--client-id', 'other')
        holds(said, 'Sign in again')
        equal(tessera.error(3, 'token', 'Job')['id'], 'not_signed_in')
        account, = tessera.ask('status', 'Job')['accounts']
        equal(account, {'name': 'Job', 'state': 'signed-out', 'renewable': False})
        lacks(tessera.do('edit', 'Job', '--client-id', 'tessera-demo'), 'sign in again')
        account, = tessera.ask('status', 'Job')['accounts']
        equal(account['state'], 'signed-in')
        tessera.do('edit', 'Job', '--client-id', 'other')
        equal(tessera.ask('edit', 'Job', '--client-id', 'tessera-demo')['keeps_session'], False)
        equal(tessera.do('token', 'Job').strip(), token)


def old_record(tessera):
    """a record that does not say whose the session is counts as it did before"""
    with Provider(tessera) as provider:
        sign_in(tessera, provider)
        path = record(tessera)
        with open(path, encoding='utf-8') as file:
            lines = [line for line in file if not line.startswith(('Issuer=', 'ClientId=', 'TokenEndpoint='))]
        with open(path, 'w', encoding='utf-8') as file:
            file.writelines(lines)
        tessera.do('edit', 'Work', '--client-id', 'other')
        equal(state(tessera), 'signed-in')


def client_secret(tessera):
    """--client-secret-stdin stores a secret, --unset client-secret deletes it"""
    tessera.add('Work')
    account = tessera.ask('show', 'Work')['id']
    tessera.do('edit', 'Work', '--client-secret-stdin', typed='hush\n')
    equal(list_secrets(account), ['client-secret'])
    tessera.fail(2, 'edit', 'Work', '--client-secret-stdin', typed='')
    tessera.do('edit', 'Work', '--audience', 'x')
    equal(list_secrets(account), ['client-secret'])
    tessera.do('edit', 'Work', '--unset', 'client-secret')
    equal(list_secrets(account), [])


def secret_interrupted(tessera):
    """Ctrl-C at the question for the secret is told in a sentence of ours"""
    tessera.add('Work')
    for command, said in ((('edit', 'Work'), 'Nothing was changed.'),
                          (('add', 'Home', '--issuer', ISSUER, '--client-id', 'x'), 'No account was added.')):
        with Terminal(tessera, *command, '--client-secret-stdin') as terminal:
            terminal.wait_for('Client secret: ')
            terminal.type('\x03')
            status, text = terminal.end()
        equal((status, text.splitlines()[-1]), (4, f'tessera: {said}'))
    equal(tessera.do('list'), 'Work\n')


def secret_not_stored(tessera):
    """where the secret cannot be stored, the account stays as it was"""
    tessera.add('Work')
    before = tessera.ask('show', 'Work')
    tessera.fail(8, 'edit', 'Work', '--audience', 'x', '--client-secret-stdin', typed='hush\n',
                 DBUS_SESSION_BUS_ADDRESS='unix:path=/nonexistent')
    equal(tessera.ask('show', 'Work'), before)


def another_meanwhile(tessera):
    """an edit leaves what another one changed while it waited for its secret, and while it failed"""
    tessera.add('Work')
    for environment, status in (({}, 0), ({'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/nonexistent'}, 8)):
        with Terminal(tessera, 'edit', 'Work', '--audience', f'audience-{status}', '--client-secret-stdin',
                      **environment) as terminal:
            terminal.wait_for('Client secret: ')
            tessera.do('edit', 'Work', '--host', f'host-{status}.example.com')
            terminal.type('hush\n')
            equal(terminal.end()[0], status)
        shown = tessera.ask('show', 'Work')
        equal((shown['audience'], shown['hosts']), ('audience-0', [f'host-{status}.example.com']))


def default(tessera):
    """default says and sets the account that is meant where none is named"""
    equal((tessera.do('default'), tessera.ask('default')), ('', {}))
    tessera.add('Work')
    equal(tessera.do('default'), 'Work\n')
    tessera.add('Home')
    equal(tessera.do('default'), '')
    equal(tessera.ask('default', 'Home')['name'], 'Home')
    equal((tessera.do('default'), tessera.do('default', 'Work'), tessera.do('default')),
          ('Home\n', 'Work\n', 'Work\n'))
    tessera.do('edit', 'Work', '--name', 'Job')
    equal(tessera.do('default'), 'Job\n')
    tessera.do('default', '--unset')
    equal(tessera.do('default'), '')
    holds(tessera.fail(2, 'default', 'Job', '--unset'), '--unset')
    tessera.do('default', 'Job')
    tessera.do('remove', 'Job')
    tessera.add('Third')
    equal(tessera.do('default'), '')
    with open(os.path.join(tessera.config, 'tessera', 'default'), 'w', encoding='latin-1') as file:
        file.write('\xff' * 1000)
    equal(tessera.do('default'), '')


def no_default(tessera):
    """at a terminal it is said how a default is chosen"""
    with Terminal(tessera, 'default') as terminal:
        status, said = terminal.end()
    equal(status, 0)
    holds(said, 'tessera default NAME')
    tessera.add('Work')
    tessera.add('Home')
    with Terminal(tessera, 'show') as terminal:
        # Sentences are broken at the width of the terminal.
        holds(' '.join(terminal.end()[1].split()),
              'none is the default. Run “tessera list” to see them, or “tessera default NAME” to choose one.')


run(every_option, lists, rename, mistakes, registration, read_only, keeps_session, old_record, client_secret,
    secret_interrupted, secret_not_stored, another_meanwhile, default, no_default)
