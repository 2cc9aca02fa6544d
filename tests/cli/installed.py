# SPDX-License-Identifier: GPL-3.0-or-later
"""Tessera as it is installed (meson install, under DESTDIR), and one person's files for it."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile

# Long enough for a machine whose cores are all busy; a test that passes never waits so long.
PATIENCE = 120


class Installation:
    """The tree that `meson install` makes, once for all tests, in SCRATCH/installed."""

    def __init__(self, build_root, scratch):
        self.root = os.path.join(scratch, 'installed')
        self.build_root = build_root
        os.makedirs(scratch, exist_ok=True)
        with open(os.path.join(scratch, 'installed.lock'), 'w', encoding='ascii') as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._call('install', '-C', build_root, '--no-rebuild', '--only-changed', '--quiet',
                       '--destdir', self.root)
        self._files = json.loads(self._call('introspect', '--installed', build_root)).values()

    def path(self, end):
        """Where the file is whose path ends so."""
        found, = [path for path in self._files if path.endswith(f'/{end}')]
        return self.root + found

    @staticmethod
    def _call(*arguments):
        done = subprocess.run(['meson', *arguments], stdin=subprocess.DEVNULL, check=False,
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f'meson {arguments[0]}: {done.stdout}{done.stderr}')
        return done.stdout


class Tessera:
    """The installed `tessera` with the files of a new person. Use it in a with statement."""

    def __init__(self, installation):
        self.installation = installation
        self.program = installation.path('bin/tessera')

    def __enter__(self):
        self.home = tempfile.mkdtemp(prefix='tessera-cli-')
        self.config = os.path.join(self.home, 'config')
        self.data = os.path.join(self.home, 'data')
        self.administrator = os.path.join(self.home, 'xdg')
        for directory in (self.config, self.data, self.administrator):
            os.mkdir(directory)
        self.environment = {**os.environ, 'XDG_CONFIG_HOME': self.config, 'XDG_DATA_HOME': self.data,
                            'XDG_CONFIG_DIRS': self.administrator}
        self._fault_log = os.path.join(self.home, 'faults')
        self._running = []
        return self

    def __exit__(self, *_):
        for program in self._running:
            if program.poll() is None:
                program.kill()
            program.communicate()
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def accounts_conf(self):
        return os.path.join(self.config, 'tessera', 'accounts.conf')

    def run(self, *arguments, typed='', **environment):
        """Run a command to its end: exit status, stdout and stderr."""
        return subprocess.run([self.program, *arguments], env={**self.environment, **environment},
                              input=typed, capture_output=True, text=True, timeout=PATIENCE,
                              check=False)

    def do(self, *arguments, **options):
        """Run a command that is to succeed without a word on stderr; what it prints."""
        done = self.run(*arguments, **options)
        if done.returncode != 0 or done.stderr:
            raise AssertionError(f'tessera {arguments}: exit {done.returncode}: {done.stderr}')
        return done.stdout

    def ask(self, *arguments, **options):
        """Run a command with --json that is to succeed; its answer."""
        return json.loads(self.do(*arguments, '--json', **options))

    def fail(self, exit_code, *arguments, **options):
        """Run a command that is to end so, with one sentence on stderr; that sentence.

        With --json it is to end the same way and say the same in an object; see `error`.
        """
        done = self.run(*arguments, **options)
        said = done.stderr
        if (done.returncode, said[:9], said.count('\n'), said[-1:]) != (exit_code, 'tessera: ', 1, '\n'):
            raise AssertionError(f'tessera {arguments}: exit {done.returncode}: '
                                 f'{done.stdout!r}, {said!r}')
        return said[len('tessera: '):-1]

    def error(self, exit_code, *arguments, **options):
        """The same with --json, where nothing is on stderr; the error's object."""
        done = self.run(*arguments, '--json', **options)
        if done.returncode != exit_code or done.stderr or done.stdout.count('\n') != 1:
            raise AssertionError(f'tessera {arguments}: exit {done.returncode}: '
                                 f'{done.stdout!r}, {done.stderr!r}')
        error = json.loads(done.stdout)['error']
        if error['exit_code'] != exit_code:
            raise AssertionError(f'tessera {arguments}: {error}')
        return error

    def start(self, *arguments, faults=(), environment=None, **options):
        """Start a command; with the faults of tests/faults/fault-shim.h, see `faulty`."""
        program = subprocess.Popen([self.program, *arguments], stdin=subprocess.DEVNULL,
                                   env={**self.environment, **self.faulty(*faults), **(environment or {})},
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   **options)
        self._running.append(program)
        return program

    def faulty(self, *faults):
        """What the environment of a program has to have for these faults; `struck` tells of them."""
        if not faults:
            return {}
        sanitizer = os.environ.get('ASAN_OPTIONS', '')
        return {'LD_PRELOAD': os.path.join(self.installation.build_root,
                                           'tests/faults/libfault-shim.so'),
                'TESSERA_TEST_FAULT': ' '.join(faults),
                'TESSERA_TEST_FAULT_LOG': self._fault_log,
                'ASAN_OPTIONS': f'{sanitizer}:verify_asan_link_order=0'}

    def struck(self):
        """How many faults have struck a program of this person so far."""
        try:
            with open(self._fault_log, encoding='utf-8') as file:
                return len(file.readlines())
        except FileNotFoundError:
            return 0

    def start_program(self, path, environment):
        """Start another program than `tessera`, which says what it has to say to the test's own stderr."""
        program = subprocess.Popen([path], stdin=subprocess.DEVNULL, env=environment,
                                   stdout=subprocess.DEVNULL)
        self._running.append(program)
        return program

    def add(self, name='Work', *options, issuer='https://provider.example'):
        """An account of the test provider's client; issuer: None where the options name endpoints."""
        self.do('add', name, '--client-id', 'tessera-demo',
                *(('--issuer', issuer) if issuer else ()), *options)


def the_installation():
    """Of the command line that every test here has: BUILD_ROOT SCRATCH."""
    return Installation(*map(os.path.abspath, sys.argv[1:3]))
