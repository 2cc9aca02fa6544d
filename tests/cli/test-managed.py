#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an administrator decides: the examples of tessera-managed(7), written to files and run."""

import os
import re
import subprocess

from pseudo_terminal import Terminal
from sign_in import Browser, Provider
from tap import equal, holds, lacks, run

ALLOWED = 'https://login.example.com/'


def read_page(tessera):
    with open(tessera.installation.path('share/man/man7/tessera-managed.7'), encoding='utf-8') as file:
        return file.read()


def literal(text):
    return re.sub(r'\\e$', r'\\', text, flags=re.M)


def read_files(tessera):
    """{path: text} of each file that the page shows whole."""
    found = re.findall(r'^\.Pa (/\S+) :\n\.Bd -literal.*\n((?:.*\n)*?)\.Ed$', read_page(tessera), re.M)
    return {path: literal(text) for path, text in found}


def read_commands(tessera, section):
    """The commands that a section shows, without those that are a file."""
    text = read_page(tessera).split(f'.Sh {section}\n')[1].split('\n.Sh ')[0]
    return literal('\n'.join(re.findall(r'(?<! :)\n\.Bd -literal.*\n((?:.*\n)*?)\.Ed', text)))


class Computer:
    """A folder that is / for the administrator."""

    def __init__(self, tessera):
        self.root = os.path.join(tessera.home, 'computer')
        self.tessera = tessera

    def path(self, path):
        return self.root + path

    def write(self, path, text, mode=0o644):
        os.makedirs(os.path.dirname(self.path(path)), exist_ok=True)
        with open(self.path(path), 'w', encoding='utf-8') as file:
            file.write(text)
        os.chmod(self.path(path), mode)

    def set_up(self, **replaced):
        for path, text in read_files(self.tessera).items():
            for old, new in replaced.get('texts', {}).items():
                text = text.replace(old, new)
            self.write(path, text, 0o755 if '/bin/' in path else 0o644)

    def update(self):
        """`dconf update`, for which / would have to be ours, and what the profile then means."""
        subprocess.run(['dconf', 'compile', self.path('/local'), self.path('/etc/dconf/db/local.d')], check=True)
        with open(self.path('/etc/dconf/profile/user'), encoding='utf-8') as file:
            profile = file.read()
        equal(profile, 'user-db:user\nsystem-db:local\n')
        self.write('/profile', profile.replace('system-db:local', f'file-db:{self.path("/local")}'))

    def environment(self, profile='/profile'):
        return {'GSETTINGS_BACKEND': 'dconf', 'DCONF_PROFILE': self.path(profile),
                'GSETTINGS_SCHEMA_DIR': os.path.join(self.tessera.installation.build_root, 'data'),
                'XDG_CONFIG_DIRS': self.path('/etc/xdg')}


def has_accounts(tessera):
    """the page's accounts file gives everybody its account, which nobody can change"""
    computer = Computer(tessera)
    computer.set_up()
    directories = {'XDG_CONFIG_DIRS': computer.path('/etc/xdg')}
    account, = tessera.ask('list', **directories)['accounts']
    equal((account['name'], account['id'], account['read_only']), ('Corporate', 'corporate', True))
    holds(tessera.do('show', 'Corporate', **directories), ALLOWED, 'git.example.com')
    equal(tessera.error(2, 'edit', 'Corporate', '--client-id', 'x', **directories)['id'], 'read_only')


def allows_providers(tessera):
    """with the page's preferences, an account is added at the listed providers and at no others"""
    computer = Computer(tessera)
    computer.set_up()
    computer.update()
    orders = computer.environment()
    tessera.do('add', 'Same', '--issuer', ALLOWED, '--client-id', 'x', **orders)
    tessera.do('add', 'Without a slash', '--issuer', ALLOWED[:-1], '--client-id', 'x', **orders)
    tessera.do('add', 'Host', '--issuer', 'https://GitHub.com/x', '--client-id', 'x', **orders)
    tessera.do('add', 'Code', '--preset', 'github', '--client-id', 'x', '--client-secret-stdin', typed='s\n', **orders)
    for number, options in enumerate((
            ['--issuer', 'https://login.example.com/tenant'], ['--issuer', 'https://evil.example/'],
            ['--issuer', 'https://login.example.com.evil.example/'], ['--issuer', 'https://gist.github.com/'],
            ['--issuer', ALLOWED, '--token-endpoint', 'https://evil.example/t'],
            ['--authorization-endpoint', 'https://evil.example/a', '--token-endpoint', 'https://github.com/t'])):
        error = tessera.error(2, 'add', f'No {number}', '--client-id', 'x', *options, **orders)
        equal(error['id'], 'not_allowed')
        holds(error['message'], 'administrator', ALLOWED, 'github.com')
    with Terminal(tessera, 'add', **orders) as terminal:
        for question, typed in (('Your provider', 'okta'), ('Okta domain', 'acme.okta.com'), ('Client ID: ', 'x'),
                                ('[default]: ', '')):
            terminal.wait_for(question)
            terminal.type(typed + '\n')
        status, said = terminal.end()
    equal(status, 2)
    holds(' '.join(said.split()), 'does not allow accounts at “https://acme.okta.com/oauth2/default”')
    lacks(said, 'Account name')
    equal(len(tessera.ask('list', **orders)['accounts']), 5)


