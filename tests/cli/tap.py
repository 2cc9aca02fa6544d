# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs test cases, one after the other, and says how each ended in TAP."""

import sys
import traceback

from installed import Tessera, the_installation


def equal(found, wanted):
    if found != wanted:
        raise AssertionError(f'{found!r} instead of {wanted!r}')


def holds(text, *parts):
    for part in parts:
        if part not in text:
            raise AssertionError(f'{part!r} is not in {text!r}')


def lacks(text, *parts):
    for part in parts:
        if part in text:
            raise AssertionError(f'{part!r} is in {text!r}')


def run(*cases):
    """Call each case with a Tessera of its own. Its docstring says what holds if it returns."""
    installation = the_installation()
    failures = 0
    print(f'1..{len(cases)}', flush=True)
    for number, case in enumerate(cases, 1):
        try:
            with Tessera(installation) as tessera:
                case(tessera)
        except Exception:
            failures += 1
            print('\n'.join(f'# {line}' for line in traceback.format_exc().splitlines()))
            print('not ', end='')
        print(f'ok {number} {case.__doc__}', flush=True)
    sys.exit(1 if failures else 0)
