#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera refresh spends no refresh token before it is sure that the next one can be stored."""

import resource
import signal

from kept import held, sign_in, state, use_file, wait_for_lock
from sign_in import Provider
from tap import equal, run


def is_whole(tessera, provider, asked):
    """Nothing was asked of the provider, and the session is renewed now."""
    equal(provider.requests('/token'), asked)
    equal(state(tessera), 'signed-in')
    tessera.do('refresh', 'Work')
    equal(provider.requests('/token'), asked + 1)


def interrupted_while_another_writes(tessera):
    """while another program writes the keyring’s file nothing is spent, and Ctrl-C is exit 4 at once"""
    use_file(tessera)
    with Provider(tessera) as provider:
        sign_in(tessera, provider)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asked = provider.requests('/token')
            with held(tessera, 'keyring'):
                refresh = tessera.start('refresh', 'Work')
                wait_for_lock(refresh)
                equal(provider.requests('/token'), asked)
                refresh.send_signal(number)
                equal((refresh.communicate(timeout=120)[0], refresh.returncode), ('', 4))
            is_whole(tessera, provider, asked)


def killed_while_another_writes(tessera):
    """killed while another program writes the keyring’s file: the session is renewed all the same"""
    use_file(tessera)
    with Provider(tessera) as provider:
        sign_in(tessera, provider)
        asked = provider.requests('/token')
        with held(tessera, 'keyring'):
            refresh = tessera.start('refresh', 'Work')
            wait_for_lock(refresh)
            refresh.kill()
            refresh.communicate()
        is_whole(tessera, provider, asked)


def waits_its_turn(tessera):
    """when the other program has written the keyring’s file, the renewal goes on"""
    use_file(tessera)
    with Provider(tessera) as provider:
        sign_in(tessera, provider)
        with held(tessera, 'keyring'):
            refresh = tessera.start('refresh', 'Work')
            wait_for_lock(refresh)
        equal((*refresh.communicate(timeout=120), refresh.returncode), ('', '', 0))


def needs_no_such_lock(tessera):
    """with a Secret Service nobody waits for whoever holds the lock of the keyring’s file"""
    with Provider(tessera) as provider, held(tessera, 'keyring'):
        sign_in(tessera, provider)
        tessera.do('refresh', 'Work')
        tessera.run('logout', 'Work')
        equal(state(tessera), 'signed-out')
        tessera.do('remove', 'Work')


def unwritable_file(tessera):
    """a keyring’s file that cannot be written is exit 8, and nothing is spent"""
    use_file(tessera)
    with Provider(tessera) as provider:
        sign_in(tessera, provider)
        # It is opened to be read, and then to be written.
        for error in ('EROFS', 'EACCES'):
            asked = provider.requests('/token')
            refresh = tessera.start('refresh', 'Work',
                                    faults=[f'open@*/secrets.keyring:2+:errno:{error}'])
            equal((refresh.communicate(timeout=120)[0], refresh.returncode), ('', 8))
            is_whole(tessera, provider, asked)


def allow_no_growth():
    """As on a full disk: what is written is cut off."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))


def full_disk(tessera):
    """on a full disk neither a refresh nor a logout destroys the keyring’s file: exit 8, nothing is spent"""
    use_file(tessera)
    with Provider(tessera) as provider:
        token = sign_in(tessera, provider)
        asked = provider.requests('/token')
        for command in ('refresh', 'logout'):
            program = tessera.start(command, 'Work', preexec_fn=allow_no_growth)
            equal((program.communicate(timeout=120)[0], program.returncode), ('', 8))
            equal(tessera.do('token', 'Work').strip(), token)
        equal(provider.requests('/token'), asked)
        sign_in(tessera, provider)
        tessera.do('refresh', 'Work')


def unwritable_keyring(tessera):
    """a Secret Service that stores nothing at that moment is exit 8, and nothing is spent"""
    with Provider(tessera) as provider:
        sign_in(tessera, provider)
        asked = provider.requests('/token')
        refresh = tessera.start('refresh', 'Work', faults=['secret_password_storev:1+:errno:EROFS'])
        equal((refresh.communicate(timeout=120)[0], refresh.returncode), ('', 8))
        is_whole(tessera, provider, asked)


run(interrupted_while_another_writes, killed_while_another_writes, waits_its_turn,
    needs_no_such_lock, unwritable_file, full_disk, unwritable_keyring)
