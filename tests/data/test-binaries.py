#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the compiler and the linker were to make of the programs, read from the installed files.

test-binaries.py BUILD_ROOT SCRATCH [--cf-protection] [--fortify] [--secret-heap] [--window]: what is
named is what this compiler, libc and build can do.
"""

import os
import re
import subprocess
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'cli'))

from installed import the_installation  # noqa: E402  (the path comes first)

EXPECTED = sys.argv[3:]
installation = the_installation()
PROGRAMS = [installation.path('bin/tessera'), installation.path('tessera/tessera-online')]
if '--window' in EXPECTED:
    PROGRAMS.append(installation.path('bin/tessera-gtk'))

# Some of those through whose hands a token goes.
LIBRARIES = {
    'tessera': ['libc', 'libglib-2.0', 'libgio-2.0', 'libsecret-1'],
    'tessera-online': ['libc', 'libglib-2.0', 'libgio-2.0', 'libsecret-1', 'libsoup-3.0', 'libgnutls',
                       'libnghttp2'],
    'tessera-gtk': ['libc', 'libglib-2.0', 'libgio-2.0', 'libsecret-1', 'libsoup-3.0', 'libgnutls',
                    'libgtk-4', 'libharfbuzz', 'libcairo'],
}


def output(*command, **environment):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          check=True, env={**os.environ, 'LC_ALL': 'C', **environment}).stdout


def holds(text, pattern, of):
    if not re.search(pattern, text):
        raise AssertionError(f'{pattern!r} is not said of {of}: {text}')


def lacks(text, pattern, of):
    if re.search(pattern, text):
        raise AssertionError(f'{pattern!r} is said of {of}: {text}')


def segments_and_tables():
    """position-independent, no executable stack, foreign functions bound at the start and read-only"""
    for program in PROGRAMS:
        segments = output('readelf', '--file-header', '--program-headers', '--wide', program)
        tables = output('readelf', '--dynamic', '--wide', program)
        holds(segments, r'Type: +DYN', program)
        holds(segments, 'GNU_RELRO', program)
        holds(segments, r'GNU_STACK .* RW +0x', program)
        lacks(segments, 'RWE', program)
        holds(tables, r'FLAGS.*\bBIND_NOW|FLAGS_1.*\bNOW', program)
        holds(tables, r'FLAGS_1.*\bPIE', program)
        lacks(tables, 'RPATH|RUNPATH|TEXTREL', program)


def guards():
    """overrun buffers and wild jumps end the program"""
    for program in PROGRAMS:
        symbols = output('readelf', '--dyn-syms', '--wide', program)
        holds(symbols, '__stack_chk_fail', program)
        if '--fortify' in EXPECTED:
            holds(symbols, r'__\w+_chk\b(?<!__stack_chk)', program)
        if '--cf-protection' in EXPECTED:
            code = output('objdump', '--disassemble=main', '--no-show-raw-insn', program)
            holds(code, r'<main>:\n.*\bendbr(64|32)', program)
            # The linker only promises it if the C library's part of the program does it as well.
            start = output('cc', '-print-file-name=Scrt1.o').strip()
            if 'IBT' in output('readelf', '--notes', start):
                holds(output('readelf', '--notes', program), 'IBT, SHSTK', program)


def own_heap():
    """every library of the process calls the program's free() and realloc(), which overwrite"""
    if '--secret-heap' not in EXPECTED:
        return
    for program in PROGRAMS:
        symbols = output('readelf', '--dyn-syms', '--wide', program)
        for name in ('free', 'realloc'):
            holds(symbols, rf'FUNC +GLOBAL +DEFAULT +\d+ {name}\n', program)
        bound = find_bound(program)
        foreign = {library: to for library, to in bound.items() if to != {program}}
        if foreign:
            raise AssertionError(f'{program}: {foreign}')
        missing = set(LIBRARIES[os.path.basename(program)]) - set(bound)
        if missing:
            raise AssertionError(f'{program}: nothing is known of {missing}')


def find_bound(program):
    """Whose free() and realloc() each library of the program calls, as the dynamic linker says."""
    said = subprocess.run([program, '--help'], capture_output=True, text=True, check=True,
                          env={**os.environ, 'LD_DEBUG': 'bindings', 'LD_BIND_NOW': '1'}).stderr
    bound = {}
    for library, to in re.findall(r"binding file (\S+) \[0\] to (\S+) \[0\]: normal symbol "
                                  r"`(?:free|realloc)'", said):
        # The program's own goes on to the next one.
        if library != program:
            bound.setdefault(os.path.basename(library).split('.so')[0], set()).add(to)
    return bound


CASES = (segments_and_tables, guards, own_heap)
print(f'1..{len(CASES)}', flush=True)
failures = 0
for number, case in enumerate(CASES, 1):
    try:
        case()
    except (AssertionError, subprocess.CalledProcessError):
        failures += 1
        print('\n'.join(f'# {line}' for line in traceback.format_exc().splitlines()))
        print('not ', end='')
    print(f'ok {number} {case.__doc__}', flush=True)
sys.exit(1 if failures else 0)
