# SPDX-License-Identifier: GPL-3.0-or-later
"""A real program that asks Tessera: its home, how it is called, and what comes of it in each state of a session."""

import os
import pwd
import re
import shutil
import subprocess
import time

from asking import HOST, everything_else
from installed import PATIENCE
from kept import lock_keyring, unlock_keyring
from sign_in import Browser, Provider, wait_for
from tap import equal, holds

HERE = os.path.dirname(os.path.abspath(__file__))
VARIABLES = ('AWS_PROFILE', 'AWS_ENDPOINT_URL', 'GOAUTH', 'GOFLAGS', 'SSL_CERT_DIR', 'http_proxy', 'https_proxy', 'HTTP_PROXY',
             'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY')


def prepare(tessera):
    """A home directory for the program, in which nothing is set up."""
    for name in VARIABLES:
        tessera.environment.pop(name, None)
    tessera.environment.update(
        HOME=tessera.home, GIT_CONFIG_NOSYSTEM='1', GIT_TERMINAL_PROMPT='0', AWS_EC2_METADATA_DISABLED='true',
        GOMODCACHE=os.path.join(tessera.home, 'gomod'), GOCACHE=os.path.join(tessera.home, 'gocache'), GOTOOLCHAIN='local',
        GONOSUMDB='*', GONOSUMCHECK='1', GOFLAGS='-mod=mod', CARGO_HOME=os.path.join(tessera.home, '.cargo'),
        CHECKPOINT_DISABLE='1', no_proxy='localhost,127.0.0.1',
        PATH=os.path.dirname(tessera.program) + ':' + os.environ['PATH'])
    # Where rustup has cargo for whoever runs the test.
    tessera.environment.setdefault('RUSTUP_HOME', os.path.join(pwd.getpwuid(os.getuid()).pw_dir, '.rustup'))


def sign_in(tessera, provider, stub, name='My Work'):
    """An account of this host, signed in; the access token, which the stub wants from now on."""
    prepare(tessera)
    tessera.add(name, '--host', stub.host, issuer=provider.issuer)
    tessera.do('login', name)
    token = tessera.do('token', name).strip()
    stub.current = lambda: token
    return token


def call(tessera, *command, ok=True, **environment):
    done = run_program(tessera, *command, **environment)
    if ok != (done.returncode == 0):
        raise AssertionError(f'{command}: exit {done.returncode}: {done.stdout}{done.stderr}')
    return done.stdout + done.stderr


def run_program(tessera, *command, typed='', **environment):
    return subprocess.run(command, env={**tessera.environment, **environment}, capture_output=True, text=True,
                          timeout=PATIENCE, check=False, input=typed)


def paste(tessera, lines):
    """As a person does with what `tessera setup` prints."""
    call(tessera, 'sh', '-e', '-c', lines)


def write(text, *names):
    path = os.path.join(*names)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    return path


def works(*command):
    """Whether it is there, and is what it is called: a name in PATH may stand for something that is missing."""
    return shutil.which(command[0]) is not None and \
        subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False).returncode == 0


def read_manual(section, server):
    """The blocks of lines in this section of the manual page, for the host of this server in the place of the example."""
    with open(os.path.join(HERE, '../../data/tessera.1'), encoding='utf-8') as file:
        page = file.read()
    text = re.split(r'^\.S[hs] ', page.split(f'.Ss {section}\n')[1], maxsplit=1, flags=re.M)[0]
    blocks = re.findall(r'^\.Bd -literal\n(.*?)^\.Ed$', text, re.M | re.S)
    return [re.sub(r'[a-z]+\.example\.com', server.host, block.replace('\\e\n', '\\\n')) for block in blocks]


class Real:
    """A program for `states`. Each is set up for the account "Work" of the host of its server."""

    section = None           # of the manual
    token = 'access'
    names_host = True        # a host that the account does not list gets nothing
    names_account = True     # of two accounts with one host it asks for "Work"
    shows_reason = True      # what Tessera writes on standard error comes through
    takes_long = True        # a token of 4 kB
    runs_token = False       # it runs `tessera token`, which tells the next command only at a terminal
    is_like_another = False  # a faster one asks in the same way: a few states will do

    def make_server(self, tessera):
        """A Server."""
        raise NotImplementedError

    def follow(self, tessera, server, *blocks):
        """Do what the manual says with these blocks of lines."""
        raise NotImplementedError

    def set_up(self, tessera, server):
        """Do the same by `tessera setup`, for programs that it knows."""
        self.follow(tessera, server, *read_manual(self.section, server))

    def ask(self, tessera, server):
        """(whether the server took the token, what the program said)"""
        raise NotImplementedError

    def current(self, tessera):
        """The token that is stored."""
        kind = ('--id-token',) if self.token == 'id' else ()
        return tessera.do('token', 'Work', '--min-validity', '0', *kind).strip()


