#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The providers that are known: presets, and add with --preset and --set."""

import json
import os
import re
import shlex

from pseudo_terminal import Terminal
from tap import equal, holds, lacks, run

README = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../README.md')
FIRST = 16  # how many of the presets the README's table has

# What a person may write, and the preset that is meant.
NAMES = {'okta': 'okta', 'Okta': 'okta', 'amazon cognito': 'cognito', 'azure': 'microsoft', 'Entra': 'microsoft',
         'gitea': 'forgejo', 'codeberg': 'forgejo', 'cognito': 'cognito', 'https://acme.okta.com/app': 'okta',
         'acme.eu.auth0.com': 'auth0', 'AAD': 'microsoft', 'jira': 'atlassian', 'Ping Identity': 'pingone',
         'red hat sso': 'keycloak', 'Ory Hydra': 'ory', 'forgejo / gitea / codeberg': 'forgejo'}

# What is wrong with `add --preset auth0 …`, and what the sentence must name.
MISTAKES = [
    (('--preset', 'nonsense', '--client-id', 'x'), 'tessera presets'),
    (('--preset', 'Okta', '--client-id', 'x'), 'Okta domain'),
    (('--preset', 'auth0', '--client-id', 'x'), '“Domain” (--set domain=…)'),
    (('--preset', 'auth0', '--set', 'domain=a.auth0.com'), '“Client ID” (--client-id)'),
    (('--preset', 'auth0', '--set', 'domain', '--client-id', 'x'), 'KEY=VALUE'),
    (('--preset', 'auth0', '--set', 'tenant=x', '--set', 'domain=a.auth0.com', '--client-id', 'x'), 'tenant'),
    (('--preset', 'auth0', '--set', 'domain=not a host', '--client-id', 'x'), 'not a host'),
    (('--preset', 'auth0', '--set', 'domain=a.auth0.com', '--set', 'domain=b.auth0.com'), 'more than once'),
    (('--preset', 'auth0', '--set', 'domain=https://manage.auth0.com/', '--client-id', 'x'), 'dashboard'),
    (('--preset', 'keycloak', '--set', 'server=http://sso.example:8080', '--set', 'realm=r', '--client-id', 'x'),
     '“Server address” must use https'),
    (('--preset', 'cognito', '--set', 'pool=eu-west-1AbC', '--client-id', 'x'),
     '“eu-west-1AbC” does not look like what Amazon Cognito calls “User pool ID”'),
    (('--preset', 'auht0', '--client-id', 'x'), 'Did you mean “auth0”?'),
    (('--preset', 'azrue', '--client-id', 'x'), 'Did you mean “azure”?'),
    (('--preset', 'gitae', '--client-id', 'x'), 'Did you mean “gitea”?'),
    (('--preset', 'microsoft', '--set', 'tenant=common', '--client-id', 'x'), 'Directory (tenant) ID'),
    (('--preset', 'microsoft', '--set', 'tenant=https://x.example/', '--client-id', 'x'), 'does not look like'),
    (('--preset', 'cognito', '--set', 'pool=acme.auth.eu-west-1.amazoncognito.com', '--client-id', 'x'), 'login page'),
    (('--set', 'domain=a.auth0.com', '--client-id', 'x'), '--preset'),
    (('--preset', 'google', '--client-id', 'x'), '--client-secret-stdin'),
    (('--preset', 'gitlab', '--client-id', 'x', '--offline-access', 'perhaps'), 'never'),
]


def all_presets(tessera):
    return tessera.ask('presets')['presets']


def listing(tessera):
    """presets lists every ID with its title, and in JSON all that there is to know"""
    presets = all_presets(tessera)
    lines = [line.split('  ', 1) for line in tessera.do('presets').splitlines()]
    equal([(name, title.strip()) for name, title in lines], [(each['id'], each['title']) for each in presets])
    equal(len({each['id'] for each in presets}), len(presets))
    with Terminal(tessera, 'presets') as terminal:
        holds(terminal.end()[1], 'tessera presets PROVIDER')


