#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-newer.py SOURCE_ROOT SCRATCH: the rooms and the window pass with newer libraries than this system's.

They are those of the GNOME runtime's stand-in (flatpak/runtime), with which everything is built here once more. What runs
there has no network, and sees of this computer the checkout only.
"""

import glob
import json
import os
import re
import shutil
import subprocess
import sys

SOURCE, SCRATCH = map(os.path.abspath, sys.argv[1:])
TREE, BUILD = os.path.join(SCRATCH, 'system'), os.path.join(SCRATCH, 'build')
SUITES = ('secret', 'text', 'clock', 'files', 'desktop', 'loopback', 'keyring', 'oidc', 'config', 'store', 'flow',
          'account', 'programs', 'window')
# The first needs a second user, the second a compositor; and the layout is looked at with this system's libraries.
NOT_HERE = ('loopback-users', 'window-wayland', 'window-pictures-')
# A user namespace has one user only. As root, who could become nobody else there, tests would fail.
USER = 1000
PASSWD = f'root:x:0:0:root:/root:/bin/sh\nsomeone:x:{USER}:{USER}:Someone:/tmp:/bin/sh\n'


def call(*command, **options):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f'{command}: exit {done.returncode}: {done.stdout[-4000:]}{done.stderr[-4000:]}')
    return done.stdout


def call_inside(*command, check=True):
    """In the tree, as an ordinary user."""
    return subprocess.run(
        ['bwrap', '--bind', TREE, '/', '--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp', '--ro-bind', SOURCE, SOURCE,
         '--bind', SCRATCH, SCRATCH, '--unshare-all', '--unshare-user', '--uid', f'{USER}', '--gid', f'{USER}', '--die-with-parent', '--clearenv', '--setenv', 'HOME', '/tmp',
         '--setenv', 'PATH', '/usr/bin:/usr/sbin', '--setenv', 'LC_ALL', 'C.UTF-8', '--setenv', 'CI', 'true',
         '--chdir', SCRATCH, *command],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=check)


def find_stand_in():
    with open(f'{SOURCE}/flatpak/io.github.tessera_app.Tessera.Devel.json', encoding='utf-8') as file:
        branch = json.load(file)['runtime-version']
    return call(f'{SOURCE}/flatpak/runtime/stand-in', branch, 'trixie').strip()


def makes_system():
    """the stand-in's Sdk, and what the tests need besides, become a system to run in"""
    stand_in = find_stand_in()
    sdk, = glob.glob(f'{stand_in}/installation/runtime/org.gnome.Sdk/*/*/active/files')
    shutil.rmtree(SCRATCH, ignore_errors=True)
    os.makedirs(TREE)
    call('cp', '-a', '--reflink=auto', sdk, f'{TREE}/usr')
    call('mv', f'{TREE}/usr/etc', f'{TREE}/etc')
    for name in ('bin', 'sbin', 'lib', 'lib64'):
        os.symlink(f'usr/{name}', f'{TREE}/{name}')
    for package in sorted(glob.glob(f'{stand_in}/tests/*.deb')):
        call('sh', '-c', 'dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" --keep-directory-symlink --no-same-owner', 'unpack',
             package, TREE)
    with open(f'{TREE}/etc/passwd', 'w', encoding='utf-8') as file:
        file.write(PASSWD)
    for program in glob.glob(f'{TREE}/usr/bin/*-im7.q16'):
        # Its package would make these links when it is set up.
        os.symlink(os.path.basename(program), program.removesuffix('-im7.q16'))
    with open(f'{TREE}/etc/machine-id', 'w', encoding='utf-8') as file:
        file.write('0123456789abcdef0123456789abcdef\n')
    call_inside('sh', '-c', 'ldconfig; glib-compile-schemas /usr/share/glib-2.0/schemas')


def builds():
    """everything builds there"""
    for command in (('meson', 'setup', BUILD, SOURCE), ('ninja', '-C', BUILD)):
        done = call_inside(*command, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stdout[-6000:])


def passes():
    """the suites of the rooms and of the window pass there, and none is skipped"""
    suites = [word for suite in SUITES for word in ('--suite', suite)]
    listed = call_inside('meson', 'test', '-C', BUILD, '--no-rebuild', '--list', *suites).stdout
    names = [name for name in re.findall('^tessera:.* / (.*)$', listed, flags=re.MULTILINE) if not name.startswith(NOT_HERE)]
    call_inside('meson', 'test', '-C', BUILD, '--no-rebuild', '--timeout-multiplier', '3', *names, check=False)
    counted = subprocess.run([f'{SOURCE}/tests/count.py', f'{BUILD}/meson-logs/testlog.json'], capture_output=True,
                             text=True, check=False, env={**os.environ, 'CI': 'true'})
    print(re.sub('^', '# ', counted.stdout, flags=re.MULTILINE))
    if counted.returncode != 0:
        raise AssertionError('see above')


def main():
    tests = (makes_system, builds, passes)
    failed = 0
    print(f'1..{len(tests)}')
    for number, test in enumerate(tests, 1):
        try:
            if failed:
                raise AssertionError('what comes before it failed')
            test()
            print(f'ok {number} {test.__doc__}', flush=True)
        except (AssertionError, ValueError, OSError, subprocess.CalledProcessError) as error:
            failed += 1
            print(re.sub('^', '# ', f'{error}', flags=re.MULTILINE))
            print(f'not ok {number} {test.__doc__}', flush=True)
    if not failed:
        shutil.rmtree(SCRATCH, ignore_errors=True)
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
