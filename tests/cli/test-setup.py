#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera setup: the lines that make a program ask, shown and written."""

import concurrent.futures
import json
import os
import shlex
import shutil
import subprocess
import tomllib

from offered import read_words
from tap import equal, holds, lacks, run

HOST = 'git.example.com'
ROLE = 'arn:aws:iam::123456789012:role/dev'


def at_home(tessera):
    """Programs find their files in this person's home directory; what PATH has is what is installed."""
    tessera.environment.update(HOME=tessera.home, GIT_CONFIG_NOSYSTEM='1',
                               PATH=os.path.dirname(tessera.program) + ':' + os.environ['PATH'])
    tessera.add('My Work', '--host', HOST, '--host', 'https://reg.example.com:5000/group')


def path(tessera, *names):
    return os.path.join(tessera.home, *names)


def read(*names):
    with open(os.path.join(*names), encoding='utf-8') as file:
        return file.read()


def write(text, *names):
    os.makedirs(os.path.dirname(os.path.join(*names)), exist_ok=True)
    with open(os.path.join(*names), 'w', encoding='utf-8') as file:
        file.write(text)


def git(tessera, *arguments):
    return subprocess.run(['git', *arguments], env=tessera.environment, capture_output=True, text=True,
                          check=True).stdout


def listing(tessera):
    """setup alone lists the programs, and which are set up"""
    at_home(tessera)
    programs = tessera.ask('setup')['programs']
    equal([program['name'] for program in programs], read_words(tessera, 'setup'))
    equal({program['configured'] for program in programs}, {False})
    tessera.do('setup', 'docker', '--apply')
    equal([program['name'] for program in tessera.ask('setup')['programs'] if program['configured']], ['docker'])
    lines = tessera.do('setup').splitlines()
    line, = [line for line in lines if line.startswith('docker')]
    holds(line, 'set up')
    git_line, = [line for line in lines if line.startswith('git ')]
    equal(line.index('docker, podman'), git_line.index('git and'))


def every_program(tessera):
    """each program's lines name the account, and change nothing"""
    at_home(tessera)
    for program in read_words(tessera, 'setup'):
        said = tessera.do('setup', program, 'My Work')
        if program == 'google':
            # Its older libraries split a command at the blanks of a name.
            holds(said, tessera.ask('show', 'My Work')['id'])
        elif program not in ('docker', 'bazel', 'terraform'):
            holds(said, 'My Work')
        equal(tessera.ask('setup', program)['lines'], [line for line in said.splitlines() if line])
    # As people call it, and the window.
    equal(tessera.do('setup', 'kubectl'), tessera.do('setup', 'kubernetes'))
    equal(tessera.do('setup', 'docker'), tessera.do('setup', 'Docker'))
    equal(sorted(os.listdir(tessera.home)), ['config', 'data', 'xdg'])


def git_lines(tessera):
    """git's lines work when pasted: git asks Tessera for that host, and no other helper"""
    at_home(tessera)
    git(tessera, 'config', '--global', f'credential.https://{HOST}.helper', '!echo password=other')
    subprocess.run(['sh', '-c', tessera.do('setup', 'git')], env=tessera.environment, check=True)
    helpers = git(tessera, 'config', '--global', '--get-all', f'credential.https://{HOST}.helper').splitlines()
    equal(helpers, ['', "!tessera credential git 'My Work'"])
    filled = subprocess.run(['git', 'credential', 'fill'], input=f'protocol=https\nhost={HOST}\n\n', check=False,
                            env={**tessera.environment, 'GIT_TERMINAL_PROMPT': '0'}, capture_output=True, text=True)
    holds(filled.stderr, "tessera login 'My Work'", 'quit')


def git_applied(tessera):
    """--apply writes git's lines once, with a copy of what was there"""
    at_home(tessera)
    write('[user]\n\tname = Zoe\n', tessera.home, '.gitconfig')
    for _ in range(2):
        said = tessera.do('setup', 'git', '--apply')
        holds(said, 'git config --global')
    equal(read(tessera.home, '.gitconfig.before-tessera'), '[user]\n\tname = Zoe\n')
    equal(git(tessera, 'config', '--global', '--get-all', f'credential.https://{HOST}.helper').splitlines(),
          ['', "!tessera credential git 'My Work'"])
    equal(git(tessera, 'config', '--global', 'user.name'), 'Zoe\n')


