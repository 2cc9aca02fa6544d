#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera credential: every protocol in every state of a session."""

import concurrent.futures
import fcntl
import json
import os
import signal
import subprocess
import time

from asking import (HOST, PROGRAMS, URL, Bazel, Docker, Git, Goauth, GoauthAgain, Kubernetes, NewGit, Terraform, add, ask,
                    claims, current, everything_else, exec_info, label, sign_in)
from installed import PATIENCE
from kept import account_id, age, is_honoured, lock_keyring, unlock_keyring, wait_for_lock
from pseudo_terminal import Terminal
from sign_in import Browser, Provider, wait_for
from tap import equal, holds, lacks, run


def valid(tessera):
    """a valid token is handed out as it is, with nothing on stderr, and its expiry a minute early"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        before = provider.requests('/token')
        for program in PROGRAMS:
            for arguments in (('Work',), ()):
                asked = program.ask(tessera, *arguments)
                equal((label(program), asked.status, asked.said), (label(program), 0, ''))
                token, expiry = program.read(asked)
                equal((label(program), token), (label(program), current(tessera, program)))
                equal((label(program), expiry is None), (label(program), not program.tells_expiry))
                if expiry:
                    # The provider may have counted from a second that is over.
                    equal((label(program), claims(token)['exp'] - expiry in range(55, 61)), (label(program), True))
        equal(provider.requests('/token'), before)


def little_left(tessera):
    """a token of which little is left is renewed first; what comes is told so that it is not in the past"""
    with Provider(tessera, '--lifetime', '50') as provider, Browser(tessera):
        add(tessera, provider)
        for program in PROGRAMS:
            tessera.do('login', 'Work')
            before, asks = current(tessera, program), provider.requests('/token')
            token, expiry = program.read(program.ask(tessera, 'Work'))
            equal((label(program), token == before, provider.requests('/token')), (label(program), False, asks + 1))
            equal(token, current(tessera, program))
            if expiry:
                equal((label(program), 30 <= claims(token)['exp'] - expiry <= 130, expiry > time.time()),
                      (label(program), True, True))


def last_minute(tessera):
    """where nothing renews the session, a token counts until its end"""
    with Provider(tessera, '--lifetime', '50') as provider, Browser(tessera):
        sign_in(tessera, provider, 'Work', '--scope', 'openid')
        for program in PROGRAMS:
            token, expiry = program.read(program.ask(tessera, 'Work'))
            equal((label(program), token), (label(program), current(tessera, program)))
            equal((label(program), expiry is None or expiry > time.time()), (label(program), True))


def short_lived(tessera):
    """a token that lives for two minutes is not renewed at each call"""
    with Provider(tessera, '--lifetime', '119') as provider, Browser(tessera):
        sign_in(tessera, provider)
        for _ in range(3):
            for program in (Git(), Kubernetes()):
                program.read(program.ask(tessera, 'Work'))
        equal(provider.requests('/token'), 1)


def half_a_lifetime(tessera):
    """an MCP client, which asks seldom, gets a token of which half is left"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        first = ask(tessera, 'mcp', 'Work').output
        age(account_id(tessera), 1700)
        equal((ask(tessera, 'mcp', 'Work').output, provider.requests('/token')), (first, 1))
        age(account_id(tessera), 200)
        equal((ask(tessera, 'mcp', 'Work').output == first, provider.requests('/token')), (False, 2))


