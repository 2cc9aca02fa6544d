#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Locks that another program has, and a file system that has none."""

import contextlib
import fcntl
import os
import signal
import subprocess

from installed import PATIENCE
from sign_in import Browser, Provider, is_signed_out, wait_for
from tap import equal, holds, run

NEW = ('add', 'New', '--issuer', 'https://x.example', '--client-id', 'x')


def without_locks(tessera):
    """The environment of a program whose file system has no locks."""
    module = os.path.join(tessera.installation.build_root, 'tests/cli/no-locks.so')
    # A build under a sanitizer wants to be loaded before anything else.
    options = os.environ.get('ASAN_OPTIONS', '')
    return {'LD_PRELOAD': module, 'ASAN_OPTIONS': f'{options}:verify_asan_link_order=0'}


@contextlib.contextmanager
def held(tessera, name):
    """Another program has the lock."""
    os.makedirs(os.path.join(tessera.data, 'tessera'), exist_ok=True)
    with open(os.path.join(tessera.data, 'tessera', f'{name}.lock'), 'w', encoding='ascii') as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def waits_for_lock(program):
    with open('/proc/locks', encoding='ascii') as file:
        return any(int(line.split()[5]) == program.pid for line in file if '->' in line)


def reading(tessera):
    """where there are no locks, status, list and a valid token are there all the same"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        tessera.do('login', 'Work')
        for command in (('list',), ('status', 'Work'), ('show', 'Work'), ('token', 'Work')):
            equal(tessera.do(*command, **without_locks(tessera)), tessera.do(*command))


def signing_in(tessera):
    """where there are no locks, login is exit 1 and says so, and nobody is sent to the provider"""
    with Provider(tessera) as provider, Browser(tessera) as browser:
        tessera.add(issuer=provider.issuer)
        error = tessera.error(1, 'login', 'Work', **without_locks(tessera))
        equal((error['id'], 'XDG_DATA_HOME' in error['hint']), ('no_locks', True))
        holds(tessera.fail(1, 'login', 'Work', **without_locks(tessera)), 'does not support locks')
        equal((browser.was_started(), provider.requests('/authorize')), (False, 0))
        is_signed_out(tessera)


def renewing(tessera):
    """where there are no locks, refresh is exit 1 and says so, token prints what is valid, and nothing is spent"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        tessera.do('login', 'Work')
        before = provider.requests('/token')
        error = tessera.error(1, 'refresh', 'Work', **without_locks(tessera))
        equal((error['id'], 'XDG_DATA_HOME' in error['hint']), ('no_locks', True))
        holds(tessera.fail(1, 'refresh', 'Work', **without_locks(tessera)), 'does not support locks')
        answer = tessera.ask('token', 'Work', '--min-validity', '99999', **without_locks(tessera))
        equal((answer['access_token'] + '\n', answer['warning']['id']), (tessera.do('token', 'Work'), 'no_locks'))
        equal(provider.requests('/token'), before)
        tessera.do('refresh', 'Work')


def writing(tessera):
    """where there are no locks, add is exit 1 and says so, and accounts.conf is as it was"""
    tessera.add()
    equal(tessera.error(1, *NEW, **without_locks(tessera))['id'], 'no_locks')
    holds(tessera.fail(1, *NEW, **without_locks(tessera)), 'does not support locks')
    equal(tessera.do('list'), 'Work\n')


