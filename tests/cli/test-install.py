#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-install.py SOURCE_ROOT: what the README says of installing, from somebody's own copy of the checkout.

Root installs and does not build: where this test is root's, "nobody" builds. Without the window,
which is what a server wants, and which nothing but GTK must need.
"""

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = os.path.abspath(sys.argv[1])
NOT_COPIED = shutil.ignore_patterns('.git', '_build*', '_out', 'node_modules', '__pycache__')
PERSON = pwd.getpwnam('nobody') if os.getuid() == 0 else None

# What has to be there, under the prefix, for the system to find it.
FILES = ['bin/tessera', 'libexec/tessera/tessera-online', 'share/man/man1/tessera.1',
         'share/bash-completion/completions/tessera', 'share/locale/de/LC_MESSAGES/tessera.mo']


def run(*command, **options):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          check=False, **options)


def call(*command, **options):
    done = run(*command, **options)
    if done.returncode != 0:
        raise AssertionError(f'{command}: exit {done.returncode}: {done.stdout[-2000:]}{done.stderr}')
    return done.stdout


def list_files(root):
    return sorted(os.path.relpath(os.path.join(directory, name), root)
                  for directory, _, names in os.walk(root) for name in names)


def find_misses(installed):
    """Those of FILES that are not there."""
    return [name for name in FILES if not os.path.isfile(os.path.join(installed, name))]


class Home:
    """A home directory with a copy of the checkout in it: both are the person's."""

    def __init__(self):
        # Not below the build: a directory above that may be closed to others, such as root's home.
        self.path = tempfile.mkdtemp(prefix='tessera-install-')
        self.checkout, self.root, self.own = (os.path.join(self.path, name)
                                              for name in ('checkout', 'root', '.local'))
        shutil.copytree(SOURCE, self.checkout, symlinks=True, ignore=NOT_COPIED)
        if PERSON:
            call('chown', '-R', f'{PERSON.pw_uid}:{PERSON.pw_gid}', self.path)
        self.run_as_person('meson setup _build -Dwindow=false -Dtests=false -Dprovider=false')

    def run_as_person(self, command):
        person = PERSON and {'user': PERSON.pw_uid, 'group': PERSON.pw_gid, 'extra_groups': []}
        call('sh', '-c', command, cwd=self.checkout, env={**os.environ, 'HOME': self.path}, **person or {})

    def run_line(self, line):
        """A line of the README. What follows sudo is root's, and done below the directory "root"."""
        for command in line.split(' && '):
            if command.startswith('sudo '):
                call('sh', '-c', f'{command.removeprefix("sudo ")} DESTDIR={self.root}', cwd=self.checkout)
            else:
                self.run_as_person(command)

    def find_others_files(self):
        """What in the checkout is not the person's any more."""
        owner = os.stat(self.checkout).st_uid
        return [name for name in list_files(self.checkout)
                if os.lstat(os.path.join(self.checkout, name)).st_uid != owner]


def read_lines():
    """The README's lines of commands that install, by what they begin with."""
    with open(os.path.join(SOURCE, 'README.md'), encoding='utf-8') as file:
        text = file.read()
    lines = {}
    for kind, pattern in (('system', r'make build && sudo make install'), ('remove', r'sudo make uninstall'),
                          ('own', r'make build PREFIX=\S+ && make install')):
        found = re.search(pattern, text)
        if not found:
            raise AssertionError(f'the README has no {pattern}')
        lines[kind] = found.group()
    return lines


def run_programs(prefix):
    """Check both programs: `inspect` is done by tessera-online."""
    program = os.path.join(prefix, 'bin/tessera')
    call(program, '--version')
    done = subprocess.run([program, 'inspect'], input='nonsense', capture_output=True, text=True,
                          check=False)
    if done.returncode != 6:
        raise AssertionError(f'inspect: exit {done.returncode}: {done.stderr}')


def needs_a_build(home):
    """without a build, or with another prefix than the build's, `make install` says what to do, and does nothing"""
    for arguments, said in (('BUILD=elsewhere', 'Run “make build” first'),
                            ('PREFIX=/opt/x', 'Run “make build PREFIX=/opt/x” first')):
        done = run('sh', '-c', f'make install DESTDIR={home.root} {arguments}', cwd=home.checkout)
        if done.returncode == 0 or said not in done.stderr or os.path.exists(home.root):
            raise AssertionError((done.returncode, done.stderr))


def for_everybody(home):
    """`make build && sudo make install` puts every file where the system looks for it"""
    home.run_line(read_lines()['system'])
    prefix = os.path.join(home.root, 'usr/local')
    if os.listdir(home.root) != ['usr'] or find_misses(prefix):
        raise AssertionError(f'{find_misses(prefix)} of {list_files(home.root)}')
    run_programs(prefix)


def leaves_the_checkout(home):
    """root has written nothing in the checkout, which can be built again"""
    if home.find_others_files():
        raise AssertionError(home.find_others_files())
    home.run_as_person('make build')


def is_undone(home):
    """`sudo make uninstall` leaves nothing of it, and a second one says so"""
    home.run_line(read_lines()['remove'])
    if list_files(home.root) or home.find_others_files():
        raise AssertionError(list_files(home.root) + home.find_others_files())
    done = run('make', 'uninstall', cwd=home.checkout)
    if done.returncode == 0 or 'Nothing was installed' not in done.stderr:
        raise AssertionError((done.returncode, done.stderr))


def for_one_person(home):
    """with PREFIX it is one person's, whose language the programs then speak"""
    home.run_line(read_lines()['own'])
    if find_misses(home.own):
        raise AssertionError(f'{find_misses(home.own)} of {list_files(home.own)}')
    run_programs(home.own)
    german = call(f'{home.own}/bin/tessera', '--help', env={**os.environ, 'LC_ALL': 'de_DE.UTF-8', 'LANGUAGE': 'de'})
    if 'Zugriffstoken' not in german or max(map(len, german.splitlines())) >= 80:
        raise AssertionError(german)


def needs_no_window(home):
    """neither program needs GTK, and the one that only looks up needs neither HTTP nor TLS"""
    for name, foreign in (('bin/tessera', ('libgtk', 'libadwaita', 'libsoup', 'libgnutls')),
                          ('libexec/tessera/tessera-online', ('libgtk', 'libadwaita'))):
        needed = call('ldd', os.path.join(home.own, name))
        found = [library for library in foreign if library in needed]
        if found:
            raise AssertionError(f'{name} needs {found}')


def main():
    home = Home()
    cases = (needs_a_build, for_everybody, leaves_the_checkout, is_undone, for_one_person, needs_no_window)
    failures = 0
    print(f'1..{len(cases)}', flush=True)
    try:
        for number, case in enumerate(cases, 1):
            try:
                case(home)
            except AssertionError as error:
                failures += 1
                print('\n'.join(f'# {line}' for line in str(error).splitlines()))
                print('not ', end='')
            print(f'ok {number} {case.__doc__}', flush=True)
    finally:
        shutil.rmtree(home.path)
    return 1 if failures else 0


sys.exit(main())