def asked_again(tessera):
    """client-go that asks again for the same token was refused: it is renewed, unless it is quite new"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        program = Kubernetes()
        first = program.read(program.ask(tessera, 'Work'))[0]
        equal(program.read(program.ask(tessera, 'Work'))[0], first)
        age(account_id(tessera), 100)
        script = '"$0" credential kubernetes Work'
        other = subprocess.run(['sh', '-c', f'{script}; :', tessera.program], capture_output=True, text=True,
                               check=True, env={**tessera.environment, 'KUBERNETES_EXEC_INFO': exec_info()}).stdout
        holds(other, first)
        age(account_id(tessera), 100)
        twice = subprocess.run(['sh', '-c', f'{script} && {script} && {script}; :', tessera.program], capture_output=True,
                               text=True, check=True,
                               env={**tessera.environment, 'KUBERNETES_EXEC_INFO': exec_info()}).stdout
        one, two, three = (json.loads(line)['status']['token'] for line in twice.splitlines())
        equal((one, two == one, three), (first, False, two))
        equal(provider.requests('/token'), 2)


def expired(tessera):
    """an expired session is renewed, by one of twenty programs that ask at once"""
    with Provider(tessera, '--lifetime', '3') as provider, Browser(tessera):
        sign_in(tessera, provider)
        first = current(tessera, Kubernetes())
        wait_for('the end of the token', lambda: claims(first)['exp'] <= time.time())
        asks = provider.requests('/token')
        askers = PROGRAMS * 2
        with concurrent.futures.ThreadPoolExecutor(len(askers)) as pool:
            answers = list(pool.map(lambda program: program.ask(tessera, 'Work'), askers))
        for program, asked in zip(askers, answers):
            equal((label(program), asked.status, asked.said), (label(program), 0, ''))
            equal(program.read(asked)[0] == first, False)
        equal(provider.requests('/token'), asks + 1)


def session_ended(tessera):
    """a session that the provider ended is told, and how to begin another"""
    with Provider(tessera, '--lifetime', '50') as provider, Browser(tessera):
        sign_in(tessera, provider)
        provider.break_rule('token-error-invalid-grant')
        tessera.fail(3, 'refresh', 'Work')
        for program in PROGRAMS:
            asked = program.ask(tessera, 'Work')
            equal((label(program), program.is_failure(asked, 3, 'tessera login Work'), asked),
                  (label(program), True, asked))


def signed_out(tessera):
    """nobody signed in: one line that says what to do, and no browser"""
    with Provider(tessera) as provider, Browser(tessera) as browser:
        add(tessera, provider)
        tessera.add('My account', '--host', 'other.example', issuer=provider.issuer)
        for program in PROGRAMS:
            asked = program.ask(tessera, 'Work')
            equal((label(program), program.is_failure(asked, 3, 'tessera login Work'), asked),
                  (label(program), True, asked))
            asked = program.ask(tessera, 'Work', '--sign-in')
            equal((label(program), program.is_failure(asked, 3, 'tessera login Work')), (label(program), True))
        holds(ask(tessera, 'header', 'My account').said, "tessera login 'My account'")
        equal(browser.was_started(), False)


def to_be_pasted(tessera):
    """the command that is told to a person can be pasted into a shell, whatever the account's name is"""
    for name in ('a;b', 'a&b', 'a|b', 'a<b', 'a(b)', 'a*', 'a?', '#a', "O'Brien", '$(a)', '-a', 'Plain'):
        tessera.do('add', '--issuer', 'https://provider.example', '--client-id', 'x', '--', name)
    for account in tessera.ask('list')['accounts']:
        name = account['id'] if account['name'] == '-a' else account['name']
        said = ask(tessera, 'mcp', account['id']).said.split('“tessera ')[1].split('”')[0]
        typed = subprocess.run(['sh', '-c', f'printf "%s\\n" {said}'], capture_output=True, text=True, check=True).stdout
        equal(typed.splitlines(), ['login', name])


def broken_file(tessera):
    """a broken accounts.conf is told for a host that stands in it; for all others git asks the next helper"""
    tessera.add('Work', '--host', HOST)
    with open(tessera.accounts_conf, 'a', encoding='utf-8') as file:
        file.write('[broken\nHosts=gone.example.com\n')
    asked = ask(tessera, 'git', 'get', typed='protocol=https\nhost=elsewhere.example\n\n')
    equal((asked.status, asked.output, asked.said), (0, '', ''))
    asked = ask(tessera, 'git', 'get', typed='protocol=https\nhost=Gone.Example.com\n\n')
    equal(asked.output, 'quit=1\n')
    holds(asked.said, 'accounts.conf')