def aws_applied(tessera):
    """--apply adds AWS's profile once, and wants to know the role"""
    at_home(tessera)
    holds(tessera.run('setup', 'aws', '--apply').stderr, '--role-arn')
    write('[default]\nregion = eu-central-1', tessera.home, '.aws', 'config')
    os.chmod(path(tessera, '.aws', 'config'), 0o640)
    for _ in range(2):
        tessera.do('setup', 'aws', '--apply', '--role-arn', ROLE)
    equal(read(tessera.home, '.aws/config'), '[default]\nregion = eu-central-1\n[profile my-work]\n'
          f'credential_process = tessera credential aws "My Work" --role-arn {ROLE}\n')
    equal(os.stat(path(tessera, '.aws', 'config')).st_mode & 0o777, 0o640)
    equal(read(tessera.home, '.aws/config.before-tessera'), '[default]\nregion = eu-central-1')


def aws_once(tessera):
    """a profile stands in AWS's file once: the account's own is replaced in place, another user's is refused"""
    at_home(tessera)
    own = '[profile my-work]\noutput = json\ncredential_process = old/tessera credential aws "My Work" --role-arn x\n'
    rest = '[profile other]\nregion = eu-central-1\n'
    write(own + rest, tessera.home, '.aws', 'config')
    tessera.do('setup', 'aws', 'My Work', '--apply', '--role-arn', ROLE)
    tessera.do('setup', 'aws', 'My Work', '--apply', '--role-arn', ROLE + '2')
    equal(read(tessera.home, '.aws/config'), '[profile my-work]\noutput = json\n'
          f'credential_process = tessera credential aws "My Work" --role-arn {ROLE}2\n' + rest)
    for foreign in ('[profile my-work]\nregion = x\n', '[ profile "my-work" ]\ncredential_process = other\n',
                    '[profile my-work]\ncredential_process = tessera credential aws My-Work --role-arn x\n'):
        write(foreign + rest, tessera.home, '.aws', 'config')
        holds(tessera.fail(1, 'setup', 'aws', 'My Work', '--apply', '--role-arn', ROLE), '[profile my-work]')
        equal(read(tessera.home, '.aws/config'), foreign + rest)
    holds(tessera.fail(2, 'setup', 'aws', 'My Work', '--role-arn', f'{ROLE}\n[profile x]'), '--role-arn')


def curl_line(tessera):
    """curl's line is one command, whatever the account's host is, and its URL is one"""
    at_home(tessera)
    for name, host, url in (('U', 'https://zoe@u.example.com/a', 'https://u.example.com/a/'),
                            ('C', 'c.example.com/$(touch$IFS./INJ);echo', 'https://c.example.com/$(touch$IFS./INJ);echo/')):
        tessera.add(name, '--host', host)
        equal(shlex.split(tessera.do('setup', 'curl', name))[-1], url)
        for program in read_words(tessera, 'setup'):
            lacks(tessera.do('setup', program, name), 'https://https', 'zoe@')


