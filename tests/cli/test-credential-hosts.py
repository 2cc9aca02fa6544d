#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera credential: which hosts get a token, and requests that are odd, rough or meant to get one."""

import json
import subprocess

from asking import HOST, PROGRAMS, URL, Git, Goauth, Kubernetes, ask, current, everything_else, label, sign_in
from sign_in import Browser, Provider
from tap import equal, holds, lacks, run


def unknown_host(tessera):
    """a host that is not listed gets nothing, whether or not the account is named"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        for program in PROGRAMS:
            if not program.names_host:
                continue
            for host in ('evil.example', 'api.example.com.evil.example', 'api.example.com:8443',
                         'xapi.example.com', 'api.example.com@evil.example'):
                for arguments in (('Work',), (), ('Work', '--host', host)):
                    asked = program.ask(tessera, *arguments, host=host)
                    equal((label(program), host, program.is_nothing(asked), asked), (label(program), host, True, asked))
                    lacks(asked.output, 'eyJ')
            asked = program.ask(tessera, 'Work', '--host', 'other.example')
            equal((label(program), program.is_failure(asked, 2, '') if program.token == 'id'
                   else program.is_nothing(asked)), (label(program), True))


def odd_hosts(tessera):
    """what could be read as another host or path gets nothing; nor does a whole URL above a listed path"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add('Work', '--host', f'{HOST}/group', issuer=provider.issuer)
        tessera.do('login', 'Work')
        for host in (f'{HOST}/group', f'{HOST}?x', f'zoe@{HOST}', HOST.replace('.', '%2e', 1)):
            asked = ask(tessera, 'git', 'get', typed=f'protocol=https\nhost={host}\n\n')
            equal((host, asked.status, asked.output), (host, 0, ''))
        holds(ask(tessera, 'docker', 'get', typed=f'{HOST}/group').output, 'eyJ')
        lacks(ask(tessera, 'docker', 'get', typed=f'https://zoe@{HOST}/group').output, 'eyJ')
        for end, given in (('group/a', True), ('', False), ('group/%2e%2e/x', False), ('group//x', False),
                           ('group/..%5cx', False), ('group/..;/x', False)):
            asked = ask(tessera, 'bazel', 'get', typed=json.dumps({'uri': URL + end}))
            equal((end, 'eyJ' in asked.output), (end, given))
            for protocol, variable in (('mcp', 'CLAUDE_CODE_MCP_SERVER_URL'), ('header', 'CARGO_REGISTRY_INDEX_URL')):
                asked = ask(tessera, protocol, environment={variable: URL + end})
                equal((protocol, end, 'eyJ' in asked.output), (protocol, end, given))
        for scheme, given in (('ws', False), ('ftp', False), ('x', False), ('wss', True)):
            asked = ask(tessera, 'bazel', 'get', typed=json.dumps({'uri': f'{scheme}://{HOST}/group'}))
            equal((scheme, 'eyJ' in asked.output), (scheme, given))
        done = tessera.run('credential', 'git', 'Work', '--host', f'a%0Apassword=evil@{HOST}', 'get',
                           typed=f'protocol=https\nhost={HOST}\n\n')
        lacks(done.stdout, 'evil')


def plain_http(tessera):
    """plain http gets nothing, except on this computer"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider, 'Work', '--host', 'localhost:8080')
        for typed, wanted in ((f'protocol=http\nhost={HOST}\n\n', ''),
                              ('protocol=http\nhost=localhost:8080\n\n', 'username=oauth2')):
            asked = ask(tessera, 'git', 'Work', 'get', typed=typed)
            equal((asked.status, asked.said, asked.output.split('\n')[0]), (0, '', wanted))
        equal(ask(tessera, 'bazel', 'get', typed=json.dumps({'uri': f'http://{HOST}/'})).output, '{}\n')
        equal(ask(tessera, 'goauth', 'Work', f'http://{HOST}/').output, '')


def no_hosts(tessera):
    """an account without hosts serves only what the person has set up for one host"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add('Work', issuer=provider.issuer)
        tessera.do('login', 'Work')
        for program in PROGRAMS:
            asked = program.ask(tessera, 'Work')
            if isinstance(program, (Git, Kubernetes)) or not program.names_host:
                program.read(asked)
            else:
                equal((label(program), program.is_nothing(asked)), (label(program), True))
            if program.names_host:
                equal((label(program), program.is_nothing(program.ask(tessera)) or
                       program.ask(tessera).status == 2), (label(program), True))