def keyring_locked(tessera):
    """a locked keyring is told at once, and nobody is asked for its password"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        lock_keyring()
        try:
            for program in PROGRAMS:
                asked = program.ask(tessera, 'Work')
                equal((label(program), program.is_failure(asked, 8, 'locked'), asked), (label(program), True, asked))
        finally:
            unlock_keyring()
        for program in PROGRAMS:
            program.read(program.ask(tessera, 'Work'))


def long_token(tessera):
    """a token of 4 kB passes whole"""
    with Provider(tessera, faults=['token-long']) as provider, Browser(tessera):
        sign_in(tessera, provider)
        for program in PROGRAMS:
            token, _ = program.read(program.ask(tessera, 'Work'))
            equal((label(program), len(token) > 4096, token), (label(program), True, current(tessera, program)))


def no_id_token(tessera):
    """without an ID token, what wants one fails and the rest does not"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider, 'Work', '--scope', 'demo:read')
        for program in PROGRAMS:
            asked = program.ask(tessera, 'Work')
            if program.token == 'id':
                equal((label(program), program.is_failure(asked, 3, 'ID token')), (label(program), True))
                program.read(program.ask(tessera, 'Work', '--access-token'))
            else:
                program.read(asked)
                equal((label(program), program.is_failure(program.ask(tessera, 'Work', '--id-token'), 3, 'ID token')),
                      (label(program), True))


def renewal_without_id_token(tessera):
    """a renewal that brings no new ID token is an error where one is wanted, never the old token"""
    with Provider(tessera, '--lifetime', '50', faults=['refresh-no-id-token']) as provider, Browser(tessera):
        sign_in(tessera, provider)
        for program in PROGRAMS:
            asked = program.ask(tessera, 'Work')
            if program.token == 'id':
                equal((label(program), program.is_failure(asked, 3, 'no new ID token'), asked),
                      (label(program), True, asked))
            else:
                program.read(asked)


def provider_down(tessera):
    """a renewal that comes early may fail: what is left of the token is handed out"""
    with Provider(tessera, '--lifetime', '50') as provider, Browser(tessera):
        sign_in(tessera, provider)
        provider.break_rule('token-error-500')
        for program in PROGRAMS:
            equal(program.read(program.ask(tessera, 'Work'))[0], current(tessera, program))


def refused(tessera):
    """a token that git was refused with is renewed at the next get; another one changes nothing"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        erase = 'protocol=https\nhost={}\nusername=oauth2\npassword={}\n\n'
        first = current(tessera, Git())
        for secret, host in (('another', HOST), (first, 'evil.example'), ('', HOST)):
            asked = ask(tessera, 'git', 'Work', 'erase', typed=erase.format(host, secret))
            equal((asked.status, asked.output, asked.said), (0, '', ''))
        equal(Git().read(Git().ask(tessera, 'Work'))[0], first)
        asked = ask(tessera, 'git', 'Work', 'erase', typed=erase.format(HOST, first))
        equal((asked.status, asked.output, asked.said), (0, '', ''))
        equal(is_honoured(provider, first), True)
        second = Git().read(Git().ask(tessera, 'Work'))[0]
        equal(second == first, False)
        equal(Git().read(Git().ask(tessera, 'Work'))[0], second)
        for operation in ('store', 'capability', 'frobnicate'):
            asked = ask(tessera, 'git', 'Work', operation, typed=erase.format(HOST, second))
            equal((asked.status, asked.output, asked.said), (0, '', ''))
        equal(Git().read(Git().ask(tessera, 'Work'))[0], second)


def go_again(tessera):
    """Go's first call gets the header at once; its second, with a URL, one of a new token, and that once"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        first = current(tessera, Goauth())
        again, refused_head = GoauthAgain(), 'HTTP/1.1 401 Unauthorized'
        equal(again.read(Goauth().ask(tessera, 'Work'))[0], first)
        equal(again.read(again.ask(tessera, 'Work'))[0], first)
        asked = again.ask(tessera, 'Work', head=refused_head)
        second = again.read(asked)[0]
        equal((asked.said, second == first), ('', False))
        equal(again.read(again.ask(tessera, 'Work', head=refused_head))[0], second)
        # --host narrows what the account lists, and names what an account without hosts does not.
        asked = ask(tessera, 'goauth', 'Work', '--host', f'{HOST}/mod', '--host', 'evil.example')
        equal(asked.output.split('\n\n')[0], f'https://{HOST}/mod')
        tessera.do('edit', 'Work', '--unset', 'host')
        equal(ask(tessera, 'goauth', 'Work').output, '')
        asked = ask(tessera, 'goauth', 'Work', '--host', 'goproxy.example.com')
        equal(asked.output.split('\n\n')[0], 'https://goproxy.example.com')


