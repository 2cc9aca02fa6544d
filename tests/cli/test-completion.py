#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The completion for bash, as installed: what it offers, and that a real shell reads back the name."""

import os
import pty
import select
import subprocess

from offered import read_commands, read_options, read_repeatable, read_words
from tap import equal, run

OFFER = '''
source "$1"
COMP_LINE=$2 COMP_POINT=${#2}
compopt() { :; }
_tessera "$0" "${2##* }"
printf '%s\\n' "${COMPREPLY[@]}"
'''

NAMES = ['Work', 'Wörk two', 'it\'s "q" $HOME `x` \\ b', 'a:b=c', 'a:c', '日本 語', '-dash',
         'x & <y>; $(touch evil) *']


def offer(tessera, line):
    """What would be offered after this line, sorted."""
    script = tessera.installation.path('bash-completion/completions/tessera')
    done = subprocess.run(['bash', '-c', OFFER, tessera.program, script, line], text=True,
                          env=tessera.environment, capture_output=True, check=True, timeout=60)
    equal(done.stderr, '')
    return sorted(done.stdout.split('\n')[:-1])


class Shell:
    """An interactive bash on a terminal of its own, with the completion loaded."""

    def __init__(self, tessera):
        self._tessera = tessera

    def __enter__(self):
        installation = self._tessera.installation
        environment = {**self._tessera.environment, 'PS1': '', 'TERM': 'dumb', 'HISTFILE': '',
                       'INPUTRC': '/dev/null', 'PATH': os.path.dirname(self._tessera.program) +
                       ':' + os.environ['PATH']}
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            os.chdir(self._tessera.home)
            os.execvpe('bash', ['bash', '--noprofile', '--norc', '-i'], environment)
        self._type("bind 'set bell-style none'; source "
                   f"'{installation.path('bash-completion/completions/tessera')}'\n"
                   "words() { printf '\\nBEGIN'; printf '%s|' \"$@\"; echo END; }\n")
        return self

    def __exit__(self, *_):
        os.close(self._terminal)
        os.waitpid(self._pid, 0)

    def complete(self, line):
        """Type the line and Tab; the words that the shell then has, which it is not to run."""
        # Ctrl-A: to the beginning of the line.
        self._type(f'{line}\t\x01words \n')
        said = self._read('END\r\n')
        return said[said.rindex('\nBEGIN') + 6:-6].split('|')

    def _type(self, text):
        os.write(self._terminal, text.encode())

    def _read(self, end):
        said = b''
        while not said.endswith(end.encode()):
            if not select.select([self._terminal], [], [], 60)[0]:
                raise TimeoutError(f'the shell says nothing more after {said!r}')
            said += os.read(self._terminal, 4096)
        return said.decode()


def commands_and_options(tessera):
    """every command and every option of every command is offered, and nothing else"""
    commands = read_commands(tessera)
    equal(offer(tessera, 'tessera '), sorted(commands))
    general = read_options(tessera.do('--help'))
    equal(offer(tessera, 'tessera -'), sorted(f'--{name}' for name in general))
    for command in commands:
        options = read_options(tessera.do(command, '--help'))
        equal(offer(tessera, f'tessera {command} --'), sorted(f'--{name}' for name in options))


def names(tessera):
    """accounts are offered once, where a command takes one"""
    tessera.add('Work')
    tessera.add('Home')
    for command, argument in read_commands(tessera).items():
        wanted = ['Home', 'Work'] if 'NAME' in argument and command != 'add' else ['']
        if argument == '[COMMAND]':
            wanted = sorted(read_commands(tessera))
        if read_words(tessera, command):
            wanted = sorted(read_words(tessera, command))
            equal((command, offer(tessera, f'tessera {command} {wanted[0]} ')), (command, ['Home', 'Work']))
        if argument == '[PROVIDER]':
            wanted = sorted(each['id'] for each in tessera.ask('presets')['presets'])
        equal((command, offer(tessera, f'tessera {command} ')), (command, wanted))
    equal(offer(tessera, 'tessera token Work '), [''])
    equal(offer(tessera, 'tessera token --min-validity 30 '), ['Home', 'Work'])
    equal(offer(tessera, 'tessera token --min-validity '), [''])
    equal(offer(tessera, 'tessera nothing '), [''])
    equal(offer(tessera, 'tessera help lo'), ['login', 'logout'])
    equal(offer(tessera, 'tessera help login '), [''])


