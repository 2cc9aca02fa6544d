#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the Flatpak cannot be built, it is said why in a sentence, and nothing is half there.

test-build-fails.py BUILD_ROOT: each case takes something away from flatpak/build, in a sandbox.
"""

import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(HERE, '..', '..', 'flatpak', 'build')
SCRATCH = os.path.join(os.path.abspath(sys.argv[1]), 'flatpak')
CACHE = os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache')


def build(directory, *sandbox, cache=CACHE):
    """Run flatpak/build in a bwrap with these options."""
    done = subprocess.run(
        ['bwrap', '--dev-bind', '/', '/', *sandbox, 'env', f'XDG_CACHE_HOME={cache}', BUILD, directory],
        capture_output=True, text=True, timeout=600, check=False)
    return done.returncode, done.stdout + done.stderr


def check(directory, found, *texts):
    status, said = found
    if status != 1 or not all(text in said for text in texts):
        raise AssertionError(f'exit {status}: {said}')
    left = [name for name in os.listdir(directory) if name.endswith(('.flatpak', '.new')) or name == 'app']
    if left:
        raise AssertionError(f'it leaves {left}')


def without_user_namespaces(directory):
    check(directory, build(directory, '--unshare-user', '--disable-userns'), 'user namespaces')


def without_network(directory):
    cache = os.path.join(directory, 'cache')
    check(directory, build(directory, '--unshare-net', cache=cache), 'cannot be fetched')
    left = [name for name in os.listdir(f'{cache}/tessera') if not name.endswith('.lock')]
    if left:
        raise AssertionError(f'it leaves {left} in the cache')


def with_full_disk(directory):
    full = os.path.join(directory, 'full')
    os.mkdir(full)
    status, said = build(full, '--size', str(2 << 20), '--tmpfs', full)
    check(directory, (status, said), 'the disk is full')


def without_fuse(directory):
    status, said = build(directory, '--dev', '/dev')
    if status != 0 or not any(name.endswith('.flatpak') for name in os.listdir(directory)):
        raise AssertionError(f'exit {status}: {said}')


CASES = [
    ('no user namespaces: a sentence', without_user_namespaces),
    ('no network: a sentence, and no half-made runtime', without_network),
    ('a full disk: a sentence', with_full_disk),
    ('no FUSE: it builds all the same', without_fuse),
]


def main():
    os.makedirs(SCRATCH, exist_ok=True)
    print(f'1..{len(CASES)}', flush=True)
    failed = False
    for number, (name, case) in enumerate(CASES, 1):
        directory = tempfile.mkdtemp(dir=SCRATCH)
        try:
            case(directory)
            print(f'ok {number} {name}', flush=True)
        except AssertionError as error:
            failed = True
            print('\n'.join(f'# {line}' for line in str(error).splitlines()))
            print(f'not ok {number} {name}', flush=True)
        finally:
            shutil.rmtree(directory, ignore_errors=True)
    return failed


sys.exit(main())
