# SPDX-License-Identifier: GPL-3.0-or-later
"""Many programs that renew one session at once."""

import fcntl
import json
import urllib.request

from installed import PATIENCE
from sign_in import wait_for
from tap import equal

PROGRAMS = 20


def sign_in(person, issuer, name='Work'):
    """Through the address that is printed for whoever has no browser here. person: a Tessera or a Person."""
    login = person.start('login', name, '--no-browser')
    address = next(line.strip() for line in login.stderr if line.strip().startswith(issuer))
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=PATIENCE):
        pass
    login.communicate(timeout=PATIENCE)
    equal(login.returncode, 0)


def waiting_for_locks(pids):
    """How many of these processes wait for a file's lock."""
    with open('/proc/locks', encoding='ascii') as file:
        waiting = {int(line.split()[5]) for line in file if '->' in line}
    return len(waiting.intersection(pids))


def start_held(person, lock, *arguments):
    """Start the programs, and let them go when each of them waits for the account."""
    with open(lock, 'w', encoding='ascii') as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        programs = [person.start(*arguments) for _ in range(PROGRAMS)]
        pids = [program.pid for program in programs]
        wait_for('the lock to be waited for', lambda: waiting_for_locks(pids) == PROGRAMS)
    return programs


def start_all(person, *arguments):
    return [person.start(*arguments) for _ in range(PROGRAMS)]


def one_answer(programs):
    """What they all print, in silence and with exit 0."""
    answers = {(*program.communicate(timeout=PATIENCE), program.returncode) for program in programs}
    (output, errors, status), = answers
    equal((errors, status), ('', 0))
    return output


def renewals(provider):
    """How many requests for tokens the provider has answered since its log was emptied."""
    return sum(entry['path'] == '/token' for entry in json.loads(provider.get('/-/log')))


def prepare(tessera, provider):
    """Sign in; the token of the sign-in, and the account's lock."""
    sign_in_here(tessera, provider)
    account = tessera.ask('show', 'Work')['id']
    return tessera.do('token', 'Work'), f'{tessera.data}/tessera/{account}.lock'


def sign_in_here(tessera, provider):
    tessera.add('Work', issuer=provider.issuer)
    sign_in(tessera, provider.issuer)
    provider.get('/-/reset', 'POST')


def renewed_once(tessera, provider, before, programs):
    after = one_answer(programs)
    equal((renewals(provider), after == before, after.count('\n')), (1, False, 1))
    equal(tessera.do('token', 'Work', '--min-validity', '0'), after)
    provider.get('/-/reset', 'POST')
    return after