def given_options(tessera):
    """an option is offered once, unless it may be repeated; values are, where they are known"""
    once = offer(tessera, 'tessera add X --issuer https://x.example --scope openid --')
    equal(('--issuer' in once, '--scope' in once, '--client-id' in once), (False, True, True))
    text = tessera.do('add', '--help')
    for option in read_options(text):
        left = offer(tessera, f'tessera add --{option} x --')
        equal((option, f'--{option}' in left), (option, option in read_repeatable(text)))
    equal(offer(tessera, 'tessera add X --client-auth '), ['basic', 'none', 'post'])
    equal(offer(tessera, 'tessera add X --client-auth --'), [''])
    presets = sorted(each['id'] for each in tessera.ask('presets')['presets'])
    equal(offer(tessera, 'tessera add X --preset '), presets)
    equal(offer(tessera, 'tessera presets ok'), ['okta'])
    for preset in ('--preset okta', '--preset=okta'):
        equal(offer(tessera, f'tessera add X {preset} --set '), ['client_id=', 'domain=', 'server='])
    equal(offer(tessera, 'tessera add X --preset github --set '), ['client_id='])
    equal(offer(tessera, 'tessera add X --set '), [''])
    equal(offer(tessera, 'tessera add X --offline-access '), ['ask', 'never'])
    equal(offer(tessera, 'tessera edit X --id-token-alg '), ['HS256'])
    equal(offer(tessera, 'tessera login X --issuer='), [''])
    equal(offer(tessera, 'tessera edit X --unset aud'), ['audience'])
    equal(set(offer(tessera, 'tessera edit X --unset ')) & {'json', 'help', 'host', 'scope'}, {'host', 'scope'})


def broken_file(tessera):
    """a broken file with accounts offers nothing and says nothing"""
    os.mkdir(os.path.dirname(tessera.accounts_conf))
    with open(tessera.accounts_conf, 'w', encoding='utf-8') as file:
        file.write('neither group nor key\n')
    equal(offer(tessera, 'tessera token '), [''])


def quoting(tessera):
    """a shell reads a completed name back as it is, however it is quoted"""
    for name in NAMES:
        tessera.do('add', '--issuer', 'https://x.example', '--client-id', 'x', '--', name)
    with Shell(tessera) as shell:
        for typed, name in [('Wor', 0), ("'Wor", 0), ('"Wö', 1), ('W\\ö', 1), ("'Wö", 1), ('it', 2),
                            ('"it', 2), ("'it", 2), ("it\\'", 2), ('a:b', 3), ('"a:b', 3), ('日', 5),
                            ('日本\\ ', 5), ('-- -d', 6), ('x', 7), ('"x & <', 7), ('x\\ \\&', 7)]:
            *before, last = shell.complete(f'tessera show {typed}')
            equal((typed, before[:2], last), (typed, ['tessera', 'show'], NAMES[name]))
    equal(os.path.exists(os.path.join(tessera.home, 'evil')), False)


def files(tessera):
    """--jwks completes files"""
    with open(os.path.join(tessera.home, 'my keys.json'), 'w', encoding='ascii'):
        pass
    with Shell(tessera) as shell:
        for typed in ('--jwks my', '--jwks=my', '--jwks "my'):
            equal(shell.complete(f'tessera inspect {typed}')[-1].removeprefix('--jwks='),
                  'my keys.json')


run(commands_and_options, names, given_options, broken_file, quoting, files)
