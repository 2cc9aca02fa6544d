# SPDX-License-Identifier: GPL-3.0-or-later
"""npm's packages as a package-lock.json pins them, and the Node that is one of them."""

import fcntl
import filecmp
import glob
import os
import shutil
import subprocess
import tempfile


def install(source, target):
    """What package-lock.json in source says, into target, once; the source tree stays as it is.

    Tests that run at the same time wait for each other.
    """
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(f'{target}.lock', 'w', encoding='ascii') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install(source, target)


def _install(source, target):
    installed = os.path.join(target, 'package-lock.json')
    wanted = os.path.join(source, 'package-lock.json')
    if os.path.exists(installed) and filecmp.cmp(installed, wanted, shallow=False):
        return
    shutil.rmtree(target, ignore_errors=True)
    os.makedirs(target)
    with tempfile.TemporaryDirectory() as cache:
        shutil.copy(wanted, cache)
        shutil.copy(os.path.join(source, 'package.json'), cache)
        subprocess.run(['npm', 'ci', '--no-audit', '--no-fund', '--ignore-scripts',
                        '--no-update-notifier'], cwd=cache,
                       check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        shutil.move(os.path.join(cache, 'node_modules'), target)
    # Last, so that an installation that broke off is done again.
    shutil.copy(wanted, installed)


def lay_out(program, packages, folder):
    """Put the program into the folder, where Node finds the packages beside it.

    Returns the command line's beginning: Node and the program.
    """
    copy = shutil.copy(program, folder)
    os.symlink(os.path.join(packages, 'node_modules'), os.path.join(folder, 'node_modules'))
    node, = glob.glob(os.path.join(packages, 'node_modules/node-linux-*/bin/node'))
    return [node, copy]
