#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person reads can be translated, and what is translated is sound."""

import gettext
import pathlib
import re
import subprocess
import sys
import tempfile

root, build = map(pathlib.Path, sys.argv[1:])
IN_C = re.compile(r'\b(?:_|N_|C_|NC_) \(\s*"|\b(?:ngettext|g_dngettext|g_dpgettext2) \(')
IN_UI = re.compile(r'translatable="(?:yes|true)"')
IN_CONF = re.compile(r'^\w+=_\("', re.M)
IN_DATA = re.compile(r'^(?:Name|Comment|Keywords)=|<summary>|<name>', re.M)


def read_list(name):
    lines = (root / 'po' / name).read_text().split('\n')
    return [line for line in lines if line and not line.startswith('#')]


def find_translatable():
    """Every file that has a text for a person in it."""
    kinds = {'src/*/*.c': IN_C, 'src/*/*.conf': IN_CONF, 'src/*/*.h': IN_C, 'src/*/*.ui': IN_UI,
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


def extract(directory):
    """What xgettext finds, as `ninja tessera-pot` does."""
    pot = pathlib.Path(directory) / 'tessera.pot'
    keywords = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'g_dngettext:2,3', 'ngettext:1,2', 'g_dpgettext2:2c,3']
    subprocess.run(['xgettext', '--from-code=UTF-8', '--add-comments', '-D', root, '-o', pot,
                    *(f'--keyword={keyword}' for keyword in keywords), *read_list('POTFILES')],
                   capture_output=True, check=True)
    return pot


def complain_about_missing(language):
    """A text that is in no catalogue: it was written after the last msgmerge, and forgotten."""
    with tempfile.TemporaryDirectory() as directory:
        done = subprocess.run(['msgcmp', '--use-untranslated', root / 'po' / f'{language}.po', extract(directory)],
                              capture_output=True, text=True, check=False)
    return done.stderr.splitlines() if done.returncode else []


def complain_about_unused(language):
    """A text that nothing says any more."""
    with tempfile.TemporaryDirectory() as directory:
        done = subprocess.run(['msgcmp', '--use-untranslated', extract(directory), root / 'po' / f'{language}.po'],
                              capture_output=True, text=True, check=False)
    return done.stderr.splitlines() if done.returncode else []


def complain_about_presets():
    """xgettext reads presets.conf as C: it must not take a value for a comment, and so miss a text."""
    text = (root / 'src/config/presets.conf').read_text()
    marked = set(re.findall(r'^\w+=_\("(.*)"\)$', text, re.M))
    with tempfile.TemporaryDirectory() as directory:
        joined = subprocess.run(['msgcat', '--no-wrap', extract(directory)], capture_output=True, text=True,
                                check=True).stdout
    return sorted(marked - set(re.findall(r'^msgid "(.*)"$', joined, re.M)))


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
    checks[f'the catalogue “{code}” has every text'] = complain_about_missing(code)
    checks[f'the catalogue “{code}” has no other text'] = complain_about_unused(code)
checks['no text of the presets is missed'] = complain_about_presets()
checks['the German catalogue speaks German'] = complain_about_german()

print(f'1..{len(checks)}')
for number, (name, complaints) in enumerate(checks.items(), 1):
    for complaint in complaints:
        print('#', complaint)
    print('not ok' if complaints else 'ok', number, name, flush=True)
sys.exit(any(checks.values()))