class _Session:
    """One program in a session of "Work"."""

    def __init__(self, program, tessera, provider, server):
        self.program, self.tessera, self.provider, self.server = program, tessera, provider, server
        server.current = lambda: program.current(tessera)

    def succeeds(self, old=None):
        """Check that it gets through, with a token that is not `old`; that token."""
        self.server.tokens.clear()
        took, said = self.program.ask(self.tessera, self.server)
        token = self.program.current(self.tessera)
        equal((took, set(self.server.tokens), said if not took else ''), (True, {token}, ''))
        equal(token == old, False)
        return token

    def fails(self, *reasons):
        """Check that it does not, that no token is sent, and that the reason is told where the program shows it."""
        self.server.tokens.clear()
        took, said = self.program.ask(self.tessera, self.server)
        equal((took, [token for token in self.server.tokens if token], said if took else ''), (False, [], ''))
        if self.program.shows_reason:
            holds(said, *reasons)

    def fails_with_command(self, reason):
        self.fails(reason, *([] if self.program.runs_token else ['tessera login Work']))

    def sign_in(self, seconds):
        """From now on the token lives so long, and the next one an hour."""
        self.provider.live(seconds)
        self.tessera.do('login', 'Work')
        token = self.program.current(self.tessera)
        # Whoever counts from when it came, in whole seconds, is done by then.
        self.end = time.time() + seconds + 1
        self.provider.live(3600)
        return token


def _valid(session):
    first = session.succeeds()
    equal(session.succeeds(), first)


def _ends_soon(session):
    session.succeeds(old=session.sign_in(30))


def _expired(session):
    old = session.sign_in(1)
    wait_for('the end of the token', lambda: session.end < time.time())
    session.succeeds(old=old)


def _long(session):
    session.provider.break_rule('token-long')
    session.tessera.do('refresh', 'Work')
    if session.program.takes_long:
        equal(len(session.succeeds()) > 4096, True)
    session.provider.break_rule()
    session.tessera.do('refresh', 'Work')


def _no_id_token(session):
    session.sign_in(30)
    session.provider.break_rule('refresh-no-id-token')
    if session.program.token == 'id':
        session.fails('no new ID token')
    else:
        session.succeeds()
    session.provider.break_rule()
    session.tessera.do('refresh', 'Work')


def _unknown_host(session):
    if session.program.names_host:
        session.tessera.do('edit', 'Work', '--host', HOST)
        session.fails()
        session.tessera.do('edit', 'Work', '--host', session.server.host)


def _two_accounts(session):
    session.tessera.add('Other', '--host', session.server.host, issuer=session.provider.issuer)
    if session.program.names_account:
        session.succeeds()
    else:
        session.fails('“Work”', '“Other”')
    session.tessera.do('remove', 'Other')


def _locked(session):
    lock_keyring()
    try:
        session.fails('locked')
    finally:
        unlock_keyring()
    session.succeeds()


def _session_ended(session):
    session.provider.break_rule('token-error-invalid-grant')
    session.tessera.fail(3, 'refresh', 'Work')
    session.fails_with_command('has ended')
    session.provider.break_rule()


def _signed_out(session):
    session.tessera.do('login', 'Work')
    session.succeeds()
    session.tessera.do('logout', 'Work')
    session.fails_with_command('is not signed in')


STATES = (_valid, _ends_soon, _expired, _long, _no_id_token, _unknown_host, _two_accounts, _locked, _session_ended,
          _signed_out)
FEW_STATES = (_valid, _expired, _signed_out)


def states(program):
    """A test case: the program in state after state. No file, argument or environment has a token at any time."""
    def case(tessera):
        prepare(tessera)
        with program.make_server(tessera) as server, Provider(tessera) as provider, Browser(tessera):
            tessera.add('Work', '--host', server.host, issuer=provider.issuer)
            tessera.do('login', 'Work')
            program.set_up(tessera, server)
            session = _Session(program, tessera, provider, server)
            given = set()
            for state in FEW_STATES if program.is_like_another else STATES:
                try:
                    state(session)
                except Exception as error:
                    raise AssertionError(state.__name__) from error
                given.update(server.tokens)
            equal(server.seen, [])
            for name, text in everything_else(tessera):
                equal((name, [token for token in given if token in text]), (name, []))
    case.__doc__ = f'{type(program).__name__} gets through, or says why not, in each state of a session'
    return case


def by_the_manual(program):
    """A test case: somebody in a new home directory who does what the section of the manual says, to the letter."""
    def case(tessera):
        prepare(tessera)
        with program.make_server(tessera) as server, Provider(tessera) as provider, Browser(tessera):
            tessera.add('Work', '--host', server.host, issuer=provider.issuer)
            tessera.do('login', 'Work')
            program.follow(tessera, server, *read_manual(program.section, server))
            _valid(_Session(program, tessera, provider, server))
    case.__doc__ = f'{type(program).__name__} gets through with the lines of the manual'
    return case
