#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every source file names its licence, every C file is formatted and no wider than a hundred columns,
and nothing embeds a browser."""

import pathlib
import subprocess
import sys

root = pathlib.Path(sys.argv[1])
SUFFIXES = {'.c', '.h', '.py', '.sh', '.js', '.mjs', '.ui', '.xml', '.css', '.svg', '.in', '.build',
            '.html', '.txt', '.conf'}
FOREIGN = {'node_modules', '__pycache__'}


def list_sources():
    """Not from git: the test must run in an unpacked archive, too."""
    todo = [root]
    while todo:
        for path in sorted(todo.pop().iterdir()):
            hidden = path.name.startswith('.') and path.name != '.ci'
            if hidden or path.name.startswith('_') or path.name in FOREIGN or path.is_symlink():
                continue
            if path.is_dir():
                if not (path / 'meson-info').exists():
                    todo.append(path)
            elif path.suffix in SUFFIXES or path.name == 'Makefile' or is_script(path):
                yield path


def is_script(path):
    with open(path, 'rb') as file:
        return file.read(2) == b'#!'


def names_licence(path):
    # An XML declaration or a #! may stand before it.
    with open(path, encoding='utf-8') as file:
        return any('SPDX-License-Identifier: GPL-3.0-or-later' in line
                   for line, _ in zip(file, range(3)))


def report(number, good, name, lines):
    for line in lines:
        print('#', line)
    print('ok' if good else 'not ok', number, name, flush=True)
    return good


sources = list(list_sources())
print('1..4', flush=True)
bare = [path.relative_to(root) for path in sources if not names_licence(path)]
all_good = report(1, sources and not bare, 'every source file names its licence', bare)

c_files = [path for path in sources if path.suffix in ('.c', '.h')]
try:
    formatted = subprocess.run(['clang-format-14', '--dry-run', '-Werror', *c_files],
                               capture_output=True, text=True, check=False)
    good, complaints = formatted.returncode == 0, formatted.stderr.splitlines()
    all_good &= report(2, good, 'every C file is formatted', complaints[:40])
except FileNotFoundError:  # another version would want other lines
    print('ok 2 # SKIP there is no clang-format-14')

# RFC 8252 §8.12: the system's browser, never a view of the application's own.
embedded = [path.relative_to(root) for path in sources
            if root / 'src' in path.parents and 'webkit' in path.read_text(encoding='utf-8').lower()]
all_good &= report(3, not embedded, 'nothing embeds a browser', embedded)

# clang-format leaves the lines of a comment as they are.
wide = [f'{path.relative_to(root)}:{number}: {len(line)} columns' for path in c_files
        for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1)
        if len(line) > 100]
all_good &= report(4, not wide, 'no line of C is wider than a hundred columns', wide)
sys.exit(not all_good)