def old_git(tessera):
    """git gets a Bearer token only where it takes one and the server does"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        for new, challenges, options, bearer in (
                (True, ('Basic realm="x"',), (), False), (False, ('Bearer',), (), False), (True, ('Bearer',), (), True),
                (True, (), (), True), (True, (), ('--username', 'me'), False), (True, ('Bearerx',), (), False),
                (True, ('BEARER realm=1',), ('--username', 'me'), True)):
            program = Git()
            program.new, program.challenges = new, challenges
            output = program.ask(tessera, 'Work', *options).output
            equal((new, challenges, options, 'authtype=Bearer\n' in output, 'username=' in output),
                  (new, challenges, options, bearer, not bearer))
        smtp = 'capability[]=authtype\nprotocol=smtp\nhost={}\n\n'.format(HOST)
        holds(ask(tessera, 'git', 'Work', 'get', typed=smtp).output, 'username=oauth2\n')


def user_names(tessera):
    """the user name is that of the command line, of the account's host, of the program, or a usual one"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        typed = f'protocol=https\nhost={HOST}\nusername=zoe\n\n'
        holds(ask(tessera, 'git', 'Work', 'get', typed=typed).output, 'username=zoe\n')
        holds(ask(tessera, 'git', 'Work', '--username', 'me', 'get', typed=typed).output, 'username=me\n')
        tessera.do('edit', 'Work', '--host', f'x-access-token@{HOST}', '--host', 'reg.azurecr.io', '--host', 'eu.gcr.io')
        holds(ask(tessera, 'git', 'Work', 'get', typed=typed).output, 'username=x-access-token\n')
        for registry, user in ((HOST, 'x-access-token'), (URL + 'v1/', 'x-access-token'), ('eu.gcr.io', 'oauth2accesstoken'),
                               ('reg.azurecr.io', '00000000-0000-0000-0000-000000000000')):
            answer = json.loads(ask(tessera, 'docker', 'get', typed=registry).output)
            equal((answer['ServerURL'], answer['Username']), (registry, user))
        asked = ask(tessera, 'docker', '--username', '<token>', 'get', typed=HOST)
        equal((Docker().is_nothing(asked), '<token>' in asked.said), (True, True))


def docker_words(tessera):
    """docker's other words: list, version, erase and store"""
    for word, typed, status, output in (('list', '', 0, '{}\n'), ('erase', HOST, 0, '')):
        asked = ask(tessera, 'docker', word, typed=typed)
        equal((asked.status, asked.output, asked.said), (status, output, ''))
    holds(ask(tessera, 'docker', 'version').output, 'tessera ')
    asked = ask(tessera, 'docker', 'store', typed=json.dumps({'ServerURL': HOST, 'Username': 'me', 'Secret': 'hush'}))
    equal((asked.status, 'hush' in asked.output), (1, False))
    holds(asked.output, 'tessera login')


def terraform_words(tessera):
    """terraform's other words: forget, store and nonsense"""
    asked = ask(tessera, 'terraform', 'forget', HOST)
    equal((asked.status, asked.output, asked.said), (0, '', ''))
    for word in ('store', 'frobnicate'):
        asked = ask(tessera, 'terraform', word, HOST, typed='{"token":"hush"}')
        equal((asked.status, asked.output, 'hush' in asked.said), (2, '', False))


