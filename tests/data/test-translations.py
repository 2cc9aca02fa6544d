#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person reads can be translated, and what is translated is sound."""

import gettext
import pathlib
import re
import subprocess
import sys

root, build = map(pathlib.Path, sys.argv[1:])
IN_C = re.compile(r'\b(?:_|N_|C_|NC_) \(\s*"|\b(?:ngettext|g_dngettext|g_dpgettext2) \(')
IN_UI = re.compile(r'translatable="(?:yes|true)"')
IN_DATA = re.compile(r'^(?:Name|Comment|Keywords)=|<summary>|<name>', re.M)


def read_list(name):
    lines = (root / 'po' / name).read_text().split('\n')
    return [line for line in lines if line and not line.startswith('#')]


def find_translatable():
    """Every file that has a text for a person in it."""
    kinds = {'src/*/*.c': IN_C, 'src/*/*.h': IN_C, 'src/*/*.ui': IN_UI,
             'data/*.desktop.in': IN_DATA, 'data/*.xml.in': IN_DATA}
    for pattern, marked in kinds.items():
        for path in root.glob(pattern):
            text = re.sub(r'^ \*.*$', '', path.read_text(), flags=re.M)
            if marked.search(text):
                yield str(path.relative_to(root))


def complain_about_potfiles():
    listed, found = set(read_list('POTFILES')), set(find_translatable())
    return ([f'po/POTFILES lacks {name}' for name in sorted(found - listed)] +
            [f'po/POTFILES has {name} for nothing' for name in sorted(listed - found)])


def complain_about_catalogue(language):
    path = root / 'po' / f'{language}.po'
    checked = subprocess.run(['msgfmt', '--check', '-o', '/dev/null', path],
                             capture_output=True, text=True, check=False)
    doubtful = subprocess.run(['msgattrib', '--only-fuzzy', '--no-obsolete', path],
                              capture_output=True, text=True, check=True).stdout
    missing = subprocess.run(['msgattrib', '--untranslated', '--no-obsolete', path],
                             capture_output=True, text=True, check=True).stdout
    return ([] if checked.returncode == 0 else checked.stderr.splitlines()) + \
        doubtful.splitlines() + missing.splitlines()


def complain_about_german():
    """The built catalogue says it as a German would, plural included."""
    with open(build / 'po' / 'de' / 'LC_MESSAGES' / 'tessera.mo', 'rb') as file:
        german = gettext.GNUTranslations(file)
    said = [german.gettext('Signed in'),
            german.ngettext('%d minute left', '%d minutes left', 1) % 1,
            german.ngettext('%d minute left', '%d minutes left', 42) % 42]
    return [] if said == ['Angemeldet', 'noch 1 Minute', 'noch 42 Minuten'] else said


checks = {'every file with a text for a person is in POTFILES': complain_about_potfiles()}
for code in read_list('LINGUAS'):
    checks[f'the catalogue “{code}” is sound'] = complain_about_catalogue(code)
checks['the German catalogue speaks German'] = complain_about_german()

print(f'1..{len(checks)}')
for number, (name, complaints) in enumerate(checks.items(), 1):
    for complaint in complaints:
        print('#', complaint)
    print('not ok' if complaints else 'ok', number, name, flush=True)
sys.exit(any(checks.values()))
