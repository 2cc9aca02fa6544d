#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera add, list, show and remove."""

import os
import socket
import subprocess

from tap import equal, holds, run

ISSUER = 'https://provider.example'

# Every option of `add`, and the member of `show --json` that tells it back.
EVERYTHING = [
    ('--issuer', ISSUER + '/tenant/'), ('--client-id', 'a client'), ('--client-auth', 'post'),
    ('--scope', 'openid'), ('--scope', 'https://api.example/read'),
    ('--redirect-uri', 'http://localhost:6364/callback'), ('--redirect-uri', 'http://[::1]/'),
    ('--audience', 'https://api.example'), ('--resource', 'https://one.example'),
    ('--resource', 'urn:example:two'), ('--auth-param', 'prompt=login'),
    ('--auth-param', 'claims={"a": "b;c=d"}'), ('--auth-param', 'empty='),
    ('--offline-access', 'ask'), ('--id-token-alg', 'HS256'),
    ('--host', 'git.example.com'), ('--host', 'https://me@Api.example/v1/'),
    ('--authorization-endpoint', ISSUER + '/a'), ('--token-endpoint', ISSUER + '/t'),
    ('--jwks-uri', ISSUER + '/j'), ('--userinfo-endpoint', ISSUER + '/u'),
    ('--revocation-endpoint', ISSUER + '/r'), ('--end-session-endpoint', ISSUER + '/e'),
    ('--ca', '/etc/ca.pem'), ('--client-cert', 'pkcs11:token=x;object=y'),
    ('--client-key', '/home/me/key.pem'),
]

PROTOCOL = ['client_id', 'redirect_uri', 'response_type', 'response_mode', 'scope', 'state', 'nonce',
            'code_challenge', 'code_challenge_method', 'request', 'request_uri', 'audience',
            'resource', 'client_secret', 'code', 'code_verifier', 'grant_type']

# Options that stand in the way of an account that could ever work, and what the sentence names.
INVALID = [
    (['--client-id', 'x'], 'issuer'),
    (['--issuer', ISSUER], 'client ID'),
    (['--client-id', 'x', '--token-endpoint', ISSUER], 'endpoint'),
    (['--client-id', 'x', '--authorization-endpoint', ISSUER], 'endpoint'),
    (['--issuer', 'http://provider.example', '--client-id', 'x'], 'https'),
    (['--issuer', 'okta', '--client-id', 'x'], 'issuer'),
    (['--issuer', 'https://', '--client-id', 'x'], 'issuer'),
    (['--issuer', 'https://me:secret@provider.example', '--client-id', 'x'], 'issuer'),
    (['--issuer', ISSUER + '/#f', '--client-id', 'x'], 'issuer'),
    (['--issuer', ISSUER + '/?q', '--client-id', 'x'], '?'),
    (['--issuer', '', '--client-id', 'x'], 'issuer'),
    (['--issuer', ISSUER, '--client-id', ''], 'client ID'),
    (['--issuer', ISSUER, '--client-id', 'é'], 'client ID'),
]
INVALID += [(['--issuer', ISSUER, '--client-id', 'x', *options], named) for options, named in [
    (['--client-auth', 'mtls'], 'post'),
    (['--offline-access', 'always'], 'never'),
    (['--id-token-alg', 'HS512'], 'HS256'),
    (['--id-token-alg', 'none'], 'HS256'),
    (['--id-token-alg', 'HS256', '--client-auth', 'none'], 'client secret'),
    (['--scope', 'two words'], 'scope'),
    (['--scope', ''], 'scope'),
    (['--redirect-uri', 'http://example.com/'], 'example.com'),
    (['--redirect-uri', 'https://localhost/'], 'localhost'),
    (['--redirect-uri', 'http://localhost:6363'], 'path'),
    (['--redirect-uri', 'http://localhost:0/'], 'localhost'),
    (['--redirect-uri', 'http://127.0.0.1/?a=b'], '127.0.0.1'),
    (['--redirect-uri', 'http://127.0.0.1/', '--redirect-uri', 'x'], 'redirect URI'),
    (['--resource', 'no-uri'], 'resource'),
    (['--resource', 'https://x.example/#f'], 'resource'),
    (['--auth-param', 'prompt'], 'NAME=VALUE'),
    (['--auth-param', '=x'], 'NAME=VALUE'),
    (['--host', ''], 'host'),
    (['--host', 'two words'], 'host'),
    (['--host', 'http://git.example.com'], 'host'),
    (['--host', 'https://me:secret@git.example.com'], 'host'),
    (['--host', 'git.example.com/?a'], 'host'),
    (['--host', 'git.example.com:0'], 'host'),
    (['--token-endpoint', 'http://provider.example/t'], 'https'),
    (['--jwks-uri', 'ftp://provider.example/t'], 'https'),
    (['--end-session-endpoint', 'javascript:alert(1)'], 'end_session_endpoint'),
    (['--auth-param', 'hd=a', '--auth-param', 'hd=b'], 'more than once'),
    (['--ca', ''], 'path'),
    (['--ca', 'pkcs11:token=x'], 'path'),
    (['--client-key', '/home/me/key.pem'], 'certificate'),
    (['--client-cert', 'pkcs11:token=x?pin-value=1234'], 'pin-source'),
    (['--client-cert', 'pkcs11:token=my token'], 'characters'),
]]

