#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-install.py SOURCE_ROOT SCRATCH: `make install PREFIX= DESTDIR=`, in a build of its own.

Without the window, which is what a server wants, and which nothing but GTK must need.
"""

import os
import shutil
import subprocess
import sys

SOURCE, SCRATCH = map(os.path.abspath, sys.argv[1:])
BUILD, ROOT, OWN = (os.path.join(SCRATCH, name) for name in ('build', 'root', 'own'))

# What has to be there, under PREFIX, for the system to find it.
FILES = ['bin/tessera', 'libexec/tessera/tessera-online', 'share/man/man1/tessera.1',
         'share/bash-completion/completions/tessera', 'share/locale/de/LC_MESSAGES/tessera.mo']


def call(*command, **options):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f'{command}: exit {done.returncode}: {done.stdout[-2000:]}{done.stderr}')
    return done.stdout


def list_files(root):
    return sorted(os.path.relpath(os.path.join(directory, name), root)
                  for directory, _, names in os.walk(root) for name in names)


def install(prefix, *destination):
    call('make', '-C', SOURCE, 'install', f'BUILD={BUILD}', f'PREFIX={prefix}', *destination)


def misses(installed):
    """Those of FILES that are not there."""
    return [name for name in FILES if not os.path.isfile(os.path.join(installed, name))]


def for_a_package():
    """PREFIX=/usr DESTDIR=… puts every file below, where the system will look for it"""
    install('/usr', f'DESTDIR={ROOT}')
    if os.listdir(ROOT) != ['usr'] or misses(f'{ROOT}/usr'):
        raise AssertionError(f'{misses(f"{ROOT}/usr")} of {list_files(ROOT)}')
    runs(f'{ROOT}/usr/bin/tessera')


def for_a_person():
    """PREFIX=… alone installs for one person, whose language the programs then speak"""
    install(OWN)
    if misses(OWN):
        raise AssertionError(f'{misses(OWN)} of {list_files(OWN)}')
    runs(f'{OWN}/bin/tessera')
    german = call(f'{OWN}/bin/tessera', '--help', env={**os.environ, 'LANGUAGE': 'de'})
    if 'Zugriffstoken' not in german or max(map(len, german.splitlines())) >= 80:
        raise AssertionError(german)


def runs(program):
    """Check the program, and that it finds tessera-online, which does `inspect`."""
    call(program, '--version')
    done = subprocess.run([program, 'inspect'], input='nonsense', capture_output=True, text=True,
                          check=False)
    if done.returncode != 6:
        raise AssertionError(f'inspect: exit {done.returncode}: {done.stderr}')


def needs_no_window():
    """neither program needs GTK, and the one that only looks up needs neither HTTP nor TLS"""
    for name, foreign in (('bin/tessera', ('libgtk', 'libadwaita', 'libsoup', 'libgnutls')),
                          ('libexec/tessera/tessera-online', ('libgtk', 'libadwaita'))):
        needed = call('ldd', os.path.join(OWN, name))
        found = [library for library in foreign if library in needed]
        if found:
            raise AssertionError(f'{name} needs {found}')


print('1..3', flush=True)
failures = 0
os.makedirs(SCRATCH, exist_ok=True)
for directory in (ROOT, OWN):
    shutil.rmtree(directory, ignore_errors=True)
if not os.path.exists(os.path.join(BUILD, 'build.ninja')):
    call('meson', 'setup', BUILD, SOURCE, '-Dwindow=false', '-Dtests=false', '-Dprovider=false')
for number, case in enumerate((for_a_package, for_a_person, needs_no_window), 1):
    try:
        case()
    except AssertionError as error:
        failures += 1
        print('\n'.join(f'# {line}' for line in str(error).splitlines()))
        print('not ', end='')
    print(f'ok {number} {case.__doc__}', flush=True)
sys.exit(1 if failures else 0)