def odd_names(tessera):
    """every program can read how its lines name the account"""
    at_home(tessera)
    for name in ('Müller', '日本', '東京', 'k!', 'K?', '-x', "O'Brien", 'a;b', 'say "hi"', 'a, b'):
        tessera.do('add', '--issuer', 'https://provider.example', '--client-id', 'x', '--host', HOST, '--', name)
    names = {account['name']: account['id'] for account in tessera.ask('list')['accounts'] if account['name'] != 'My Work'}
    users = set()
    for name, own_id in names.items():
        usual = own_id if name == '-x' else name
        mcp = tessera.do('setup', 'mcp', own_id).splitlines()[1]
        equal(shlex.split(json.loads('{' + mcp + '}')['headersHelper'])[-1], usual)
        cargo = tomllib.loads(tessera.do('setup', 'cargo', own_id))['registries']['REGISTRY']
        equal(cargo['credential-provider'][-1], usual)
        kubectl_words = shlex.split(tessera.do('setup', 'kubernetes', own_id).splitlines()[0])
        users.add(kubectl_words[3])
        equal((name, kubectl_words[3], '--exec-arg=' + (own_id if name in ('-x', 'say "hi"', 'a, b') else name)
               in kubectl_words), (name, own_id, True))
        aws = tessera.do('setup', 'aws', own_id).splitlines()[2].split(' = ')[1]
        equal(shlex.split(aws)[3], own_id if name in ('-x', 'k!', 'a;b', 'say "hi"') else name)
        curl = tessera.do('setup', 'curl', own_id)
        equal(shlex.split(curl)[3], usual)
    equal(len(users), len(names))
    word = shlex.split(tessera.do('setup', 'go', "O'Brien"))[-1]
    equal(word, 'GOAUTH=tessera credential goauth "O\'Brien";netrc')
    equal(shlex.split(tessera.do('setup', 'go', 'a;b'))[-1], f'GOAUTH=tessera credential goauth {names["a;b"]};netrc')


def terraform_once(tessera):
    """Terraform takes one helper: a second account needs no other, and another user's is refused"""
    at_home(tessera)
    tessera.add('Other', '--host', 'other.example.com')
    write('plugin_cache_dir = "x"\ncredentials_helper "tessera" {\n  args = ["Old"]\n}\ndisable_checkpoint = true\n',
          tessera.home, '.terraformrc')
    for name in ('My Work', 'Other'):
        tessera.do('setup', 'terraform', name, '--apply')
    equal(read(tessera.home, '.terraformrc'),
          'plugin_cache_dir = "x"\ncredentials_helper "tessera" {}\ndisable_checkpoint = true\n')
    write('credentials_helper "pass" {}\n', tessera.home, '.terraformrc')
    holds(tessera.fail(1, 'setup', 'terraform', 'Other', '--apply'), 'credentials_helper')
    equal(read(tessera.home, '.terraformrc'), 'credentials_helper "pass" {}\n')


def docker_applied(tessera):
    """--apply adds to docker's file what is not in it, and keeps the rest"""
    at_home(tessera)
    write('{"auths": {"x": {}}, "credHelpers": {"other.example": "pass"}, "n": 1.5}', tessera.home, '.docker',
          'config.json')
    for _ in range(2):
        tessera.do('setup', 'docker', '--apply')
    equal(json.loads(read(tessera.home, '.docker/config.json')),
          {'auths': {'x': {}}, 'n': 1.5,
           'credHelpers': {'other.example': 'pass', HOST: 'tessera', 'reg.example.com:5000': 'tessera'}})
    for text in ('nonsense', '[]', '{"credHelpers": 1}', '{"n": 18446744073709551615}', '{"n": [1, 1e400]}'):
        write(text, tessera.home, '.docker', 'config.json')
        done = tessera.run('setup', 'docker', '--apply')
        equal((text, done.returncode, read(tessera.home, '.docker/config.json')), (text, 1, text))


def docker_of_others(tessera):
    """what --apply replaces in docker's file is told; numbers, also in texts, stay"""
    at_home(tessera)
    write('{"credHelpers": {"' + HOST + '": "pass"}, "n": [9007199254740993, -1.25e3, "18446744073709551615", "\\"9e999"]}',
          tessera.home, '.docker', 'config.json')
    holds(tessera.do('setup', 'docker', '--apply'), '“pass”', HOST)
    lacks(tessera.do('setup', 'docker', '--apply'), '“pass”')
    equal(json.loads(read(tessera.home, '.docker/config.json'))['n'],
          [9007199254740993, -1250.0, '18446744073709551615', '"9e999'])


def git_second_file(tessera):
    """where only the second of git's files is there, that is the one that is copied and named"""
    at_home(tessera)
    second = path(tessera, 'config', 'git', 'config')
    write('[user]\n\tname = Zoe\n', second)
    holds(tessera.do('setup', 'git', '--apply'), second + '.before-tessera', f'Changed {second}')
    equal(read(second + '.before-tessera'), '[user]\n\tname = Zoe\n')
    holds(read(second), 'tessera credential git')
    equal([program['configured'] for program in tessera.ask('setup')['programs'] if program['name'] == 'git'], [True])


