#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where nothing can be written: known before the browser opens, and what can be read is there."""

import contextlib
import os
import subprocess

from installed import PATIENCE
from sign_in import Browser, Provider, is_signed_out, list_secrets
from tap import equal, holds, run


@contextlib.contextmanager
def read_only(directory):
    os.chmod(directory, 0o500)
    try:
        yield
    finally:
        os.chmod(directory, 0o700)


def run_as_a_person(tessera, *arguments):
    """Root may write everywhere; without those privileges it is a person like others."""
    plain = ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] if os.geteuid() == 0 else []
    return subprocess.run([*plain, tessera.program, *arguments], env=tessera.environment,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE,
                          check=False)


def asked_for(provider):
    return [provider.requests(path) for path in ('/authorize', '/token', '/revoke')]


def first_session(tessera):
    """login where the data directory is read-only is exit 1, and nobody is sent to the provider"""
    with Provider(tessera) as provider, Browser(tessera) as browser:
        tessera.add(issuer=provider.issuer)
        with read_only(os.path.join(tessera.data, 'tessera')):
            done = run_as_a_person(tessera, 'login', 'Work')
        equal((done.returncode, done.stdout, done.stderr.count('\n')), (1, '', 1))
        holds(done.stderr, tessera.data, 'you are not allowed to write')
        equal((browser.was_started(), provider.requests('/authorize')), (False, 0))
        is_signed_out(tessera)


def session_goes_on(tessera):
    """there a session of before is not replaced, nor its refresh token spent; token and status work"""
    with Provider(tessera) as provider, Browser(tessera) as browser:
        tessera.add(issuer=provider.issuer)
        tessera.do('login', 'Work')
        browser.forget()
        token = tessera.do('token', 'Work')
        before = asked_for(provider)
        with read_only(os.path.join(tessera.data, 'tessera')):
            for command in ('login', 'refresh'):
                done = run_as_a_person(tessera, command, 'Work')
                equal((command, done.returncode, done.stderr.count('\n')), (command, 1, 1))
                holds(done.stderr, tessera.data)
            equal(run_as_a_person(tessera, 'token', 'Work').stdout, token)
            holds(run_as_a_person(tessera, 'status', 'Work').stdout, 'Signed in')
        equal((browser.was_started(), asked_for(provider)), (False, before))
        tessera.do('refresh', 'Work')


def read_only_disk(tessera):
    """a disk that is read-only, one that is full and one with an error are exit 1 before the browser, and named"""
    with Provider(tessera) as provider, Browser(tessera) as browser:
        tessera.add(issuer=provider.issuer)
        for name, words in (('EROFS', 'is read-only'), ('ENOSPC', 'is full'),
                            ('EIO', 'reports an error'), ('EMFILE', 'too many files')):
            login = tessera.start('login', 'Work', faults=[f'open@*/tessera/*.lock:1+:errno:{name}'])
            output, said = login.communicate(timeout=PATIENCE)
            equal((name, login.returncode, output, said.count('\n')), (name, 1, '', 1))
            holds(said, words)
        equal((browser.was_started(), provider.requests('/authorize')), (False, 0))
        equal(list_secrets(tessera.ask('show', 'Work')['id']), [])


run(first_session, session_goes_on, read_only_disk)
