# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that is stopped before each call with which it reads or changes what is kept of a session."""

import itertools

from tap import equal

# Each with the variants of its name, and as often as it is called: tests/faults/fault-shim.h.
CALLS = ('flock', 'open@*/tessera/*', 'write@*/tessera/*', 'fsync', 'rename', 'unlink@*/tessera/*',
         'secret_password_lookupv', 'secret_password_storev', 'secret_password_clearv')


def each_call(tessera, action, run):
    """Call run() with one fault after the other, and yield the call and what run() returned.

    run: runs a program with this fault to its end, and returns its exit status and more. Where the
    fault does not strike, the program has come to its end, and that call has had its turn.
    """
    for call in CALLS:
        for number in itertools.count(1):
            struck = tessera.struck()
            result = run(f'{call}:{number}:{action}')
            if tessera.struck() == struck:
                equal((call, result[0]), (call, 0))
                break
            yield call.partition('@')[0], result