def new_files(tessera):
    """a file that was not there before has no copy, however many lines are written to it; it is told once"""
    at_home(tessera)
    for program, names in (('git', ('.gitconfig',)), ('docker', ('.docker', 'config.json')), ('bazel', ('.bazelrc',))):
        said = tessera.do('setup', program, '--apply')
        file = path(tessera, *names)
        equal((program, said.count(f'Changed {file}.'), os.path.exists(f'{file}.before-tessera')), (program, 1, False))
        lacks(said, 'before-tessera')


def nothing_new(tessera):
    """what is there already is not told as a change, and no copy of it passes for what was there before"""
    at_home(tessera)
    for program, names in (('git', ('.gitconfig',)), ('docker', ('.docker', 'config.json')), ('bazel', ('.bazelrc',))):
        tessera.do('setup', program, '--apply')
        file = path(tessera, *names)
        before = read(file)
        equal(tessera.ask('setup', program, '--apply')['done'], [])
        equal((program, read(file), os.path.exists(f'{file}.before-tessera')), (program, before, False))


def git_other_files(tessera):
    """git itself says what is set up: a file that another includes counts, and git's second file beside the first"""
    at_home(tessera)

    def is_set_up():
        return [program['configured'] for program in tessera.ask('setup')['programs'] if program['name'] == 'git'] == [True]
    helper = f'[credential "https://{HOST}"]\n\thelper = !tessera credential git Work\n'
    write('[user]\n\tname = Zoe\n[safe]\n\tdirectory = /tessera\n', tessera.home, '.gitconfig')
    equal(is_set_up(), False)
    write(helper, tessera.home, 'config', 'git', 'config')
    equal(is_set_up(), True)
    os.remove(path(tessera, 'config/git/config'))
    write(helper, tessera.home, 'dotfiles', 'credentials')
    equal(is_set_up(), False)
    write('[include]\n\tpath = dotfiles/credentials\n', tessera.home, '.gitconfig')
    equal(is_set_up(), True)


def names_alike(tessera):
    """accounts whose names differ only in case and blanks have names of their own in kubectl's and AWS's files"""
    at_home(tessera)
    before = tessera.do('setup', 'kubernetes', 'My Work')
    holds(before, 'set-credentials my-work ')
    tessera.add('my-work', '--host', HOST)
    for name in ('My Work', 'my-work'):
        own = tessera.ask('show', name)['id']
        holds(tessera.do('setup', 'kubernetes', name), f'set-credentials {own} ', f'--user={own}')
        holds(tessera.do('setup', 'aws', name), f'[profile {own}]')
    tessera.do('edit', 'my-work', '--name', 'Other')
    equal(tessera.do('setup', 'kubernetes', 'My Work'), before)


def bazel_and_terraform(tessera):
    """--apply writes Bazel's and Terraform's lines, and the link that Terraform looks for"""
    at_home(tessera)
    tessera.do('setup', 'bazel', '--apply')
    _, helper = read(tessera.home, '.bazelrc').splitlines()[0].split(f'{HOST}=')
    equal(os.path.basename(helper), 'tessera-bazel')
    equal(os.access(helper, os.X_OK), True)
    tessera.do('setup', 'terraform', '--apply')
    holds(read(tessera.home, '.terraformrc'), 'credentials_helper "tessera"')
    link = path(tessera, '.terraform.d/plugins/terraform-credentials-tessera')
    equal(os.access(link, os.X_OK), True)


def kubectl(tessera):
    """kubectl's command works when pasted"""
    at_home(tessera)
    lines = [line for line in tessera.do('setup', 'kubernetes').splitlines() if not line.startswith('#')]
    words = shlex.split(lines[0])
    equal((words[:4], '--exec-arg=My Work' in words), (['kubectl', 'config', 'set-credentials', 'my-work'], True))
    if not shutil.which('kubectl'):
        return
    subprocess.run(['sh', '-c', lines[0]], env=tessera.environment, check=True, capture_output=True)
    holds(read(tessera.home, '.kube/config'), 'command: tessera', '- My Work')
    tessera.do('setup', 'kubernetes', '--apply')