# What `login` would refuse: a browser takes \ for /, an escaped host could hold anything.
INVALID += [(['--issuer', issuer, '--client-id', 'x'], '“issuer”') for issuer in [
    r'https://exa\mple.com/', 'https://a{b}.example/', 'https://exa%40mple.com/',
    'https://example.com:0/', 'https://example.com/a|b', 'https://[::1%25eth0]/',
]]


# The table that the form and the flow are held to as well, by tests/window/test-form-check.c.
CHECKED = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'config', 'checked.tsv')
OPTIONS = {'issuer': '--issuer', 'token_endpoint': '--token-endpoint', 'scopes': '--scope',
           'redirect_uris': '--redirect-uri', 'auth_params': '--auth-param'}


def as_form_and_flow(tessera):
    """add accepts and refuses what the form and the sign-in do"""
    with open(CHECKED, encoding='utf-8') as file:
        rows = [line.rstrip('\n').split('\t') for line in file if not line.startswith('#')]
    for number, (member, value, verdict) in enumerate(rows):
        issuer = [] if member == 'issuer' else ['--issuer', ISSUER]
        done = tessera.run('add', str(number), *issuer, '--client-id', 'x', OPTIONS[member], value)
        equal((member, value, done.returncode), (member, value, 0 if verdict == 'accepted' else 2))
    equal(len(tessera.ask('list')['accounts']), sum(row[2] == 'accepted' for row in rows))


def contacts_nobody(tessera):
    """add writes down what it was given, and neither provider nor session bus hears of it"""
    with socket.create_server(('127.0.0.1', 0)) as provider:
        provider.setblocking(False)
        issuer = f'http://127.0.0.1:{provider.getsockname()[1]}'
        done = tessera.run('add', 'Work', '--issuer', issuer, '--client-id', 'x',
                           DBUS_SESSION_BUS_ADDRESS='unix:path=/nonexistent')
        equal((done.returncode, done.stderr), (0, ''))
        holds(done.stdout, 'Work', 'http://127.0.0.1/')
        try:
            provider.accept()
            raise AssertionError('the provider was contacted')
        except BlockingIOError:
            pass
    equal(tessera.ask('show', 'Work')['issuer'], issuer)