def holds_edits(tessera):
    """an account cannot be moved to another provider; what was there before can be changed otherwise"""
    computer = Computer(tessera)
    computer.set_up()
    computer.update()
    orders = computer.environment()
    tessera.add('Old', issuer='https://old.example/')
    tessera.do('edit', 'Old', '--scope', 'openid', '--name', 'Older', **orders)
    equal(tessera.error(2, 'edit', 'Older', '--issuer', 'https://evil.example', **orders)['id'], 'not_allowed')
    equal(tessera.ask('show', 'Older')['issuer'], 'https://old.example/')
    tessera.do('edit', 'Older', '--issuer', ALLOWED, **orders)


def forbids_adding(tessera):
    """with allow-adding off no account is added, and nobody is asked for one"""
    computer = Computer(tessera)
    computer.set_up(texts={'allow-adding=true': 'allow-adding=false'})
    computer.update()
    orders = computer.environment()
    tessera.add('Old')
    error = tessera.error(2, 'add', 'New', '--issuer', ALLOWED, '--client-id', 'x', **orders)
    equal(error['id'], 'not_allowed')
    with Terminal(tessera, 'add', **orders) as terminal:
        status, said = terminal.end()
    equal(status, 2)
    holds(' '.join(said.split()), 'The administrator of this computer sets up its accounts')
    lacks(said, 'Your provider')
    equal(tessera.error(2, 'edit', 'Old', '--issuer', ALLOWED, **orders)['id'], 'not_allowed')
    tessera.do('edit', 'Old', '--client-id', 'y', **orders)


def locks(tessera):
    """what the page locks cannot be written, and everything else can"""
    computer = Computer(tessera)
    computer.set_up()
    computer.update()
    locked = [line.rpartition('/')[2] for line
              in read_files(tessera)['/etc/dconf/db/local.d/locks/50-tessera'].splitlines()]
    equal(sorted(locked), ['allow-adding', 'allowed-providers', 'clipboard-seconds'])
    environment = {**tessera.environment, **computer.environment()}

    def ask(*arguments):
        done = subprocess.run(['gsettings', *arguments], env=environment, check=True, capture_output=True, text=True)
        return done.stdout.strip()
    schema = 'io.github.tessera_app.Tessera'
    equal({key for key in ask('list-keys', schema).split() if ask('writable', schema, key) == 'false'}, set(locked))
    equal(ask('get', schema, 'clipboard-seconds'), 'uint32 30')


def signs_in_at_login(tessera):
    """the page's script signs in whoever is not signed in, and opens no browser for who is"""
    with Provider(tessera) as provider, Browser(tessera) as browser:
        computer = Computer(tessera)
        computer.set_up(texts={ALLOWED: provider.issuer, 'ClientId=desktop': 'ClientId=tessera-demo'})
        environment = {**tessera.environment, 'XDG_CONFIG_DIRS': computer.path('/etc/xdg'),
                       'PATH': os.path.dirname(tessera.program) + ':' + os.environ['PATH']}
        script = computer.path('/usr/local/bin/tessera-corporate')
        for _ in range(2):
            done = subprocess.run([script], env=environment, check=True, capture_output=True, text=True)
            equal(done.stdout, '')
        holds(browser.page(), 'You are signed in to Corporate')
        equal(provider.requests('/authorize'), 1)
        with open(computer.path('/etc/xdg/autostart/tessera-corporate.desktop'), encoding='utf-8') as file:
            holds(file.read(), 'Exec=/usr/local/bin/tessera-corporate\n')


def serves_a_flatpak(tessera):
    """the page's commands for a Flatpak make what the variables that they set need"""
    computer = Computer(tessera)
    computer.set_up()
    commands = read_commands(tessera, 'IN A FLATPAK')
    made, override = commands.split('flatpak override')
    for place in ('/opt', '/etc'):
        made = re.sub(rf'(?<=[\s:]){place}/', f'{computer.path(place)}/', made)
    subprocess.run(['sh', '-ec', made], check=True)
    variables = dict(re.findall(r'--env=(\w+)=(\S+)', override))
    equal(sorted(variables), ['DCONF_PROFILE', 'GSETTINGS_BACKEND', 'XDG_CONFIG_DIRS'])
    orders = {**computer.environment(variables['DCONF_PROFILE']),
              'XDG_CONFIG_DIRS': computer.path(variables['XDG_CONFIG_DIRS'].split(':')[0])}
    equal([account['name'] for account in tessera.ask('list', **orders)['accounts']], ['Corporate'])
    error = tessera.error(2, 'add', 'No', '--issuer', 'https://evil.example/', '--client-id', 'x', **orders)
    equal(error['id'], 'not_allowed')


def is_spared(tessera):
    """commands that are run often do not look at the preferences, which takes a library more"""
    computer = Computer(tessera)
    computer.set_up()
    computer.update()

    def loaded(*command):
        return tessera.run(*command, **computer.environment(), LD_DEBUG='files').stderr
    holds(loaded('add', 'Work', '--issuer', ALLOWED, '--client-id', 'x'), 'libdconfsettings')
    for command in (['list'], ['status'], ['show', 'Work'], ['token', 'Work'], ['login', 'None']):
        lacks(loaded(*command), 'libdconfsettings')


def is_right(tessera):
    """mandoc finds nothing in the page but references to other pages"""
    page = tessera.installation.path('share/man/man7/tessera-managed.7')
    done = subprocess.run(['mandoc', '-T', 'lint', '-W', 'all', page], capture_output=True, text=True, check=False)
    equal([line for line in done.stdout.splitlines() if 'referenced manual not found: Xr' not in line], [])


run(has_accounts, allows_providers, holds_edits, forbids_adding, locks, signs_in_at_login, serves_a_flatpak, is_spared,
    is_right)
