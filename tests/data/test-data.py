#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop file, the metainfo and the schema are what their validators call good, and the icons
are ones that GTK can draw: without librsvg's loader it shows a placeholder, and says nothing.
"""

import os
import re
import subprocess
import sys
import tempfile

data, source, application_id = sys.argv[1:]
icons = os.path.join(source, 'icons', application_id)
scratch = tempfile.TemporaryDirectory()


def draw(icon):
    return ['gdk-pixbuf-thumbnailer', '--size=64', icon, os.path.join(scratch.name, 'icon.png')]


def find_unknown_icons():
    """Those that the window names and neither the icon theme nor its own resources have: GTK shows a broken picture."""
    window = os.path.join(source, '..', 'src', 'window')
    texts = []
    for name in sorted(os.listdir(window)):
        if name.endswith(('.c', '.ui', '.xml.in')):
            with open(os.path.join(window, name), encoding='utf-8') as file:
                texts.append(file.read())
    there = {name.removesuffix('.svg') for _, _, names in os.walk('/usr/share/icons/Adwaita') for name in names}
    own = set(re.findall(r'/([\w.-]+-symbolic)\.svg"', ''.join(texts)))
    return sorted(set(re.findall(r'[">]([\w.-]+-symbolic)["<]', ''.join(texts))) - there - own)


CHECKS = {
    'the desktop file is valid':
        ['desktop-file-validate', f'{data}/{application_id}.desktop'],
    'the metainfo is valid':
        ['appstreamcli', 'validate', '--no-net', f'{data}/{application_id}.metainfo.xml'],
    'the schema compiles, strictly':
        ['glib-compile-schemas', '--strict', '--dry-run', data],
    'the icon can be drawn': draw(f'{icons}.svg'),
    'the symbolic icon can be drawn': draw(f'{icons}-symbolic.svg'),
}

print(f'1..{len(CHECKS) + 1}', flush=True)
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
unknown = find_unknown_icons()
failed |= bool(unknown)
for icon in unknown:
    print('# there is no', icon)
print('not ok' if unknown else 'ok', len(CHECKS) + 1, 'every icon of the window is in the theme, or its own', flush=True)
sys.exit(failed)
