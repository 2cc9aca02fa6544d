#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manifests and the metainfo keep to what Flathub asks of an application.

test-rules.py SOURCE_ROOT: after Flathub's requirements and the rules of its linter, which is not packaged.
"""

import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

root = pathlib.Path(sys.argv[1])
ID = 'io.github.tessera_app.Tessera'
PERMISSIONS = ['--share=network', '--share=ipc', '--socket=wayland', '--socket=fallback-x11', '--device=dri']
release = json.loads((root / 'flatpak' / f'{ID}.json').read_text())
devel = json.loads((root / 'flatpak' / f'{ID}.Devel.json').read_text())
metainfo = ElementTree.parse(root / 'data' / f'{ID}.metainfo.xml.in').getroot()
desktop = (root / 'data' / f'{ID}.desktop.in').read_text()


def check_id():
    """Three to five parts, no dash but in the last, and a code host's only with the project's own name."""
    for manifest, name in ((release, ID), (devel, f'{ID}.Devel')):
        parts = manifest['id'].split('.')
        yield manifest['id'] == name, 'the file is named for the ID'
        yield 3 <= len(parts) <= 5, 'it has three to five parts'
        yield all(re.fullmatch(r'[A-Za-z_][A-Za-z0-9_]*', part) for part in parts), 'its parts are names'
        yield len(parts) >= 4 and parts[0] == 'io', 'a GitHub project is io.github, and has four parts'
        yield len(manifest['id']) <= 255, 'it is not too long'
    yield 'https://github.com/tessera-app/tessera' in [u.text for u in metainfo.findall('url')], 'it is ours'


def check_permissions():
    """Both X11 and Wayland with their companions, no bus name, no file of the host's."""
    for manifest in (release, devel):
        yield manifest['finish-args'] == PERMISSIONS, 'just what it needs'


def check_manifest():
    yield release['runtime'] == 'org.gnome.Platform' and release['sdk'] == 'org.gnome.Sdk', 'GNOME’s runtime'
    yield release['command'] == 'tessera-gtk', 'the command is a name, not a path'
    yield not {'branch', 'default-branch', 'build-options'} & set(release), 'nothing that Flathub decides'
    yield '/lib/debug' not in release['cleanup'], 'debugging symbols go into their own extension'
    yield {'/include', '/lib/pkgconfig', '*.a', '*.la'} <= set(release['cleanup']), 'nothing for building is left'
    for module in release['modules']:
        for source in module['sources']:
            yield source['type'] == 'archive' and source['url'].startswith('https://'), 'an archive, over https'
            yield bool(re.fullmatch('[0-9a-f]{64}', source['sha256'])), 'with a checksum'
            yield not {'md5', 'sha1', 'dest-filename', 'path'} & set(source), 'in one way'
    version = re.search(r"version: '([^']*)'", (root / 'meson.build').read_text())[1]
    yield f'/v{version}.' in release['modules'][0]['sources'][0]['url'], 'of this version'
    for key in ('runtime', 'runtime-version', 'sdk', 'command', 'finish-args', 'cleanup'):
        yield release[key] == devel[key], f'{key} is the same in both'


def check_metainfo():
    def text(path):
        return (metainfo.findtext(path) or '').strip()
    yield metainfo.get('type') == 'desktop-application', 'a desktop application'
    yield text('id') == '@APPLICATION_ID@', 'with the manifest’s ID'
    yield text('metadata_license') in ('CC0-1.0', 'FSFAP', 'MIT', '0BSD'), 'a licence that lets it be copied'
    yield bool(text('project_license')), 'the project’s licence'
    yield 0 < len(text('name')) <= 20, 'a name of at most 20 characters'
    yield 0 < len(text('summary')) <= 35 and not text('summary').endswith('.'), 'a summary of at most 35'
    yield bool(text('developer_name') or text('developer/name')), 'a developer'
    yield text('launchable[@type="desktop-id"]') == '@APPLICATION_ID@.desktop', 'what is launched'
    yield metainfo.find('content_rating') is not None, 'a rating'
    yield metainfo.find('releases/release') is not None, 'releases'
    yield {u.get('type') for u in metainfo.findall('url')} >= {'homepage', 'bugtracker'}, 'where to turn to'
    shots = metainfo.findall('screenshots/screenshot')
    yield bool(shots) and all(s.findtext('caption') for s in shots), 'screenshots, with captions'
    yield all(s.findtext('image').startswith('https://') for s in shots), 'over https'


def check_desktop():
    yield 'Exec=tessera-gtk %F\n' in desktop, 'it starts the command'
    yield 'Icon=@APPLICATION_ID@\n' in desktop, 'the icon has the ID’s name'
    yield 'NoDisplay' not in desktop and 'Hidden' not in desktop, 'it is in the menu'
    yield bool(re.search(r'^Categories=.*\b(Utility|Network)\b', desktop, re.M)), 'in a main category'
    for kind in ('', '-symbolic'):
        icon = (root / 'data' / 'icons' / f'{ID}{kind}.svg').read_text()
        size = re.search(r'<svg[^>]*width="(\d+)"[^>]*height="(\d+)"', icon)
        yield bool(size) and size[1] == size[2], f'a square icon{kind}'


def check_window_icons():
    """Those that the window names are in the program, under any application ID."""
    resources = (root / 'src' / 'window' / 'window.gresource.xml.in').read_text()
    for path in (root / 'src' / 'window').glob('*.ui'):
        for icon in re.findall(r'>(io\.github\.tessera_app\.[^<]*)</property>', path.read_text()):
            yield f'/{icon}.svg"' in resources, f'{icon} in {path.name}'


CHECKS = {'the IDs': check_id, 'the permissions': check_permissions, 'the manifests': check_manifest,
          'the metainfo': check_metainfo, 'desktop file and icons': check_desktop,
          'the window’s icons': check_window_icons}

print(f'1..{len(CHECKS)}')
failed = False
for number, (name, check) in enumerate(CHECKS.items(), 1):
    complaints = [rule for good, rule in check() if not good]
    failed |= bool(complaints)
    for complaint in complaints:
        print(f'# not so: {complaint}')
    print('not ok' if complaints else 'ok', number, name, flush=True)
sys.exit(failed)
