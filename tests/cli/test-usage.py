#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the command line is read, and how its mistakes are told."""

import json
import os
import signal
import subprocess

from offered import read_commands, read_options, read_repeatable
from tap import equal, holds, lacks, run

ADD = ('--issuer', 'https://x.example', '--client-id', 'x')

# What is wrong, and what the sentence must name.
MISTAKES = [
    ((), 'command'),
    (('--',), 'command'),
    (('frobnicate',), 'frobnicate'),
    (('',), 'command'),
    (('--frobnicate',), '--frobnicate'),
    (('list', '--frobnicate'), '--frobnicate'),
    (('list', '--frobnicate=1'), '--frobnicate'),
    (('list', '-x'), '-x'),
    (('list', '-json'), '-json'),
    (('list', '-hx'), '-hx'),
    (('list', '-'), 'list'),
    (('list', '--=1'), '--=1'),
    (('list', '--tessera-json'), '--tessera-json'),
    (('list', '--help-all'), '--help-all'),
    (('list', '--json=yes'), '--json'),
    (('--timeout', '3', 'login', 'Work'), '--timeout'),
    (('login', 'Work', '--issuer', 'https://x.example'), 'tessera login --help'),
    (('list', 'Work'), 'list'),
    (('inspect', 'Work'), 'inspect'),
    (('show', 'Work', 'Home'), 'quote'),
    (('show', 'Work', '--timeout', '3'), '--timeout'),
    (('token', 'Work', '--min-validity'), '--min-validity'),
    (('token', 'Work', '--id-token=yes'), '--id-token'),
    (('token', 'Work', '--min-validity', '1', '--min-validity', '2'), 'more than once'),
    (('token', 'Work', '--min-validity', '-1'), '--min-validity'),
    (('token', 'Work', '--min-validity', '1.5'), '--min-validity'),
    (('token', 'Work', '--min-validity', ''), '--min-validity'),
    (('token', 'Work', '--min-validity', '99999999999999999999'), '--min-validity'),
    (('login', 'Work', '--timeout', '0'), '--timeout'),
    (('login', 'Work', '--timeout', 'soon'), '--timeout'),
    (('add', 'X', *ADD, '--client-id', 'y'), 'more than once'),
    (('add', 'X', '--client-id=x', '--issuer=https://x.example', '--client-id=x'), 'more than once'),
    (('add', 'X', *ADD, '--client-secret-stdin=yes'), '--client-secret-stdin'),
    (('show', '--', '--json', 'x'), 'quote'),
    (('show', '--', '--', 'x'), 'quote'),
    (('--', 'list', '--json'), 'list'),
    (('inspect', '--jwks', '/nonexistent/keys.json'), 'keys.json'),
]


def mistakes(tessera):
    """each mistake is exit 2 and one sentence that names it, with --json an object"""
    tessera.add('Work')
    for arguments, named in MISTAKES:
        holds(tessera.fail(2, *arguments), named)
        if '--' not in arguments:
            error = tessera.error(2, *arguments)
            holds(error['message'], named)
            equal((arguments, error['id']), (arguments, 'usage'))


def unknown_account(tessera):
    """an account that is not there is exit 2 for every command that takes one"""
    for command, argument in read_commands(tessera).items():
        if 'NAME' in argument and command not in ('add', 'edit', 'credential', 'setup'):
            holds(tessera.fail(2, command, 'Nobody'), 'Nobody')
            equal(tessera.error(2, command, 'Nobody')['id'], 'unknown_account')
    holds(tessera.fail(2, 'edit', 'Nobody', '--audience', 'x'), 'Nobody')


def no_name(tessera):
    """without a name the only account is meant, or the default; else it is exit 2"""
    commands = [name for name, argument in read_commands(tessera).items() if argument == '[NAME]'
                and name not in ('add', 'status', 'default')]
    for command in commands:
        holds(tessera.fail(2, command), f'tessera {command}', 'none yet')
    tessera.add('Work')
    equal(tessera.ask('show')['name'], 'Work')
    tessera.add('Home')
    for command in commands:
        holds(tessera.fail(2, command), f'tessera {command}', 'several')
        equal(tessera.error(2, command)['id'], 'usage')
    tessera.do('default', 'Home')
    equal(tessera.ask('show')['name'], 'Home')
    equal(tessera.ask('show', 'Work')['name'], 'Work')
    holds(tessera.fail(3, 'token'), '“Home”')
    for command in ('edit', 'remove', 'add'):
        holds(tessera.fail(2, command), 'needs the name')


def help_and_version(tessera):
    """--help and --version answer before anything else is looked at"""
    for command in read_commands(tessera):
        holds(tessera.do(command, '--help'), f'tessera {command}', '--json')
        equal(tessera.do(command, '-h'), tessera.do('--help', command))
        equal(tessera.ask(command, '--help'), {'help': tessera.do(command, '--help')})
        equal(max(len(line) for line in tessera.do(command, '--help').splitlines()) < 80, True)
    equal(tessera.ask('--help'), {'help': tessera.do('--help')})
    name, version = tessera.do('--version').split()
    equal((name, tessera.ask('--version')), ('tessera', {'version': version}))


