#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keycloak from Maven Central, pinned by its SHA-256: fetched once for a machine, prepared once for a build.

keycloak_package.py BUILD_FOLDER COMMAND…: fetches it into ${XDG_CACHE_HOME:-~/.cache}/tessera, links to it
from the folder, and becomes the command. The command's session has a cache of its own.
"""

import fcntl
import glob
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

VERSION = '26.7.3'
SHA256 = '27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f'
ARTIFACT = 'keycloak-quarkus-dist'
FETCH = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get'
LINK = 'keycloak.zip'


def fetch(folder):
    cache = os.path.join(os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache'), 'tessera')
    package = os.path.join(cache, f'keycloak-{VERSION}.zip')
    os.makedirs(cache, exist_ok=True)
    with open(os.path.join(cache, 'keycloak.lock'), 'w', encoding='ascii') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.exists(package):
            for older in glob.glob(os.path.join(cache, 'keycloak-*.zip')):
                os.unlink(older)
            _fetch(cache, package)
        # Each time: the file lies where other programs write, too.
        if _digest(package) != SHA256:
            os.unlink(package)
            raise SystemExit(f'{package} was not Keycloak {VERSION}: its SHA-256 was another.')
    os.makedirs(folder, exist_ok=True)
    link = os.path.join(folder, LINK)
    if os.path.lexists(link):
        os.unlink(link)
    os.symlink(package, link)


def _fetch(cache, package):
    with tempfile.TemporaryDirectory(prefix='maven-', dir=cache) as repository:
        subprocess.run(['mvn', '--batch-mode', '--quiet', '--strict-checksums',
                        f'-Dmaven.repo.local={repository}', FETCH, '-Dtransitive=false',
                        f'-Dartifact=org.keycloak:{ARTIFACT}:{VERSION}:zip'], cwd=repository,
                       check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)
        os.rename(os.path.join(repository, 'org/keycloak', ARTIFACT, VERSION, f'{ARTIFACT}-{VERSION}.zip'),
                  package)


def _digest(path):
    with open(path, 'rb') as f:
        return hashlib.file_digest(f, 'sha256').hexdigest()


def prepare(folder, realm, first_start):
    """Unpacked in the build's folder, with the realm (JSON) in its database. Returns its home.

    first_start(home): starts it there until it has built itself and imported the realm, and stops it.
    """
    home = os.path.join(folder, 'keycloak-home')
    done = os.path.join(home, 'made-of')
    wanted = f'{SHA256}\n{realm}'
    with open(f'{home}.lock', 'w', encoding='ascii') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if os.path.exists(done):
            with open(done, encoding='utf-8') as f:
                if f.read() == wanted:
                    return home
        shutil.rmtree(home, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix='keycloak-new-', dir=folder) as unpacked, \
                zipfile.ZipFile(os.path.join(folder, LINK)) as package:
            package.extractall(unpacked)
            os.rename(os.path.join(unpacked, f'keycloak-{VERSION}'), home)
        os.makedirs(os.path.join(home, 'data/import'))
        with open(os.path.join(home, 'data/import/realm.json'), 'w', encoding='utf-8') as f:
            f.write(realm)
        first_start(home)
        # Last, so that what broke off is done again.
        with open(done, 'w', encoding='utf-8') as f:
            f.write(wanted)
    return home


if __name__ == '__main__':
    fetch(sys.argv[1])
    os.execvp(sys.argv[2], sys.argv[2:])