def versions(tessera):
    """kubernetes is answered in its own version, v1 by hand, and not at all in one that is not known"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        answer = json.loads(ask(tessera, 'kubernetes', 'Work').output)
        equal(answer['apiVersion'], 'client.authentication.k8s.io/v1')
        for info in (exec_info('v1alpha1'), exec_info('v2'), '{}', '[]', 'nonsense', '{' * 100000,
                     '{"apiVersion":1}', exec_info(server='x').replace('"x"', '5'), exec_info(server='x').replace('"x"', '""'),
                     exec_info().replace('"interactive"', '"cluster": [], "interactive"')):
            asked = ask(tessera, 'kubernetes', 'Work', environment={'KUBERNETES_EXEC_INFO': info})
            equal((info[:200], asked.status, asked.output), (info[:200], 2, ''))


def mistakes(tessera):
    """a mistake on the command line is exit 2 and one sentence; --json is one"""
    tessera.add('Work')
    for arguments, named in (((), 'protocol'), (('frobnicate',), 'kubernetes'), (('git',), 'program'),
                             (('git', 'Work', 'get', 'x'), 'one name'), (('header', 'Work', '--json'), '--json'),
                             (('kubernetes', 'Nobody'), 'Nobody'), (('bazel', 'Work'), 'program'),
                             (('terraform', 'get'), 'program'), (('header', '--access-token', '--id-token'), 'together'),
                             (('aws', 'Work'), '--role-arn'), (('aws', '--duration', '5'), '--duration')):
        asked = ask(tessera, *arguments) if arguments else ask(tessera, '--')
        equal((arguments, asked.status, asked.output, asked.said.count('\n')), (arguments, 2, '', 1))
        holds(asked.said, named)
    tessera.add('Home')
    holds(ask(tessera, 'header').said, 'name')


def links(tessera):
    """the links stand for their protocols"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        for name, words, typed, program in (
                ('git-credential-tessera', ('Work', 'get'), Git().request(HOST), Git()),
                ('git-credential-tessera', ('get',), NewGit().request(HOST), NewGit()),
                ('docker-credential-tessera', ('get',), HOST, Docker()),
                ('terraform-credentials-tessera', ('Work', 'get', HOST), '', Terraform()),
                ('tessera-bazel', ('get', 'extra', 'arguments'), json.dumps({'uri': URL}), Bazel())):
            path = tessera.installation.path(f'bin/{name}')
            done = subprocess.run([path, *words], input=typed, env=tessera.environment, capture_output=True, text=True,
                                  check=False)
            equal((name, done.returncode, done.stderr), (name, 0, ''))
            holds(done.stdout, current(tessera, program))


def header_name(tessera):
    """--name prints the whole header, as curl -H @- wants it; cargo and MCP clients name where it goes"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        token = tessera.do('token', 'Work').strip()
        equal(ask(tessera, 'header', 'Work', '--name').output, f'Authorization: Bearer {token}\n')
        for protocol, name, prefix in (('header', 'CARGO_REGISTRY_INDEX_URL', 'sparse+'),
                                       ('mcp', 'CLAUDE_CODE_MCP_SERVER_URL', '')):
            for host, arguments, status in ((HOST, (), 0), (HOST, ('Work',), 0), ('evil.example', ('Work',), 2),
                                            ('evil.example', (), 2)):
                asked = ask(tessera, protocol, *arguments, environment={name: f'{prefix}https://{host}/index/'})
                equal((protocol, host, asked.status, token in asked.output), (protocol, host, status, status == 0))


def no_token_elsewhere(tessera):
    """no file outside the keyring has the token, nor what was refused"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        tokens = {current(tessera, program) for program in PROGRAMS}
        for program in PROGRAMS:
            program.ask(tessera, 'Work')
        for token in tokens:
            ask(tessera, 'git', 'Work', 'erase', typed=f'protocol=https\nhost={HOST}\npassword={token}\n\n')
        for program in PROGRAMS:
            program.ask(tessera, 'Work')
        tokens |= {current(tessera, program) for program in PROGRAMS}
        for _, text in everything_else(tessera):
            lacks(text, *(part for token in tokens for part in token.split('.')[1:]))


def git_sign_in(tessera):
    """--sign-in opens the browser where a person is there: git at a terminal, and not without prompts"""
    script = f'printf "protocol=https\\nhost={HOST}\\n\\n" | "$0" credential git Work --sign-in get'
    with Provider(tessera) as provider, Browser(tessera) as browser:
        add(tessera, provider)
        with Terminal(tessera, script=script, GIT_TERMINAL_PROMPT='0') as terminal:
            holds(terminal.end()[1], 'tessera login Work')
        equal(browser.was_started(), False)
        with Terminal(tessera, script=script) as terminal:
            said = terminal.end()[1]
        holds(said, 'username=oauth2', f'password={current(tessera, Git())}')


