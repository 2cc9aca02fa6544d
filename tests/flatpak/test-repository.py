#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What flatpak/README.md says of mirroring: a signed repository, its .flatpakrepo, and a copy for an offline computer.

test-repository.py DIRECTORY: with the bundle that flatpak/build left in DIRECTORY. Nothing of it is run, so an empty
runtime does.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1] / 'flatpak' / 'repository'
ID = 'io.github.tessera_app.Tessera.Devel'
BUNDLE = pathlib.Path(sys.argv[1]).resolve() / f'{ID}.flatpak'
KEY = 'mirror@example.org'
BRANCH = re.search(r'"runtime-version": "(.*)"', (HERE.parents[1] / 'flatpak' / f'{ID}.json').read_text())[1]


class Place:
    """A directory with the repositories in it, and computers that know them and nothing else."""

    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix='tessera-mirror-'))
        self.environment = {**os.environ, 'LC_ALL': 'C.UTF-8', 'GNUPGHOME': str(self.path / 'gnupg')}
        (self.path / 'gnupg').mkdir(mode=0o700)
        self.call('gpg', '--batch', '--quiet', '--passphrase', '', '--quick-gen-key', f'Mirror <{KEY}>',
                  'default', 'default', 'never')

    def call(self, *command, **variables):
        done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False, env={**self.environment, **variables})
        if done.returncode != 0:
            raise AssertionError(f'{command}: exit {done.returncode}: {done.stdout}{done.stderr}')
        return done.stdout

    def flatpak(self, computer, *arguments):
        return self.call('flatpak', '--user', *arguments, FLATPAK_USER_DIR=str(self.path / computer))

    def make_runtime(self):
        """What the application asks for, with nothing in it."""
        arch = self.call('flatpak', '--default-arch').strip()
        tree, repository = self.path / 'tree', self.path / 'runtime'
        (tree / 'files').mkdir(parents=True)
        metadata = f'[Runtime]\nname=org.gnome.Platform\nruntime=org.gnome.Platform/{arch}/{BRANCH}\n'
        (tree / 'metadata').write_text(metadata)
        self.call('ostree', 'init', '--mode=archive', '--collection-id=org.example.Runtime', f'--repo={repository}')
        self.call('ostree', 'commit', f'--repo={repository}', f'--branch=runtime/org.gnome.Platform/{arch}/{BRANCH}',
                  f'--tree=dir={tree}', f'--gpg-sign={KEY}', f'--gpg-homedir={self.path}/gnupg',
                  f'--add-metadata-string=xa.metadata={metadata}', '--subject=Nothing')
        self.call('flatpak', 'build-update-repo', f'--gpg-sign={KEY}', repository)
        (self.path / 'key.gpg').write_bytes(subprocess.run(
            ['gpg', '--export', KEY], env=self.environment, stdout=subprocess.PIPE, check=True).stdout)

    def make_known(self, computer):
        self.flatpak(computer, 'remote-add', '--collection-id=org.example.Runtime',
                     f'--gpg-import={self.path}/key.gpg', 'runtime', f'file://{self.path}/runtime')
        self.flatpak(computer, 'remote-add', 'tessera', self.path / 'mirror' / 'tessera.flatpakrepo')

    def close(self):
        self.call('gpgconf', '--kill', 'all')
        shutil.rmtree(self.path)


def is_made(place):
    """a bundle becomes a signed repository with its .flatpakrepo, and a second run updates it"""
    for _ in range(2):
        place.call(REPOSITORY, KEY, f'file://{place.path}/mirror', place.path / 'mirror', BUNDLE)
    described = (place.path / 'mirror' / 'tessera.flatpakrepo').read_text()
    for line in ('Version=1', f'Url=file://{place.path}/mirror', 'DeploySideloadCollectionID=io.github.tessera_app.Tessera'):
        if f'{line}\n' not in described:
            raise AssertionError(described)


def installs(place):
    """a computer that knows the .flatpakrepo installs the application from it, signature and all"""
    place.make_runtime()
    place.make_known('online')
    place.flatpak('online', 'install', '-y', '--noninteractive', 'tessera', ID)
    if ID not in place.flatpak('online', 'list', '--app'):
        raise AssertionError('it is not installed')


def goes_offline(place):
    """create-usb copies it, and a computer without the servers installs it from there"""
    place.make_known('offline')
    (place.path / 'stick').mkdir()
    place.flatpak('online', 'create-usb', '--app', place.path / 'stick', ID)
    for server in ('mirror', 'runtime'):
        (place.path / server).rename(place.path / f'{server}-away')
    place.flatpak('offline', 'install', '-y', '--noninteractive',
                  f'--sideload-repo={place.path}/stick/.ostree/repo', 'tessera', ID)
    if ID not in place.flatpak('offline', 'list', '--app'):
        raise AssertionError('it is not installed')


def main():
    cases = (is_made, installs, goes_offline)
    failures = 0
    print(f'1..{len(cases)}', flush=True)
    place = Place()
    try:
        for number, case in enumerate(cases, 1):
            try:
                case(place)
            except AssertionError as error:
                failures += 1
                print('\n'.join(f'# {line}' for line in str(error).splitlines()))
                print('not ', end='')
            print(f'ok {number} {case.__doc__}', flush=True)
    finally:
        place.close()
    return 1 if failures else 0


sys.exit(main())