def everything(tessera):
    """every option of add comes back from show, to the character"""
    tessera.do('add', 'Work', *[part for pair in EVERYTHING for part in pair])
    shown = tessera.ask('show', 'Work')
    equal(len(shown.pop('id')) > 0, True)
    equal(shown, {
        'name': 'Work', 'read_only': False, 'any_port': True,
        'issuer': ISSUER + '/tenant/', 'client_id': 'a client', 'client_auth': 'post',
        'scopes': ['openid', 'https://api.example/read'],
        'redirect_uris': ['http://localhost:6364/callback', 'http://[::1]/'],
        'post_logout_redirect_uris': ['http://localhost:6364/callback', 'http://[::1]/'],
        'audience': 'https://api.example', 'resources': ['https://one.example', 'urn:example:two'],
        'auth_params': ['prompt=login', 'claims={"a": "b;c=d"}', 'empty='],
        'hosts': ['git.example.com', 'https://me@Api.example/v1/'],
        'offline_access': 'ask', 'id_token_alg': 'HS256',
        'authorization_endpoint': ISSUER + '/a', 'token_endpoint': ISSUER + '/t',
        'jwks_uri': ISSUER + '/j', 'userinfo_endpoint': ISSUER + '/u',
        'revocation_endpoint': ISSUER + '/r', 'end_session_endpoint': ISSUER + '/e',
        'ca_file': '/etc/ca.pem', 'client_cert': 'pkcs11:token=x;object=y',
        'client_key': '/home/me/key.pem'})
    text = tessera.do('show', 'Work')
    for _, value in EVERYTHING:
        holds(text, value)


def answer_of_add(tessera):
    """add says which redirect URI to register"""
    answer = tessera.ask('add', 'Work', '--issuer', ISSUER, '--client-id', 'x')
    equal(answer, {'name': 'Work', 'id': tessera.ask('show', 'Work')['id'],
                   'redirect_uris': ['http://127.0.0.1/']})
    said = tessera.do('add', 'Two', '--issuer', ISSUER, '--client-id', 'x',
                      '--redirect-uri', 'http://localhost:6364/', '--redirect-uri', 'http://[::1]/')
    holds(said, 'Two', 'http://localhost:6364/')


def pasted_issuers(tessera):
    """add takes an issuer for what it clearly means, and says so"""
    for number, (given, issuer) in enumerate([
            (f' {ISSUER}', ISSUER), (f'{ISSUER}/.well-known/openid-configuration', ISSUER),
            (f'{ISSUER}/.well-known/oauth-authorization-server/tenant', f'{ISSUER}/tenant'),
            ('provider.example', 'https://provider.example'), ('localhost:8080', 'http://localhost:8080'),
            (f'“{ISSUER}”.', ISSUER), ('https://bücher.example/a', 'https://xn--bcher-kva.example/a'),
            ('https://manage.auth0.com/dashboard/eu/acme/applications', 'https://acme.eu.auth0.com/')]):
        done = tessera.run('add', f'A{number}', '--issuer', given, '--client-id', 'x')
        equal((done.returncode, done.stderr.rstrip().split()[-1]), (0, issuer))
        equal(tessera.ask('show', f'A{number}')['issuer'], issuer)
        equal(tessera.ask('add', f'B{number}', '--issuer', given, '--client-id', 'x')['issuer'], issuer)


def redirect_uris(tessera):
    """show prints what to register, for sign-in and sign-out; some providers want a fixed port"""
    fixed = ['https://tenant.auth0.com/', 'https://tenant.eu.auth0.com/',
             'https://org.okta.com/oauth2/default',
             'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC']
    for number, issuer in enumerate([*fixed, ISSUER]):
        uri = 'http://localhost:6363/' if issuer in fixed else 'http://127.0.0.1/'
        tessera.add(f'A{number}', issuer=issuer)
        shown = tessera.ask('show', f'A{number}')
        equal((issuer, shown['redirect_uris'], shown['any_port']), (issuer, [uri], issuer not in fixed))
        equal(shown['post_logout_redirect_uris'], [uri])
        said = tessera.do('show', f'A{number}')
        for label in ('Redirect URI to register', 'Post-logout redirect URI'):
            equal([line.split()[-1] for line in said.splitlines() if line.startswith(label)], [uri])
        holds(said, 'can return after you sign out' if issuer in fixed else 'end-session endpoint')
        equal((issuer, 'If the provider' in said, 'Each sign-in uses a free port' in said), (issuer, *[issuer not in fixed] * 2))
    tessera.do('add', 'By hand', '--client-id', 'x', '--authorization-endpoint',
               'https://t.auth0.com/authorize', '--token-endpoint', 'https://t.auth0.com/oauth/token')
    equal(tessera.ask('show', 'By hand')['redirect_uris'], ['http://localhost:6363/'])