def leaving(tessera):
    """where there are no locks, logout and remove are exit 1 and say so, and the session is as it was"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        tessera.do('login', 'Work')
        token = tessera.do('token', 'Work')
        for command in ('logout', 'remove'):
            equal(tessera.error(1, command, 'Work', **without_locks(tessera))['id'], 'no_locks')
        equal((tessera.do('token', 'Work'), tessera.do('list')), (token, 'Work\n'))
        equal((provider.requests('/revoke'), provider.requests('/logout')), (0, 0))


def end_of(tessera, number, *command):
    """How the command ends that waits for a lock and then gets this signal: exit status, lines said."""
    program = tessera.start(*command)
    wait_for('the lock to be waited for', lambda: waits_for_lock(program))
    program.send_signal(number)
    _, said = program.communicate(timeout=PATIENCE)
    return program.returncode, said.count('\n')


def all_are_cancelled(tessera):
    """whatever waits for another program stops at the first Ctrl-C or SIGTERM, and changes nothing"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        tessera.do('login', 'Work')
        token = tessera.do('token', 'Work')
        log = provider.get('/-/log')
        for command in ('login', 'refresh', 'logout', 'remove'):
            for number in (signal.SIGINT, signal.SIGTERM):
                with held(tessera, tessera.ask('show', 'Work')['id']):
                    equal((command, end_of(tessera, number, command, 'Work')), (command, (4, 1)))
        equal((tessera.do('token', 'Work'), tessera.do('list'), provider.get('/-/log')),
              (token, 'Work\n', log))
        tessera.do('refresh', 'Work')


def removal_is_cancelled(tessera):
    """remove that waits for accounts.conf stops at Ctrl-C, and the account is there to be removed again"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        tessera.do('login', 'Work')
        for number in (signal.SIGINT, signal.SIGTERM):
            with held(tessera, 'accounts'):
                equal(end_of(tessera, number, 'remove', 'Work'), (4, 1))
            equal(tessera.do('list'), 'Work\n')
        tessera.run('remove', 'Work')
        equal((tessera.do('list'), list_files(tessera)), ('', []))


def list_files(tessera):
    """What is left of accounts: their states and locks."""
    return sorted(set(os.listdir(os.path.join(tessera.data, 'tessera'))) - {'accounts.lock'})


def keyring_file_is_cancelled(tessera):
    """in the file of the sandbox's keyring, what waits for another program's write stops, and changes nothing"""
    tessera.environment.update(SECRET_BACKEND='file', SECRET_FILE_TEST_PASSWORD='tessera',
                               SECRET_FILE_TEST_PATH=os.path.join(tessera.home, 'keyring'))
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        with held(tessera, 'keyring'):
            equal(end_of(tessera, signal.SIGINT, 'login', 'Work'), (4, 1))
        tessera.do('login', 'Work')
        token = tessera.do('token', 'Work')
        before = provider.requests('/token')
        with held(tessera, 'keyring'):
            for command in ('refresh', 'login', 'logout', 'remove'):
                for number in (signal.SIGINT, signal.SIGTERM):
                    equal((command, end_of(tessera, number, command, 'Work')), (command, (4, 1)))
            equal(tessera.do('token', 'Work'), token)
        equal((provider.requests('/token'), tessera.do('list')), (before, 'Work\n'))
        tessera.do('refresh', 'Work')
        tessera.do('remove', 'Work')
        equal((tessera.do('list'), provider.requests('/revoke')), ('', 2))


def add_is_cancelled(tessera):
    """add that waits for another program stops at the first Ctrl-C or SIGTERM, and adds nothing"""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with held(tessera, 'accounts'), subprocess.Popen(
                [tessera.program, *NEW, '--client-secret-stdin'], env=tessera.environment,
                stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
            program.stdin.write('secret\n')
            program.stdin.flush()
            try:
                wait_for('the lock to be waited for', lambda: waits_for_lock(program))
                program.send_signal(number)
                _, said = program.communicate(timeout=PATIENCE)
            finally:
                program.kill()
            equal((program.returncode, said.count('\n')), (4, 1))
    equal(tessera.do('list'), '')


def add_goes_on(tessera):
    """add waits for another program, and goes on when that has ended"""
    with held(tessera, 'accounts'):
        program = tessera.start(*NEW)
        wait_for('the lock to be waited for', lambda: waits_for_lock(program))
    _, said = program.communicate(timeout=PATIENCE)
    equal((program.returncode, said), (0, ''))
    equal(tessera.do('list'), 'New\n')


run(reading, signing_in, renewing, writing, leaving, all_are_cancelled, removal_is_cancelled,
    keyring_file_is_cancelled, add_is_cancelled, add_goes_on)