def description(tessera):
    """presets PROVIDER tells fields, redirect URI and where to register, by ID, title or address"""
    for name, wanted in NAMES.items():
        equal((name, tessera.ask('presets', name)['id']), (name, wanted))
    holds(tessera.do('presets', 'okta'), 'Create App Integration', 'http://localhost:6363/', 'acme.okta.com', 'assign the people', 'access policy',
          '--set domain=… --client-id ID\n', '(default: default)')
    holds(tessera.do('presets', 'acme.eu.auth0.com'), '--set domain=https://acme.eu.auth0.com --client-id ID\n')
    holds(tessera.do('presets', 'https://acme.okta.com/oauth2/v1/authorize'), '--client-id ID --set server=org\n')
    holds(tessera.do('presets', 'https://kc.example/realms/a;id/'), "--set realm='a;id' ")
    lacks(tessera.do('presets', '{"installed": {"client_id": "cid", "client_secret": "hush"}}'), 'hush')
    holds(tessera.do('presets', 'github'), 'https://github.com/settings/developers', '--client-secret-stdin')
    lacks(tessera.do('presets', 'google'), 'http://127.0.0.1')
    for each in all_presets(tessera):
        equal(tessera.ask('presets', each['id']), each)
    for unknown in ('nonsense', '', 'https://login.example.org'):
        holds(tessera.fail(2, 'presets', unknown), f'“{unknown}”', 'tessera presets')
    equal(tessera.error(2, 'presets', '\x1b[31m')['id'], 'usage')


def read_table():
    """The rows of the README's table: title, redirect URI or "none", command"""
    with open(README, encoding='utf-8') as file:
        text = file.read()
    rows = re.findall(r'^\| (.*) \| (.*) \| `(tessera add .*)` \|$', text, re.M)
    return [(title, redirect.strip('`'), command) for title, redirect, command in rows]


def readme(tessera):
    """the README's table has the first presets with what they register, and its commands work"""
    presets = all_presets(tessera)[:FIRST]
    equal([(title, redirect) for title, redirect, _ in read_table()],
          [(each['title'], (each['redirect_uris'] or ['none'])[0]) for each in presets])
    for each, (_, _, command) in zip(presets, read_table()):
        _, _, name, *options = shlex.split(command)
        done = tessera.run('add', f'{name} {each["id"]}', *options, typed='secret\n')
        equal((command, done.returncode), (command, 0))
        shown = tessera.ask('show', f'{name} {each["id"]}')
        equal((shown['preset'], shown['redirect_uris']),
              (each['id'], each['redirect_uris'] or ['http://127.0.0.1/']))


def derived(tessera):
    """what is derived is written down where it can be read and edited, and other options win"""
    tessera.do('add', 'Work', '--preset', 'okta', '--set', 'domain= https://acme.okta.com/app ', '--client-id', '0oa1')
    with open(tessera.accounts_conf, encoding='utf-8') as file:
        written = file.read()
    holds(written, 'Issuer=https://acme.okta.com/oauth2/default\n', 'ClientId=0oa1\n', 'Preset=okta\n')
    holds(tessera.do('show', 'Work'), 'okta', 'http://localhost:6363/')
    tessera.do('add', 'Own', '--preset', 'Okta', '--set', 'domain=acme.okta.com', '--set', 'client_id=0oa1',
               '--issuer', 'https://login.acme.example', '--redirect-uri', 'http://localhost:7000/')
    shown = tessera.ask('show', 'Own')
    equal((shown['issuer'], shown['redirect_uris']), ('https://login.acme.example', ['http://localhost:7000/']))
    tessera.do('add', 'Code', '--preset', 'github', '--client-id', 'x', '--client-secret-stdin', typed='s\n')
    shown = tessera.ask('show', 'Code')
    equal((shown['token_endpoint'], shown['userinfo_endpoint'], 'issuer' in shown),
          ('https://github.com/login/oauth/access_token', 'https://api.github.com/user', False))
    holds(tessera.do('add', 'Mail', '--preset', 'google', '--client-id', 'x.apps.googleusercontent.com',
                     '--client-secret-stdin', typed='s\n'), 'No redirect URI')


