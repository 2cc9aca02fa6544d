#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera refresh is killed, or interrupted, at any instant: what the provider honours is not lost."""

import json
import os
import random
import signal
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'cli')]

from each_call import each_call  # noqa: E402  (the path comes first)
from sign_in import Provider  # noqa: E402
from tap import equal, holds, run  # noqa: E402
from together import renewals, sign_in  # noqa: E402

KILLS = 200
INTERRUPTS = 60


def prepare(tessera, provider):
    tessera.add('Work', issuer=provider.issuer)
    sign_in(tessera, provider.issuer)
    # How long a renewal takes here, at its quickest.
    times = []
    for _ in range(3):
        begin = time.monotonic()
        tessera.do('refresh', 'Work')
        times.append(time.monotonic() - begin)
    let_tick_pass()
    provider.get('/-/reset', 'POST')
    return min(times)


def let_tick_pass():
    """The kernel counts a program's begin in hundredths of a second; what was renewed in the one
    that the next program begins in counts as renewed since, and nobody would be asked."""
    time.sleep(0.02)


def stop_after(tessera, seconds, number):
    """Start a renewal and send it a signal: its exit status, and what it said on stderr."""
    renewal = tessera.start('refresh', 'Work')
    time.sleep(seconds)
    renewal.send_signal(number)
    errors = renewal.communicate(timeout=120)[1]
    return renewal.returncode, errors


def adapt(whole, sent):
    """However busy the machine is, both sides of the instant that matters are met."""
    return whole * (0.95 if sent else 1.05)


def where(log):
    """How far the renewals came that the log tells of."""
    asked = {(entry['path'], entry['status']) for entry in json.loads(log)}
    if not any(path == '/token' for path, _ in asked):
        return 'before the request'
    return 'answered' if ('/token', 200) in asked else 'unanswered'


def is_whole(tessera):
    """The session goes on: its token is there, and it can be renewed."""
    status, = tessera.ask('status', 'Work')['accounts']
    equal((status['state'], status['renewable'], status['subject']), ('signed-in', True, 'zoe-1'))
    tessera.do('token', 'Work')
    tessera.do('refresh', 'Work')
    let_tick_pass()


def none_left(tessera):
    """No program of this installation runs any more."""
    left = []
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            program = os.readlink(f'/proc/{pid}/exe')
        except OSError:
            continue
        if program.startswith(tessera.installation.root) and tessera.home in environment_of(pid):
            left.append((pid, program))
    equal(left, [])


def environment_of(pid):
    try:
        with open(f'/proc/{pid}/environ', encoding='utf-8', errors='replace') as file:
            return file.read()
    except OSError:
        return ''


def killed_before_each_call(tessera):
    """SIGKILL before each call that matters of a renewal: each time the next one goes on"""
    with Provider(tessera, '--leeway') as provider:
        prepare(tessera, provider)
        seen = set()
        for call, ended in each_call(tessera, 'kill',
                                     lambda fault: renew(tessera, provider, fault)):
            equal((call, *ended), (call, -signal.SIGKILL, ''))
            seen.add(where(provider.get('/-/log')))
            is_whole(tessera)
        equal(seen, {'before the request', 'answered'})
        none_left(tessera)


def interrupted_before_each_call(tessera):
    """Ctrl-C before each call that matters: not yet begun is exit 4, what is sent is carried through"""
    with Provider(tessera) as provider:
        prepare(tessera, provider)
        seen = set()
        for _, (status, errors) in each_call(tessera, 'int',
                                               lambda fault: renew(tessera, provider, fault)):
            check_interrupted(status, errors, signal.SIGINT, renewals(provider))
            seen.add(status)
            is_whole(tessera)
        holds(seen, 0, 4)
        none_left(tessera)


def renew(tessera, provider, fault):
    let_tick_pass()
    provider.get('/-/reset', 'POST')
    renewal = tessera.start('refresh', 'Work', faults=[fault])
    errors = renewal.communicate(timeout=120)[1]
    return renewal.returncode, errors


def check_interrupted(status, errors, number, sent):
    # A program that has not begun yet ends as any other does.
    holds([0, 4, -number], status)
    equal((status == 0, sent), (bool(sent), int(status == 0)))
    equal(errors.count('\n'), int(status == 4))


def killed(tessera):
    """SIGKILL at 200 random instants of a renewal: each time the next one goes on with the session"""
    with Provider(tessera, '--leeway', '--delay', '10') as provider:
        whole = prepare(tessera, provider)
        seen = {}
        for _ in range(KILLS):
            status, errors = stop_after(tessera, random.uniform(0, whole), signal.SIGKILL)
            holds([(-signal.SIGKILL, ''), (0, '')], (status, errors))
            point = where(provider.get('/-/log')) if status else 'done'
            seen[point] = seen.get(point, 0) + 1
            whole = adapt(whole, point != 'before the request')
            is_whole(tessera)
            provider.get('/-/reset', 'POST')
        print(f'# {seen}', flush=True)
        none_left(tessera)


def interrupted(tessera):
    """Ctrl-C at 60 random instants: not yet begun is exit 4, what is sent is carried through"""
    with Provider(tessera, '--delay', '30') as provider:
        whole = prepare(tessera, provider)
        seen = {}
        for i in range(INTERRUPTS):
            number = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)[i % 3]
            status, errors = stop_after(tessera, random.uniform(0, whole), number)
            check_interrupted(status, errors, number, renewals(provider))
            seen[status] = seen.get(status, 0) + 1
            whole = adapt(whole, status == 0)
            is_whole(tessera)
            provider.get('/-/reset', 'POST')
        print(f'# {seen}', flush=True)
        none_left(tessera)


def killed_by_turns(tessera):
    """a renewal that is killed while it has the account lets the next one in at once"""
    with Provider(tessera, '--leeway') as provider:
        prepare(tessera, provider)
        provider.break_rule('token-hang')
        renewal = tessera.start('refresh', 'Work')
        while not renewals(provider):
            time.sleep(0.01)
        next_one = tessera.start('refresh', 'Work')
        provider.break_rule()
        renewal.kill()
        equal((renewal.communicate(timeout=120)[0], renewal.returncode), ('', -signal.SIGKILL))
        next_one.communicate(timeout=120)
        equal(next_one.returncode, 0)
        is_whole(tessera)


run(killed_before_each_call, interrupted_before_each_call, killed, interrupted, killed_by_turns)
