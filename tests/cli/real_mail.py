# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail programs, which run a command for the password: msmtp and mbsync (isync)."""

import os

from real import Real, read_manual, run_program, sign_in, write
from sign_in import Browser, Provider
from stub import Mail
from tap import equal, holds

LETTER = 'From: zoe@example.org\nTo: max@example.org\nSubject: x\n\nHello\n'


def msmtp(tessera, stub, lines):
    """An account with these lines, and what the stub needs."""
    path = write(f'account work\nhost localhost\nport {stub.port}\nfrom zoe@example.org\nuser zoe@example.org\ntls on\n'
                 f'tls_starttls off\ntls_trust_file {stub.certificate}\n{lines}', tessera.home, 'msmtprc')
    os.chmod(path, 0o600)
    return ('msmtp', '-C', path, '-a', 'work', 'max@example.org')


def msmtp_methods(tessera):
    """msmtp sends a letter with OAUTHBEARER and with XOAUTH2"""
    with Provider(tessera) as provider, Browser(tessera), Mail(tessera.home, 'smtp') as stub:
        sign_in(tessera, provider, stub, 'Work')
        lines = read_manual(Msmtp.section, stub)[0]
        for method in ('oauthbearer', 'xoauth2'):
            command = msmtp(tessera, stub, lines.replace('oauthbearer', method))
            done = run_program(tessera, *command, typed=LETTER)
            equal((method, done.returncode, done.stderr), (method, 0, ''))
        equal((len(stub.letters), len(set(stub.tokens))), (2, 1))
        holds(stub.letters[1], 'Hello')


class Msmtp(Real):
    section = 'mail and rclone'
    names_host = False
    runs_token = True
    takes_long = False  # 1.8 sends a command of 4,094 characters at most

    def make_server(self, tessera):
        return Mail(tessera.home, 'smtp')

    def follow(self, tessera, server, lines, _mbsync, _rclone):
        self.command = msmtp(tessera, server, lines)

    def ask(self, tessera, server):
        done = run_program(tessera, *self.command, typed=LETTER)
        return done.returncode == 0, done.stderr


class Mbsync(Real):
    """mbsync lists the folders; what logs in is the same as for fetching."""

    section = 'mail and rclone'
    names_host = False
    runs_token = True

    def make_server(self, tessera):
        return Mail(tessera.home, 'imap')

    def follow(self, tessera, server, _msmtp, lines, _rclone):
        local = os.path.join(tessera.home, 'Mail')
        os.makedirs(local)
        write(f'IMAPAccount work\nHost localhost\nPort {server.port}\nUser zoe@example.org\nSSLType IMAPS\n'
              f'CertificateFile {server.certificate}\n{lines}\n'
              f'IMAPStore there\nAccount work\n\nMaildirStore here\nPath {local}/\nInbox {local}/Inbox\n\n'
              'Channel work\nFar :there:\nNear :here:\nPatterns *\n', tessera.home, 'mbsyncrc')

    def ask(self, tessera, server):
        done = run_program(tessera, 'mbsync', '-c', os.path.join(tessera.home, 'mbsyncrc'), '--list', 'work')
        return 'Letters' in done.stdout, done.stdout + done.stderr