def mistakes(tessera):
    """a field that is missing, unknown or senseless is exit 2 and named; nothing is added"""
    for options, named in MISTAKES:
        holds(tessera.fail(2, 'add', 'X', *options), named)
    equal(tessera.do('list'), '')


def secret_on_the_line(tessera):
    """a client secret is not taken from the command line, nor said again"""
    said = tessera.fail(2, 'add', 'X', '--preset', 'google', '--client-id', 'x', '--set', 'client_secret=hidden')
    holds(said, '--client-secret-stdin')
    lacks(said, 'hidden')


def shapes(tessera):
    """a value of an unusual shape is taken, with a warning"""
    done = tessera.run('add', 'Work', '--preset', 'microsoft', '--set', 'tenant=acme.example', '--client-id', 'x')
    equal(done.returncode, 0)
    holds(done.stderr, 'Application (client) ID')
    answer = json.loads(tessera.run('add', 'Home', '--preset', 'okta', '--set', 'domain=acme.okta.com', '--client-id',
                                    'x', '--json').stdout)
    holds(answer['warning']['message'], 'Client ID')
    equal((answer['warning']['id'], tessera.do('list')), ('usage', 'Work\nHome\n'))


def pasted(tessera):
    """the address of a page, given as a field, is taken for what it means; what is no address or ID is remarked upon"""
    for name, options, issuer in (
            ('Okta', ('--preset', 'okta', '--set', 'domain=https://acme-admin.okta.com/admin', '--client-id', '0oa1'),
             'https://acme.okta.com/oauth2/default'),
            ('Auth0', ('--preset', 'auth0', '--set', 'domain=https://manage.auth0.com/dashboard/eu/acme/', '--client-id',
                       'x'), 'https://acme.eu.auth0.com/'),
            ('Keycloak', ('--preset', 'keycloak', '--set', 'server=https://sso.example/realms/staff/account',
                          '--client-id', 'x'), 'https://sso.example/realms/staff')):
        equal(tessera.run('add', name, *options).stderr, '')
        equal(tessera.ask('show', name)['issuer'], issuer)
    for name, preset, server, client in (('A', 'auth0', 'domain=acme', 'x'), ('K', 'keycloak', 'server=acme', 'x'),
                                         ('U', 'authelia', 'server=a.example', 'https://a.example/x')):
        more = ('--set', 'realm=r') if preset == 'keycloak' else ()
        done = tessera.run('add', name, '--preset', preset, '--set', server, *more, '--client-id', client)
        equal((name, done.returncode), (name, 0))
        holds(done.stderr, 'does not look like')


def unknown_preset(tessera):
    """an account of a preset that this version does not know can be shown, and works by its host"""
    tessera.do('add', 'Work', '--preset', 'auth0', '--set', 'domain=acme.auth0.com', '--client-id', 'x')
    with open(tessera.accounts_conf, encoding='utf-8') as file:
        written = file.read()
    with open(tessera.accounts_conf, 'w', encoding='utf-8') as file:
        file.write(written.replace('Preset=auth0', 'Preset=of-tomorrow'))
    shown = tessera.ask('show', 'Work')
    equal((shown['preset'], shown['redirect_uris']), ('of-tomorrow', ['http://localhost:6363/']))
    holds(tessera.fail(2, 'edit', 'Work', '--audience', 'x'), 'of-tomorrow')
    tessera.do('edit', 'Work', '--unset', 'preset')
    equal('preset' in tessera.ask('show', 'Work'), False)


run(listing, description, readme, derived, mistakes, secret_on_the_line, shapes, pasted, unknown_preset)
