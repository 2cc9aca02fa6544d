#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop file, the metainfo and the schema are what their validators call good."""

import subprocess
import sys

data, application_id = sys.argv[1:]
CHECKS = {
    'the desktop file is valid':
        ['desktop-file-validate', f'{data}/{application_id}.desktop'],
    'the metainfo is valid':
        ['appstreamcli', 'validate', '--no-net', f'{data}/{application_id}.metainfo.xml'],
    'the schema compiles, strictly':
        ['glib-compile-schemas', '--strict', '--dry-run', data],
}

print(f'1..{len(CHECKS)}', flush=True)
failed = False
for number, (name, command) in enumerate(CHECKS.items(), 1):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        good, output = done.returncode == 0, done.stdout + done.stderr
    except FileNotFoundError as error:
        good, output = False, str(error)
    failed |= not good
    for line in [] if good else output.splitlines():
        print('#', line)
    print('ok' if good else 'not ok', number, name, flush=True)
sys.exit(failed)
