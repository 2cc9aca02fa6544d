#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-without-window.py SOURCE_ROOT SCRATCH: everything but the window builds where there is no GTK.

With the tests and the provider, as -Dwindow=false alone has it, in a build of its own.
"""

import glob
import json
import os
import re
import shutil
import subprocess
import sys

SOURCE, SCRATCH = map(os.path.abspath, sys.argv[1:])
BUILD = os.path.join(SCRATCH, 'build')
# Of what the window is made of; bash-completion and its like are no libraries.
OF_THE_WINDOW = re.compile(r'lib(gtk|adwaita|gdk|gsk|graphene|pango|cairo)[-\w.]*\.so')


def call(*command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f'{command}: exit {done.returncode}: {done.stdout[-4000:]}{done.stderr}')
    return done.stdout


def list_programs():
    """Every program and module that was linked."""
    paths = glob.glob(f'{BUILD}/src/**', recursive=True) + glob.glob(f'{BUILD}/tests/**', recursive=True)
    for path in paths:
        if os.path.isfile(path):
            with open(path, 'rb') as file:
                if file.read(4) == b'\x7fELF' and not path.endswith('.o'):
                    yield path


def builds():
    """it is configured with the tests, and builds"""
    call('meson', 'setup', BUILD, SOURCE, '-Dwindow=false')
    call('ninja', '-C', BUILD)


def is_without_gtk():
    """no program that was built needs GTK, and both of the command line are there"""
    programs = list(list_programs())
    names = [os.path.basename(path) for path in programs]
    if not {'tessera', 'tessera-online', 'tessera-provider'} <= set(names) or 'tessera-gtk' in names:
        raise AssertionError(names)
    found = [(path, OF_THE_WINDOW.findall(call('ldd', path))) for path in programs]
    if any(libraries for _, libraries in found):
        raise AssertionError([pair for pair in found if pair[1]])


def has_tests():
    """the tests that need no window are there, and no others"""
    suites = {suite.split(':')[-1] for test in json.loads(call('meson', 'introspect', '--tests', BUILD))
              for suite in test['suite']}
    wanted = {'secret', 'clock', 'files', 'oidc', 'loopback', 'keyring', 'config', 'store', 'desktop',
              'account', 'cli', 'renewal', 'provider', 'data', 'e2e'}
    if not wanted <= suites or 'window' in suites:
        raise AssertionError(suites)


def installs():
    """what the desktop would offer of the window is not installed either"""
    call('meson', 'install', '-C', BUILD, '--no-rebuild', '--destdir', os.path.join(SCRATCH, 'root'))
    found = [path for path in glob.glob(f'{SCRATCH}/root/**', recursive=True)
             if re.search(r'\.(desktop|metainfo\.xml|service|svg)$', path)]
    if found:
        raise AssertionError(found)


CASES = (builds, is_without_gtk, has_tests, installs)
print(f'1..{len(CASES)}', flush=True)
shutil.rmtree(SCRATCH, ignore_errors=True)
os.makedirs(SCRATCH)
failures = 0
for number, case in enumerate(CASES, 1):
    try:
        case()
    except AssertionError as error:
        failures += 1
        print('\n'.join(f'# {line}' for line in str(error).splitlines()))
        print('not ', end='')
    print(f'ok {number} {case.__doc__}', flush=True)
sys.exit(1 if failures else 0)
