#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Count the tests of meson's log: each line of TAP is one, not each program.

A program that died, timed out or broke off its plan failed even if all that it
said was "ok". With CI=true a skip is a failure too, and so is a run without tests.
"""

import json
import os
import re
import sys

RESULT = re.compile(r'^(not )?ok\b[^#]*(?:#\s*(SKIP|TODO)\b)?', re.IGNORECASE)


def count_program(run):
    passed = failed = skipped = 0
    for line in (run['stdout'] or '').splitlines():
        match = RESULT.match(line)
        if not match:
            continue
        if match.group(2):
            skipped += 1
        elif match.group(1):
            failed += 1
        else:
            passed += 1

    if run['result'] in ('OK', 'EXPECTEDFAIL'):
        passed = passed or (0 if skipped else 1)
    elif run['result'] == 'SKIP':
        skipped = skipped or 1
    else:
        failed = failed or 1
    return passed, failed, skipped


def explain(run, counts):
    """What meson's own report leaves out: a TAP program's lines that are not "ok"."""
    print(f'{run["name"]}: {counts[1]} failed, {counts[2]} skipped ({run["result"]})')
    lines = [line for line in (run['stdout'] or '').splitlines()
             if not re.match(r'ok\b(?!.*#\s*SKIP)|TAP version|\d+\.\.\d+', line)]
    for line in lines[-30:]:
        print(f'    {line}')


def main(path):
    total = [0, 0, 0]
    try:
        with open(path, encoding='utf-8') as log:
            for line in log:
                run = json.loads(line)
                counts = count_program(run)
                if counts[1] or counts[2]:
                    explain(run, counts)
                total = [a + b for a, b in zip(total, counts)]
    except FileNotFoundError:
        pass
    passed, failed, skipped = total
    print(f'{passed} passed, {failed} failed, {skipped} skipped')
    strict = os.environ.get('CI') == 'true'
    return 1 if failed or passed == 0 or (strict and skipped) else 0


sys.exit(main(sys.argv[1]))
