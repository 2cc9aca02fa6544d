#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of each room its tests run: test-coverage.py SOURCE_ROOT BUILD_ROOT.

A build of its own in BUILD_ROOT counts lines and branches. The suites of all rooms run in it (each
is named after its room), and gcovr says what they never reached. A new room has a floor from its
first day: it is found by its folder.

To see more than the floors: gcovr --root . --html-details FILE --filter src/ BUILD_ROOT/src
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

# Of a hundred lines and branches, how many at least. The rooms that strangers speak to have more.
LINES = {'oidc': 98, 'loopback': 98, 'cli': 98}
OTHER_LINES = 93
BRANCHES = 80
# It wants a screen, and its tests are programs that look at it from outside.
WITHOUT_FLOOR = {'window'}

# The branches of these lines are GLib's. An assertion and g_return_if_fail() have one that is taken
# only when the program is wrong, which no test may make it be; what G_DEFINE_TYPE() and its like
# expand to asks whether another thread has registered the type in the same moment.
NOT_OURS = r'\s*(g_assert|g_return_|g_warn_if|G_DEFINE_|G_DECLARE_|JSON_DEFINE_).*'

source_root, build_root = map(pathlib.Path, map(os.path.realpath, sys.argv[1:]))
rooms = sorted(path.parent.name for path in source_root.glob('src/*/meson.build')
               if path.parent.name not in WITHOUT_FLOOR)


def explain(text, lines=200):
    for line in text.splitlines()[-lines:]:
        print('#', line)


def call(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        explain(done.stdout + done.stderr)
    return done.returncode == 0


def build():
    environment = {name: value for name, value in os.environ.items() if name not in ('CC', 'CFLAGS')}
    if not (build_root / 'build.ninja').exists() and not call(
            'meson', 'setup', '--buildtype=debug', '-Db_coverage=true',
            '-Dc_args=-fprofile-update=atomic',  # some rooms have threads
            build_root, source_root, env=environment):
        return False
    if not call('ninja', '-C', build_root, env=environment):
        return False
    # What an earlier build counted does not fit, and the programs under test would say so.
    for counts in build_root.rglob('*.gcda'):
        counts.unlink()
    return True


def run_suites():
    suites = [word for room in rooms for word in ('--suite', room)]
    log = build_root / 'meson-logs' / 'testlog.json'
    log.unlink(missing_ok=True)
    call('meson', 'test', '-C', build_root, '--no-rebuild', '--timeout-multiplier', '5', *suites)
    with open(log, encoding='utf-8') as file:
        runs = [json.loads(line) for line in file]
    failed = [run for run in runs if run['result'] != 'OK']
    for run in failed:
        explain(f'{run["name"]}: {run["result"]}\n{run["stdout"] or ""}', 40)
    return bool(runs) and not failed


def count():
    """What gcovr says of each file: its lines, each with its branches."""
    report = build_root / 'coverage.json'
    report.unlink(missing_ok=True)
    call('gcovr', '--root', source_root, '--object-directory', build_root, '--filter',
         re.escape(str(source_root / 'src')) + '/', '--exclude-unreachable-branches',
         '--exclude-throw-branches', '--exclude-branches-by-pattern', NOT_OURS,
         # A program that is killed while it writes its counts leaves nonsense in one or the other.
         '--gcov-ignore-parse-errors',
         '--json', report, build_root / 'src', cwd=build_root)
    with open(report, encoding='utf-8') as file:
        return {entry['file']: [line for line in entry['lines'] if not line['gcovr/noncode']]
                for entry in json.load(file)['files']}


def share(parts):
    return 100 * sum(parts) / len(parts) if parts else 100


def spans(numbers):
    """[3, 4, 5, 9] as "3-5 9"."""
    found = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ' '.join(f'{first}-{last}' if last > first else f'{first}' for first, last in found)


def judge(room, files):
    files = {name: lines for name, lines in files.items() if name.startswith(f'src/{room}/')}
    lines = [line['count'] > 0 for found in files.values() for line in found]
    branches = [branch['count'] > 0 for found in files.values() for line in found
                for branch in line['branches']]
    floor = LINES.get(room, OTHER_LINES)
    good = bool(lines) and share(lines) >= floor and share(branches) >= BRANCHES
    for name, found in sorted(files.items()) if not good else ():
        never = [line['line_number'] for line in found if line['count'] == 0]
        half = [line['line_number'] for line in found if line['count'] > 0
                and any(branch['count'] == 0 for branch in line['branches'])]
        if never or half:
            print(f'# {name}: never run: {spans(never)}; a branch never taken: {spans(half)}')
    return good, (f'{room}: {share(lines):.1f} % of {len(lines)} lines (at least {floor}), '
                  f'{share(branches):.1f} % of {len(branches)} branches (at least {BRANCHES})')


def main():
    if not shutil.which('gcovr'):
        print('1..0 # SKIP there is no gcovr')
        return 0
    print(f'1..{len(rooms) + 1}', flush=True)
    built = build()
    passed = built and run_suites()
    print('ok' if passed else 'not ok', 1, 'the suites of all rooms pass in the build that counts',
          flush=True)
    files = count() if built else {}
    failed = not passed
    for number, room in enumerate(rooms, 2):
        good, figures = judge(room, files)
        failed |= not good
        print('ok' if good else 'not ok', number, figures, flush=True)
    return 1 if failed else 0


sys.exit(main())