def help_command(tessera):
    """help COMMAND is COMMAND --help, and help alone --help"""
    equal(tessera.do('help'), tessera.do('--help'))
    equal(tessera.ask('help'), {'help': tessera.do('--help')})
    for command in read_commands(tessera):
        equal(tessera.do('help', command), tessera.do(command, '--help'))
    holds(tessera.fail(2, 'help', 'frobnicate'), 'frobnicate')
    holds(tessera.fail(2, 'help', 'login', 'logout'), 'tessera help')


def similar_command(tessera):
    """a command that is mistyped is told what it may have been, and nobody is misled"""
    for typed, meant in (('lgoin', 'login'), ('logn', 'login'), ('logouut', 'logout'), ('lisst', 'list'),
                         ('statsu', 'status'), ('hepl', 'help'), ('tkoen', 'token'), ('ad', 'add'),
                         ('Status', 'status'), ('refersh', 'refresh'), ('inspekt', 'inspect')):
        for line in ((typed,), ('help', typed)):
            holds(tessera.fail(2, *line), f'“{typed}”', f'Did you mean “{meant}”?')
    for typed in ('frobnicate', '', 'x', 'id', 'lo', 'signin', 'l' * 100000, 'añadir', 'log\x1bin' * 3):
        lacks(tessera.fail(2, typed), 'Did you mean')


def similar_account(tessera):
    """an account that is mistyped is told what it may have been"""
    tessera.add('Work')
    tessera.add('Home')
    holds(tessera.fail(2, 'show', 'Wrok'), 'There is no account “Wrok”. Did you mean “Work”?')
    lacks(tessera.fail(2, 'show', 'Elsewhere'), 'Did you mean')


def repeated_options(tessera):
    """an option is taken once, unless the help says that it may be repeated; a flag as often as it is there"""
    for command in read_commands(tessera):
        text = tessera.do(command, '--help')
        equal('may be repeated' in text, bool(read_repeatable(text)))
        for option, value in read_options(text).items():
            twice = [f'--{option}={value}', f'--{option}', value] if value else [f'--{option}'] * 2
            done = tessera.run(command, *twice, '--help')
            wanted = 0 if not value or option in read_repeatable(text) else 2
            equal((command, option, done.returncode), (command, option, wanted))
            equal('more than once' in done.stderr, wanted == 2)


def odd_values(tessera):
    """the value of an option is what stands there: empty, like an option, or in no character set"""
    done = tessera.run('add', 'Empty', '--issuer=', '--client-id', 'x')
    equal((done.returncode, tessera.do('list')), (2, ''))
    for name, value, option in (('One', '--help', ('--audience', '--help')), ('Two', '--', ('--audience', '--')),
                                ('Three', '-h', ('--audience=-h',)), ('Four', 'a=b', ('--audience=a=b',))):
        tessera.do('add', *option, name, *ADD)
        equal(tessera.ask('show', name)['audience'], value)
    # Whatever the character set of the terminal is.
    tessera.do('add', '--audience', 'Zoë 日', 'Five', *ADD, CHARSET='ISO-8859-1')
    equal(tessera.ask('show', 'Five')['audience'], 'Zoë 日')
    for line in (('token', 'One', '--min-validity', b'\xff'), ('list', b'--\xff'), (b'\xff',)):
        done = subprocess.run([tessera.program, *line], env={**tessera.environment, 'LC_ALL': 'C'},
                              capture_output=True, check=False)
        equal((line, done.returncode, done.stderr.count(b'\n')), (line, 2, 1))
        holds(done.stderr, b'--min-validity' if len(line) == 4 else b'\\xff')


def order_of_options(tessera):
    """options stand anywhere and are written both ways; -- ends them"""
    wanted = {'client_id': 'x', 'issuer': 'https://x.example'}
    lines = [('add', '--json', '--issuer=https://x.example', 'One', '--client-id', 'x'),
             ('--json', 'add', 'Two', '--client-id=x', '--issuer', 'https://x.example'),
             ('add', '--json', *ADD, '--', '--three'),
             ('add', '--client-id', 'x', '--json', 'F=o=u=r', '--issuer=https://x.example')]
    for line, name in zip(lines, ('One', 'Two', '--three', 'F=o=u=r')):
        equal(json.loads(tessera.do(*line))['name'], name)
        shown = json.loads(tessera.do('--json', 'show', '--', name))
        equal({member: shown[member] for member in wanted}, wanted)


def json_anywhere(tessera):
    """where --json stands does not matter to how a mistake is told; after -- it is a name"""
    for line in (('--json', 'frobnicate'), ('remove', '--json'), ('list', '--frob', '--json')):
        done = tessera.run(*line)
        equal((done.returncode, done.stderr, json.loads(done.stdout)['error']['id']), (2, '', 'usage'))
    holds(tessera.fail(2, 'show', '--', '--json'), '--json')


