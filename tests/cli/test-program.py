#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-program.py BUILD_ROOT SCRATCH PROGRAM: a real program asks Tessera, and gets through with what it is given.

test-program.py --is-here PROGRAM: exit 0 where the program is, and is new enough.
"""

import subprocess
import sys

import real_clouds
import real_git
import real_mail
import real_registries
import real_web
from real import Real, by_the_manual, states, works
from tap import run

PROGRAM = sys.argv[-1]


def says(word, *command):
    """Whether the command prints the word."""
    return works(*command) and word in subprocess.run(command, capture_output=True, text=True, check=False).stdout


# Whether it is here, what it alone is tested with, and how it is asked in every state.
PROGRAMS = {
    'git': (lambda: works('git', '--version'),
            (real_git.git_schemes, real_git.git_proactive, real_git.git_group, real_git.git_refused,
             real_git.git_without_token), real_git.Git()),
    'curl': (lambda: works('curl', '--version'), (real_web.curl_header,), real_web.Curl()),
    'httpie': (lambda: works('http', '--version'), (), real_web.Httpie()),
    'kubectl': (lambda: says('exec-interactive-mode', 'kubectl', 'config', 'set-credentials', '--help'),
                (real_web.kubectl_asks,), real_web.Kubectl()),
    'docker': (lambda: works('docker', 'manifest', '--help'), (real_registries.docker_inspects,), real_registries.Docker()),
    'skopeo': (lambda: works('skopeo', '--version'), (real_registries.skopeo_inspects,), real_registries.Skopeo()),
    'go': (lambda: works('go', 'help', 'goauth'), (real_registries.go_lists,), real_registries.Go()),
    # Since 1.74 it has credential providers.
    'cargo': (lambda: says('credential provider', 'cargo', 'login', '--help'), (), real_registries.Cargo()),
    'terraform': (lambda: works('terraform', 'version'), (), real_registries.Terraform()),
    'aws': (lambda: works('aws', '--version'), (real_clouds.aws_keeps,), real_clouds.Aws()),
    'google-auth': (lambda: True, (), real_clouds.Google()),
    'pnpm': (lambda: works('node', '--version') and works('npm', '--version'), (), real_registries.Pnpm()),
    'rclone': (lambda: works('rclone', 'version'), (), real_web.Rclone()),
    'msmtp': (lambda: works('msmtp', '--version'), (real_mail.msmtp_methods,), real_mail.Msmtp()),
    'mbsync': (lambda: works('mbsync', '--version'), (), real_mail.Mbsync()),
}


is_here, cases, program = PROGRAMS[PROGRAM]
if sys.argv[1] == '--is-here':
    sys.exit(0 if is_here() else 1)
# Some programs are set up by the manual alone.
run(*cases, states(program), *([by_the_manual(program)] if type(program).set_up is not Real.set_up else []))
