# SPDX-License-Identifier: GPL-3.0-or-later
"""PyPI's packages as requirements.txt pins them."""

import fcntl
import filecmp
import os
import shutil
import subprocess
import sys


def install(wanted, target):
    """What the file wanted says, into target, once for each state of the file.

    Tests that run at the same time wait for each other.
    """
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(f'{target}.lock', 'w', encoding='ascii') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install(wanted, target)


def _install(wanted, target):
    installed = os.path.join(target, 'requirements.txt')
    if os.path.exists(installed) and filecmp.cmp(installed, wanted, shallow=False):
        return
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run([sys.executable, '-m', 'pip', 'install', '--quiet', '--target', target, '--no-deps',
                    '--require-hashes', '--only-binary', ':all:', '--requirement', wanted],
                   check=True, stdin=subprocess.DEVNULL)
    # Last, so that an installation that broke off is done again.
    shutil.copy(wanted, installed)