def kubectl_of_others(tessera):
    """a user of kubectl's who is somebody else is not changed by --apply"""
    at_home(tessera)
    if not shutil.which('kubectl'):
        return
    for options in (('--token=hush',), ('--exec-api-version=client.authentication.k8s.io/v1', '--exec-command=tessera',
                                        '--exec-arg=credential', '--exec-arg=kubernetes', '--exec-arg=Other')):
        subprocess.run(['kubectl', 'config', 'set-credentials', 'my-work', *options], env=tessera.environment, check=True,
                       capture_output=True)
        before = read(tessera.home, '.kube/config')
        holds(tessera.fail(1, 'setup', 'kubernetes', '--apply'), '“my-work”', '.kube/config')
        equal(read(tessera.home, '.kube/config'), before)
        os.remove(path(tessera, '.kube/config'))
    tessera.do('setup', 'kubernetes', '--apply')


def at_once(tessera):
    """eight programs that write at once lose nothing of each other's"""
    at_home(tessera)
    names = [f'N{number}' for number in range(8)]
    for name in names:
        tessera.add(name, '--host', f'{name.lower()}.example.com')
    for _ in range(3):
        for program, file, entry in (('bazel', '.bazelrc', '={}='), ('docker', '.docker/config.json', '"{}"')):
            if os.path.exists(path(tessera, file)):
                os.remove(path(tessera, file))
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                done = list(pool.map(lambda name, program=program: tessera.run('setup', program, name, '--apply'), names))
            equal([(one.returncode, one.stderr) for one in done], [(0, '')] * 8)
            holds(read(tessera.home, file), *(entry.format(f'{name.lower()}.example.com') for name in names))
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            done = list(pool.map(lambda name: tessera.run('default', name), names))
        equal([(one.returncode, one.stderr) for one in done], [(0, '')] * 8)


def others_files(tessera):
    """a file that leads to another user's is not touched; a link of one's own is followed"""
    at_home(tessera)
    write('', tessera.home, 'dotfiles', 'bazelrc')
    os.symlink('dotfiles/bazelrc', path(tessera, '.bazelrc'))
    tessera.do('setup', 'bazel', '--apply')
    equal(os.path.islink(path(tessera, '.bazelrc')), True)
    holds(read(tessera.home, 'dotfiles/bazelrc'), 'tessera-bazel')
    foreign = '/proc/1/mounts' if os.getuid() else os.path.join(tessera.home, 'foreign')
    if not os.getuid():
        write('', foreign)
        os.chown(foreign, 65534, 65534)
    os.remove(path(tessera, '.bazelrc'))
    os.symlink(foreign, path(tessera, '.bazelrc'))
    holds(tessera.run('setup', 'bazel', '--apply').stderr, 'another user')
    if not os.getuid():
        equal(read(foreign), '')


def mistakes(tessera):
    """what only the person knows is not written; a program that is not known is exit 2"""
    at_home(tessera)
    holds(tessera.fail(2, 'setup', 'frobnicate'), 'kubernetes')
    holds(tessera.fail(2, 'setup', 'git', 'Work', 'x'), 'one name')
    for program in ('google', 'mcp', 'curl', 'cargo'):
        equal((program, tessera.run('setup', program, '--apply').returncode), (program, 2))
    tessera.add('Bare')
    holds(tessera.do('setup', 'git', 'Bare'), 'https://HOST')
    done = tessera.run('setup', 'git', 'Bare', '--apply')
    equal(done.returncode, 2)
    holds(done.stderr, 'tessera edit Bare --host')
    equal(os.path.exists(path(tessera, '.gitconfig')), False)


run(listing, every_program, git_lines, git_applied, aws_applied, aws_once, curl_line, odd_names, terraform_once,
    docker_applied, docker_of_others, git_second_file, new_files, nothing_new, git_other_files, names_alike, bazel_and_terraform, kubectl,
    kubectl_of_others, at_once, others_files, mistakes)