def kubernetes_sign_in(tessera):
    """six calls at once open one browser, and all get what comes of it"""
    environment = {'KUBERNETES_EXEC_INFO': exec_info(interactive=True)}
    with Provider(tessera) as provider, Browser(tessera):
        add(tessera, provider)
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            asks = [pool.submit(ask, tessera, 'kubernetes', 'Work', '--sign-in', environment=environment) for _ in range(6)]
            answers = [asked.result() for asked in asks]
        equal({(asked.status, asked.said) for asked in answers}, {(0, '')})
        equal({Kubernetes().read(asked)[0] for asked in answers}, {current(tessera, Kubernetes())})
        equal(provider.requests('/token'), 1)


def sign_in_fails(tessera):
    """a sign-in that came to nothing is not begun again within a minute"""
    environment = {'KUBERNETES_EXEC_INFO': exec_info(interactive=True)}
    with Provider(tessera, faults=['authorize-error']) as provider, Browser(tessera) as browser:
        add(tessera, provider)
        asked = ask(tessera, 'kubernetes', 'Work', '--sign-in', environment=environment)
        equal((asked.status, asked.output), (5, ''))
        browser.forget()
        provider.break_rule()
        for _ in range(3):
            asked = ask(tessera, 'kubernetes', 'Work', '--sign-in', environment=environment)
            equal((asked.status, asked.output, browser.was_started()), (3, '', False))
            holds(asked.said, 'tessera login Work')
        tessera.do('login', 'Work')
        Kubernetes().read(ask(tessera, 'kubernetes', 'Work', '--sign-in', environment=environment))


def handles_signals(program):
    with open(f'/proc/{program.pid}/status', encoding='ascii') as file:
        caught, = [int(line.split()[1], 16) for line in file if line.startswith('SigCgt:')]
    return all(caught >> (number - 1) & 1 for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))


def stopped(tessera):
    """a signal ends the wait for a request at once, from a pipe and at a terminal: exit 4, and no answer"""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        for words in (('docker', 'get'), ('git', 'get'), ('bazel', 'get'), ('terraform', 'store', HOST)):
            program = subprocess.Popen([tessera.program, 'credential', *words], env=tessera.environment,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                       text=True)
            wait_for('the signals to be handled', lambda: handles_signals(program))
            program.send_signal(number)
            equal((words, program.wait(PATIENCE)), (words, 4))
            equal(program.stdout.read(), '')
            equal(program.stderr.read(), 'tessera: The request was cancelled.\n')
            for stream in (program.stdin, program.stdout, program.stderr):
                stream.close()
    with Terminal(tessera, 'credential', 'docker', 'get') as terminal:
        wait_for('the signals to be handled', lambda: handles_signals(terminal))
        terminal.type('\x03')
        equal(terminal.end()[0], 4)


def stopped_while_another_signs_in(tessera):
    """who is stopped while another call signs in is told so in Tessera's words"""
    environment = {'KUBERNETES_EXEC_INFO': exec_info(interactive=True)}
    with Provider(tessera) as provider:
        add(tessera, provider)
        lock = os.path.join(tessera.data, 'tessera', f'{account_id(tessera)}.sign-in.lock')
        os.makedirs(os.path.dirname(lock), exist_ok=True)
        with open(lock, 'w', encoding='ascii') as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            program = tessera.start('credential', 'kubernetes', 'Work', '--sign-in', environment=environment)
            wait_for_lock(program)
            program.send_signal(signal.SIGINT)
            output, said = program.communicate()
        equal((program.returncode, output, said),
              (4, '', 'tessera: Waiting for another Tessera was cancelled.\n'))


run(valid, little_left, last_minute, short_lived, half_a_lifetime, asked_again, expired, session_ended, signed_out, to_be_pasted,
    broken_file, keyring_locked, long_token, no_id_token, renewal_without_id_token, provider_down, refused, go_again, old_git,
    user_names, docker_words, terraform_words, versions, mistakes, links, header_name, no_token_elsewhere, git_sign_in,
    kubernetes_sign_in, sign_in_fails, stopped, stopped_while_another_signs_in)
