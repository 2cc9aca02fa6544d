#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every C file of ours is also clang's without a warning: test-clang.py SOURCE_ROOT BUILD_ROOT.

It goes by what the build tells its own compiler, and only looks: nothing is compiled into a file.
"""

import concurrent.futures
import glob
import json
import os
import shlex
import shutil
import subprocess
import sys

SOURCE_ROOT, BUILD_ROOT = map(os.path.realpath, sys.argv[1:])

# gcc knows some that clang does not; of the last one the top meson.build tells.
CLANG = shutil.which('clang') or max(glob.glob('/usr/bin/clang-[0-9][0-9]'), default=None)
FLAGS = ['-fsyntax-only', '-fno-color-diagnostics', '-Werror', '-Wno-unknown-warning-option',
         '-Wno-unused-variable', '-Wno-cast-function-type-strict']


def is_ours(entry):
    path = os.path.realpath(os.path.join(entry['directory'], entry['file']))
    return path.startswith(SOURCE_ROOT + os.sep) and not path.startswith(BUILD_ROOT + os.sep)


def arguments(entry):
    """Without the compiler (and ccache before it), and without what it is to write."""
    words = iter(shlex.split(entry['command']))
    for word in words:
        if word.startswith('-'):
            break
    while word is not None:
        if word in ('-o', '-MF', '-MQ', '-MT'):
            next(words)
        elif word not in ('-MD', '-c'):
            yield word
        word = next(words, None)


def look(entry):
    done = subprocess.run([CLANG, *arguments(entry), *FLAGS], cwd=entry['directory'],
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def main():
    if not CLANG:
        print('1..0 # SKIP there is no clang')
        return 0
    print('1..1', flush=True)
    with open(os.path.join(BUILD_ROOT, 'compile_commands.json'), encoding='utf-8') as f:
        entries = [entry for entry in json.load(f) if is_ours(entry)]
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        results = list(pool.map(look, entries))
    complaints = [line for code, errors in results if code != 0 for line in errors.splitlines()]
    for line in complaints[:60]:
        print('#', line)
    good = bool(entries) and not any(code for code, _ in results)
    print(f'{"ok" if good else "not ok"} 1 {len(entries)} files compile with clang without a warning')
    return 0 if good else 1


sys.exit(main())
