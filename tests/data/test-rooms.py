#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who knows whom under src, and that nothing there has grown too large: test-rooms.py SOURCE_ROOT.

It goes by the #include lines, and by what each room's meson.build hands to its library.
"""

import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1]) / 'src'

# The house: each room, and the rooms whose headers its files may include.
BELOW_FLOW = {'secret', 'clock', 'files', 'text', 'oidc', 'loopback', 'keyring', 'config', 'store', 'desktop'}
HOUSE = {
    'secret': set(),
    'clock': set(),
    'files': set(),
    'text': set(),
    'desktop': set(),
    'loopback': set(),
    'keyring': set(),
    'oidc': {'clock', 'text'},
    'config': {'files', 'oidc', 'loopback'},
    'store': {'files', 'clock', 'oidc', 'keyring'},
    'flow': BELOW_FLOW,
    'account': BELOW_FLOW | {'flow'},
    # Strict JSON and HTTP for what programs ask and what the exchange for AWS answers; time; files of theirs.
    'programs': {'account', 'clock', 'files', 'oidc'},
    'cli': {'account', 'programs', 'secret', 'text', 'files'},
    # desktop: a start at login is a matter between the window and the desktop, and of no account.
    'window': {'account', 'programs', 'secret', 'desktop'},
}
# Of these rooms the two programs may include this alone: plain data, what time it is, and what a text means that was
# pasted as an issuer, which `tessera add` has to know without contacting anybody.
PROGRAMS = {'cli', 'window'}
PLAIN = {'account-config.h': 'config', 'clock.h': 'clock', 'issuer-entry.h': 'config', 'preset.h': 'config',
         'presets.h': 'config', 'preset-fill.h': 'config', 'preset-recognize.h': 'config'}

MAX_FILE, MAX_FUNCTION = 450, 60  # lines; the aim is 400 and 40
DATA = {'.xml', '.in', '.conf'}  # no code: presets.conf has a group for each provider
VAGUE = {'utils', 'util', 'common', 'helpers', 'helper', 'misc'}


files = sorted(path for path in root.glob('*/*') if path.is_file())
sources = {path: path.read_text(encoding='utf-8') for path in files if path.suffix in ('.c', '.h')}
headers = {path.name: path for path in sources if path.suffix == '.h'}
rooms = {path.parent.name: path.read_text(encoding='utf-8') for path in root.glob('*/meson.build')}


def relative(path):
    return str(path.relative_to(root))


def included_by(path):
    """Headers of ours; those that the build makes are not under src."""
    names = re.findall(r'^[ \t]*#[ \t]*include[ \t]*["<]([^">]+)[">]', sources[path], re.M)
    return [headers[name] for name in (pathlib.PurePath(name).name for name in names) if name in headers]


def find_forbidden_includes():
    for path in sources:
        room = path.parent.name
        for header in included_by(path):
            other = header.parent.name
            plain = room in PROGRAMS and PLAIN.get(header.name) == other
            if other != room and other not in HOUSE.get(room, set()) and not plain:
                yield f'{relative(path)} includes {relative(header)}'


def arguments_of(text, function):
    """What stands between the parentheses of each call of the function in a meson.build."""
    text = re.sub(r'#.*', '', text)
    for call in re.finditer(rf'\b{function}\(', text):
        depth, at = 1, call.end()
        while depth:
            depth += {'(': 1, ')': -1}.get(text[at], 0)
            at += 1
        yield text[call.end():at - 1]


def named_in(arguments):
    """The rooms whose dependency or whose directory is among these arguments."""
    directories = re.findall(r"'\.\./(\w+)'", arguments)
    return {name for name in [*re.findall(r'\b(\w+)_dep\b', arguments), *directories] if name in rooms}


def handed_to(room):
    """The rooms whose headers the room's library finds: those that it names, and what these pass on."""
    passed = {name: set().union(*map(named_in, arguments_of(text, 'declare_dependency')), set())
              for name, text in rooms.items()}
    todo = set().union(*map(named_in, arguments_of(rooms[room], 'static_library')), set())
    found = set()
    while todo:
        name = todo.pop()
        found.add(name)
        todo |= passed[name] - found
    return found - {room}