def nothing_to_register(tessera):
    """where the provider takes any loopback address, show and add name none"""
    tessera.add('Mail', issuer='https://accounts.google.com')
    said = tessera.do('show', 'Mail')
    holds(said, 'No redirect URI needs to be registered.')
    equal(('http://127.0.0.1' in said, 'a free port' in said, 'end-session' in said), (False, False, False))
    equal(tessera.ask('show', 'Mail')['redirect_uris'], ['http://127.0.0.1/'])


def protocol_parameters(tessera):
    """--auth-param refuses what belongs to the protocol"""
    for name in PROTOCOL:
        arguments = ('add', 'X', '--issuer', ISSUER, '--client-id', 'x', '--auth-param', f'{name}=y')
        holds(tessera.fail(2, *arguments), f'“{name}”')
        equal(tessera.error(2, *arguments)['id'], 'invalid_configuration')
    equal(tessera.ask('list'), {'accounts': []})


def invalid(tessera):
    """what could never work is exit 2, one sentence names it, and nothing is written"""
    for options, named in INVALID:
        said = tessera.fail(2, 'add', 'X', *options)
        holds(said, named)
        equal((options, tessera.error(2, 'add', 'X', *options)),
              (options, {**tessera.error(2, 'add', 'X', *options), 'id': 'invalid_configuration',
                         'message': said}))
    for name in ('', ' x', 'x ', 'a\nb', 'a\tb', '\x1b', 'a\u2028b'):
        equal(tessera.error(2, 'add', name, '--issuer', ISSUER, '--client-id', 'x')['id'],
              'invalid_configuration')
    bad = subprocess.run([tessera.program, 'add', b'\xff', '--issuer', ISSUER, '--client-id', 'x'],
                         env=tessera.environment, capture_output=True, check=False)
    equal(bad.returncode, 2)
    equal(tessera.ask('list'), {'accounts': []})


def names(tessera):
    """a name is any text, in whatever normal form it is typed, and there once"""
    for name in ('Zoë’s work [old] #1', '[Work]', 'a=b;c', '日本語', "'\"\\$(x)`", '\u200bx'):
        tessera.add(name)
        equal(tessera.ask('show', name)['name'], name)
    equal(tessera.ask('show', 'Zoe\u0308’s work [old] #1')['name'], 'Zoë’s work [old] #1')
    holds(tessera.fail(2, 'add', 'Zoe\u0308’s work [old] #1', '--issuer', ISSUER, '--client-id', 'x'),
          'already')
    equal(tessera.error(2, 'add', '[Work]', '--issuer', ISSUER, '--client-id', 'x')['id'],
          'account_exists')
    equal(len(tessera.ask('list')['accounts']), 6)


def listing(tessera):
    """list prints the names, one a line, in the order in which they were added"""
    equal((tessera.do('list'), tessera.ask('list')), ('', {'accounts': []}))
    for name in ('Work', 'At home', 'Abc'):
        tessera.add(name)
    equal(tessera.do('list'), 'Work\nAt home\nAbc\n')
    accounts = tessera.ask('list')['accounts']
    equal([(account['name'], account['read_only']) for account in accounts],
          [('Work', False), ('At home', False), ('Abc', False)])
    equal([account['id'] for account in accounts],
          [tessera.ask('show', account['name'])['id'] for account in accounts])


def removal(tessera):
    """remove takes one account away, and its name is free again with another ID"""
    for name in ('Work', 'Home'):
        tessera.add(name)
    before = tessera.ask('show', 'Work')['id']
    holds(tessera.do('remove', 'Work'), 'Work')
    equal(tessera.do('list'), 'Home\n')
    equal(tessera.error(2, 'remove', 'Work')['id'], 'unknown_account')
    tessera.add('Work')
    equal(tessera.ask('show', 'Work')['id'] == before, False)
    equal(tessera.ask('remove', 'Work'), {'removed': 'Work'})


run(contacts_nobody, as_form_and_flow, everything, answer_of_add, pasted_issuers, redirect_uris, nothing_to_register, protocol_parameters, invalid, names,
    listing, removal)