def hostile_text(tessera):
    """what could fool a terminal is written out, in messages, answers and JSON"""
    name = 'a\x1b[31mb\u202ec\u2028d\x7f\x9be'
    for line in (('show', name), (name,), ('list', '--' + name)):
        said = tessera.fail(2, *line)
        holds(said, 'a\\x1b[31mb\\u202ec\\u2028d\\x7f\\x9be')
        printed = tessera.run(*line, '--json').stdout
        lacks(printed, '\x1b', '\u202e', '\u2028', '\x7f', '\x9b')
        holds(json.loads(printed)['error']['message'], name)
    raw = subprocess.run([tessera.program, 'show', b'\xff\xfe\x1b'], env=tessera.environment,
                         capture_output=True, check=False)
    equal(raw.returncode, 2)
    holds(raw.stderr, b'\\xff\\xfe\\x1b')
    tessera.do('add', 'a\u202eb', *ADD)
    for answer in (tessera.do('list'), tessera.do('status'), tessera.do('show', 'a\u202eb')):
        holds(answer, 'a\\u202eb')
        lacks(answer, '\u202e')


def no_locale(tessera):
    """names are printed as they are under cron, and where the locale is not installed"""
    tessera.add('Zoë’s 日本語')
    for name in ('', 'C', 'POSIX', 'xx_YY.UTF-8'):
        equal((name, tessera.do('list', LC_ALL=name, LANG=name)), (name, 'Zoë’s 日本語\n'))
        holds(tessera.do('--help', LC_ALL=name, LANG=name), '“tessera --version”')


def charset(tessera):
    """text is written in the terminal's own character set, "?" where that lacks a letter; JSON is not"""
    tessera.add('Wörk 日')
    environment = {**tessera.environment, 'CHARSET': 'ISO-8859-1'}

    def output(*arguments):
        done = subprocess.run([tessera.program, *arguments], env=environment, capture_output=True,
                              check=False)
        return done.stdout + done.stderr
    equal(output('list'), 'Wörk ?\n'.encode('latin-1'))
    holds(output('show', 'Nobödy'), 'Nobödy'.encode('latin-1'))
    equal(json.loads(output('list', '--json'))['accounts'][0]['name'], 'Wörk 日')
    holds(json.loads(output('show', 'Nobödy', '--json'))['error']['message'], 'Nobödy')


def output_goes_nowhere(tessera):
    """an answer that cannot be written is exit 1 and said so"""
    tessera.add('Work')
    for command in ('list', 'show Work', 'status', '--help', 'list --json'):
        with open('/dev/full', 'wb') as full:
            done = subprocess.run([tessera.program, *command.split()], env=tessera.environment,
                                  stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        equal((done.returncode, done.stderr.count('\n')), (1, 1))
        holds(done.stderr, 'standard output')


def nobody_reads(tessera):
    """if the reader of a pipe has gone, a command ends by SIGPIPE as others do, without a word"""
    tessera.add('Work')
    for command in ('list', 'show Work', 'status', '--help', '--version', 'list --json', 'token Work --json'):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([tessera.program, *command.split()], env=tessera.environment,
                              stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
        os.close(writer)
        equal((command, done.returncode, done.stderr), (command, -signal.SIGPIPE, ''))
    for script in ('"$0" list | true', '"$0" list | head -0', '"$0" status | cat'):
        done = subprocess.run(['sh', '-c', script, tessera.program], env=tessera.environment,
                              capture_output=True, text=True, check=False)
        equal((script, done.returncode, done.stderr), (script, 0, ''))
    # Where there is nothing to print there is nothing to write.
    done = subprocess.run(['bash', '-c', 'set -o pipefail; "$0" token Work | true', tessera.program],
                          env=tessera.environment, capture_output=True, text=True, check=False)
    equal((done.returncode, done.stderr), (3, 'tessera: “Work” is not signed in.\n'))


def closed_descriptors(tessera):
    """a command that is started without standard streams still works, or says that it cannot"""
    tessera.add('Work')
    script = f'exec "{tessera.program}" show Work'
    for redirection, wanted in (('<&-', 0), ('2>&-', 0), ('>&-', 1), ('<&- 2>&-', 0)):
        done = subprocess.run(['sh', '-c', f'{script} {redirection}'], env=tessera.environment,
                              capture_output=True, text=True, check=False)
        equal((redirection, done.returncode), (redirection, wanted))
        equal('Work' in done.stdout, wanted == 0)


run(mistakes, unknown_account, no_name, help_and_version, help_command, similar_command, similar_account, repeated_options,
    odd_values, order_of_options, json_anywhere, hostile_text,
    no_locale, charset, output_goes_nowhere, nobody_reads, closed_descriptors)