def lean_on(room):
    """Whom a room knows, and whom these know."""
    found = set(HOUSE.get(room, set()))
    for name in list(found):
        found |= lean_on(name)
    return found | (set(PLAIN.values()) if room in PROGRAMS else set())


def find_forbidden_hands():
    for room in sorted(rooms):
        if room not in HOUSE:
            yield f'{room} has no place in the house'
        elif not any(arguments_of(rooms[room], 'static_library')):
            yield f'{room} has no library'
        for other in sorted(handed_to(room) - lean_on(room)):
            yield f'{room} is handed {other}'


def find_units(header, seen=()):
    """The units that whoever includes the header comes to: a .c and its .h are one. A header alone
    (sign-in-rows.h) is none; through it one comes to those that it includes."""
    if header.with_suffix('.c') in sources:
        return {relative(header.with_suffix(''))}
    return set().union(*(find_units(other, (*seen, header)) for other in included_by(header)
                         if other not in seen), set())


def find_circles(edges):
    """Sets of nodes each of which comes back to itself over the others."""
    reach = {node: set(targets) for node, targets in edges.items()}
    grown = True
    while grown:
        grown = False
        for node, targets in reach.items():
            more = set().union(*(reach[target] for target in targets), targets)
            grown |= more != targets
            reach[node] = more
    circles = []
    for node in sorted(reach):
        circle = {other for other in reach[node] if node in reach[other]}
        if circle and circle not in circles:
            circles.append(circle)
    return circles


def include_edges():
    """Who includes whom: headers, as the preprocessor sees it, and units."""
    edges = {relative(path): {relative(header) for header in included_by(path)}
             for path in headers.values()}
    for path in sources:
        unit = relative(path.with_suffix(''))
        found = set().union(*map(find_units, included_by(path)), set()) - {unit}
        edges[unit] = edges.get(unit, set()) | found
    return edges


def complain_about_circles():
    return [' and '.join(sorted(circle)) + ' include each other'
            for circle in find_circles(include_edges())]


def find_long_files():
    for path in files:
        lines = len(path.read_text(encoding='utf-8').splitlines())
        if path.suffix not in DATA and lines > MAX_FILE:
            yield f'{relative(path)}: {lines} lines'


def find_long_functions():
    for path, text in sources.items():
        start = None
        for number, line in enumerate(text.splitlines(), 1):
            if line == '{':
                start = number
            elif line == '}' and start:
                if number - start - 1 > MAX_FUNCTION:
                    yield f'{relative(path)}:{start}: {number - start - 1} lines'
                start = None


def find_vague_names():
    return [relative(path) for path in files if set(path.stem.split('-')) & VAGUE or path.parent.name in VAGUE]


checks = {
    'a room includes what the house lets it include': find_forbidden_includes(),
    'a library is handed what the house lets it know': find_forbidden_hands(),
    'no two files include each other': complain_about_circles(),
    f'no file is longer than {MAX_FILE} lines': find_long_files(),
    f'no function is longer than {MAX_FUNCTION} lines': find_long_functions(),
    'no file is called utils, common or helpers': find_vague_names(),
    'every header has #pragma once': [relative(path) for path, text in sources.items()
                                      if path.suffix == '.h' and '\n#pragma once\n' not in text],
}

print(f'1..{len(checks)}')
failed = not sources
for number, (name, complaints) in enumerate(checks.items(), 1):
    complaints = list(complaints)
    failed |= bool(complaints)
    for complaint in complaints:
        print('#', complaint)
    print('not ok' if complaints else 'ok', number, name, flush=True)
sys.exit(failed)