def two_accounts(tessera):
    """the longest prefix finds the account; a tie is an error that names both"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        sign_in(tessera, provider, 'Group', '--host', f'{URL}group/')
        both = 'protocol=https\nhost={}\npath={}\n\n'
        asked = ask(tessera, 'git', 'get', typed=both.format(HOST, 'group/a.git'))
        equal(Git().read(asked)[0], current(tessera, Git(), 'Group'))
        for program in PROGRAMS:
            if not program.names_host or type(program) is Goauth:
                continue
            asked = program.ask(tessera)
            equal((label(program), program.is_failure(asked, 2, '“Work” and “Group”'), asked),
                  (label(program), True, asked))
            program.read(program.ask(tessera, 'Work'))


def nonsense(tessera):
    """what is no request is refused, and crashes nothing"""
    tessera.add('Work', '--host', HOST)
    for protocol, words, typed in (('git', ('get',), '\x01\x02'), ('git', ('get',), '=\n\n\n'), ('git', ('get',), 'x' * 70000),
                                   ('bazel', ('get',), '{"uri":1}'), ('bazel', ('get',), '[]'), ('bazel', ('get',), ''),
                                   ('docker', ('get',), ''), ('docker', ('get',), 'two words'),
                                   ('docker', ('get',), '\n'), ('terraform', ('get', ''), ''),
                                   ('git', ('get',), 'protocol=https\nhost=' + 'y' * 2000000)):
        asked = ask(tessera, protocol, *words, typed=typed)
        equal((protocol, typed[:20], asked.status in (0, 1, 2), 'eyJ' in asked.output),
              (protocol, typed[:20], True, False))


def rough_ends(tessera):
    """a request needs no last newline; one that is cut by a NUL, or too long, gets nothing; nor does a closed output"""
    request = f'protocol=https\nhost={HOST}'
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        token = current(tessera, Git())
        holds(ask(tessera, 'git', 'get', typed=request).output, token)
        holds(ask(tessera, 'docker', 'get', typed=HOST + '\n').output, token)
        for words in (('git', 'get'), ('docker', 'get'), ('bazel', 'get'), ('goauth', URL), ('git', 'erase')):
            for typed in (HOST + '\0', request + '\0.evil\n\n', request + '\na=' + 'b' * 10000000, request + '\r\n\r\n'):
                asked = ask(tessera, *words, typed=typed)
                if words[0] != 'goauth' or '\r' not in typed:
                    equal((words, typed[:40], token in asked.output), (words, typed[:40], False))
                # It may be for another helper.
                lacks(asked.output, 'quit')
        for words, redirection, statuses in ((('header', 'Work'), '>&-', (1,)), (('header', 'Work'), '>/dev/full', (1,)),
                                             (('git', 'get'), '>&-', (1,)), (('git', 'get'), '>&- 2>&-', (1,)),
                                             (('git', 'get'), '| :', (1, 141)), (('header', 'Nobody'), '2>&-', (2,))):
            script = f'"$0" credential {" ".join(words)} {redirection}; exit ${{PIPESTATUS[0]}}'
            done = subprocess.run(['bash', '-c', script, tessera.program], input=request, env=tessera.environment,
                                  capture_output=True, text=True, check=False)
            equal((words, redirection, done.returncode in statuses, done.stdout), (words, redirection, True, ''))
        for _, text in everything_else(tessera):
            lacks(text, token)


run(unknown_host, odd_hosts, plain_http, no_hosts, two_accounts, nonsense, rough_ends)
