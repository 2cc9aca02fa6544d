#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-program.py BUILD_ROOT SCRATCH PROGRAM: a real program asks Tessera, and gets through with what it is given.

test-program.py --is-here PROGRAM: exit 0 where the program is, and is new enough.
"""

import filecmp
import hashlib
import json
import os
import shutil
import subprocess
import sys

from kept import is_honoured
from sign_in import Browser, Provider
from sts import Sts
from stub import Folder, Stub
from tap import equal, holds, lacks, run

IS_HERE = sys.argv[1] == '--is-here'
PROGRAM = sys.argv[-1]
ROLE = 'arn:aws:iam::123456789012:role/dev'


def prepare(tessera):
    """A home directory for the program, in which nothing is set up."""
    for name in ('KUBECONFIG', 'GIT_CONFIG_GLOBAL', 'DOCKER_CONFIG', 'AWS_CONFIG_FILE', 'AWS_PROFILE', 'AWS_ENDPOINT_URL',
                 'GOENV', 'GOAUTH', 'GOFLAGS', 'CARGO_HOME', 'SSL_CERT_DIR'):
        tessera.environment.pop(name, None)
    tessera.environment.update(
        HOME=tessera.home, GIT_CONFIG_NOSYSTEM='1', GIT_TERMINAL_PROMPT='0', AWS_EC2_METADATA_DISABLED='true',
        GOMODCACHE=os.path.join(tessera.home, 'gomod'), GOCACHE=os.path.join(tessera.home, 'gocache'), GOTOOLCHAIN='local',
        GONOSUMDB='*', GONOSUMCHECK='1', GOFLAGS='-mod=mod', no_proxy='localhost,127.0.0.1',
        PATH=os.path.dirname(tessera.program) + ':' + os.environ['PATH'])
    for name in ('http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'):
        tessera.environment.pop(name, None)


def sign_in(tessera, provider, stub, name='My Work'):
    """An account of this host, signed in; the access token, which the stub wants from now on."""
    prepare(tessera)
    tessera.add(name, '--host', stub.host, issuer=provider.issuer)
    tessera.do('login', name)
    stub.token = tessera.do('token', name).strip()
    return stub.token


def call(tessera, *command, ok=True, **environment):
    done = subprocess.run(command, env={**tessera.environment, **environment}, capture_output=True, text=True, timeout=120,
                          check=False, stdin=subprocess.DEVNULL)
    if ok != (done.returncode == 0):
        raise AssertionError(f'{command}: exit {done.returncode}: {done.stdout}{done.stderr}')
    return done.stdout + done.stderr


def make_repository(tessera):
    """A folder with a bare repository that can be read over plain HTTP."""
    root = os.path.join(tessera.home, 'served')
    work = os.path.join(tessera.home, 'work')
    quiet = {'GIT_AUTHOR_NAME': 'a', 'GIT_AUTHOR_EMAIL': 'a@a', 'GIT_COMMITTER_NAME': 'a', 'GIT_COMMITTER_EMAIL': 'a@a'}
    call(tessera, 'git', 'init', '-q', work)
    call(tessera, 'git', '-C', work, 'commit', '-q', '--allow-empty', '-m', 'x', **quiet)
    call(tessera, 'git', 'clone', '-q', '--bare', work, os.path.join(root, 'group', 'a.git'))
    call(tessera, 'git', '-C', os.path.join(root, 'group', 'a.git'), 'update-server-info')
    return root


def git_clones(tessera):
    """git clones with the token as its password, set up by the lines of `tessera setup`"""
    prepare(tessera)
    root = make_repository(tessera)
    with Provider(tessera) as provider, Browser(tessera), Folder(tessera.home, root, scheme='Basic') as stub:
        token = sign_in(tessera, provider, stub)
        subprocess.run(['sh', '-c', tessera.do('setup', 'git')], env=tessera.environment, check=True)
        tessera.environment['GIT_SSL_CAINFO'] = stub.certificate
        call(tessera, 'git', 'clone', '-q', f'{stub.url}/group/a.git', os.path.join(tessera.home, 'one'))
        equal(stub.was_given(token), True)


def git_refused(tessera):
    """git that is refused with a token gets a new one at the next attempt"""
    prepare(tessera)
    root = make_repository(tessera)
    with Provider(tessera) as provider, Browser(tessera), Folder(tessera.home, root, scheme='Basic') as stub:
        token = sign_in(tessera, provider, stub)
        subprocess.run(['sh', '-c', tessera.do('setup', 'git')], env=tessera.environment, check=True)
        tessera.environment['GIT_SSL_CAINFO'] = stub.certificate
        stub.token = 'another'
        holds(call(tessera, 'git', 'ls-remote', f'{stub.url}/group/a.git', ok=False), 'Authentication failed')
        filled = call(tessera, 'sh', '-c', f'printf "protocol=https\\nhost={stub.host}\\n\\n" | git credential fill')
        lacks(filled, token)
        holds(filled, tessera.do('token', 'My Work', '--min-validity', '0').strip())
        equal(is_honoured(provider, tessera.do('token', 'My Work').strip()), True)


def git_without_token(tessera):
    """git ends with the reason where nobody is signed in, and gives no other host the token"""
    prepare(tessera)
    root = make_repository(tessera)
    with Provider(tessera) as provider, Browser(tessera), Folder(tessera.home, root, scheme='Basic') as stub:
        token = sign_in(tessera, provider, stub)
        tessera.environment['GIT_SSL_CAINFO'] = stub.certificate
        # A helper for every host, as nobody should set it up.
        call(tessera, 'git', 'config', '--global', 'credential.helper', 'tessera')
        other = f'https://127.0.0.1:{stub.host.partition(":")[2]}/group/a.git'
        call(tessera, 'git', 'ls-remote', other, ok=False)
        equal(stub.was_given(token), False)
        call(tessera, 'git', 'ls-remote', f'{stub.url}/group/a.git')
        tessera.do('logout', 'My Work')
        said = call(tessera, 'git', 'ls-remote', f'{stub.url}/group/a.git', ok=False)
        holds(said, "tessera login 'My Work'", 'quit')


def curl_header(tessera):
    """curl sends the header that it reads from standard input, and its arguments have no token"""
    with Provider(tessera) as provider, Browser(tessera), Stub(tessera.home, {'/me': ('text/plain', b'Zoe')}) as stub:
        sign_in(tessera, provider, stub)
        for command in ("tessera credential header 'My Work' --name", "tessera token 'My Work' --header"):
            said = call(tessera, 'sh', '-c', f'{command} | curl -sS -f --cacert {stub.certificate} -H @- {stub.url}/me')
            equal(said, 'Zoe')
        holds(tessera.do('setup', 'curl'), 'curl -H @-')


def kubectl_asks(tessera):
    """kubectl shows the ID token, set up by the line of `tessera setup`; signed out, it says how to sign in"""
    pages = {'/version': ('application/json', b'{"major":"1","minor":"32"}')}
    with Provider(tessera) as provider, Browser(tessera), Stub(tessera.home, pages) as stub:
        sign_in(tessera, provider, stub)
        stub.token = tessera.do('token', 'My Work', '--id-token').strip()
        subprocess.run(['sh', '-c', tessera.do('setup', 'kubernetes')], env=tessera.environment, check=True,
                       capture_output=True)
        call(tessera, 'kubectl', 'config', 'set-cluster', 'c', f'--server={stub.url}',
             f'--certificate-authority={stub.certificate}')
        call(tessera, 'kubectl', 'config', 'set-context', 'c', '--cluster=c', '--user=my-work')
        call(tessera, 'kubectl', 'config', 'use-context', 'c')
        holds(call(tessera, 'kubectl', 'get', '--raw', '/version'), '"minor":"32"')
        # A cluster that the account does not list.
        call(tessera, 'kubectl', 'config', 'set-cluster', 'c', f'--server=https://127.0.0.1:{stub.host.partition(":")[2]}')
        config = os.path.join(tessera.home, '.kube', 'config')
        with open(config, encoding='utf-8') as file:
            text = file.read()
        with open(config, 'w', encoding='utf-8') as file:
            file.write(text.replace('provideClusterInfo: false', 'provideClusterInfo: true'))
        count = len(stub.log)
        call(tessera, 'kubectl', 'get', '--raw', '/version', ok=False)
        equal(stub.log[count:], [])
        with open(config, 'w', encoding='utf-8') as file:
            file.write(text)
        tessera.do('logout', 'My Work')
        holds(call(tessera, 'kubectl', 'get', '--raw', '/version', ok=False), "tessera login 'My Work'", 'exit code 3')


CONFIG = b'{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}'
DIGEST = 'sha256:' + hashlib.sha256(CONFIG).hexdigest()
MANIFEST = json.dumps({'schemaVersion': 2, 'mediaType': 'application/vnd.docker.distribution.manifest.v2+json',
                       'config': {'mediaType': 'application/vnd.docker.container.image.v1+json', 'size': len(CONFIG),
                                  'digest': DIGEST},
                       'layers': []}).encode()
REGISTRY = {'/v2/': ('application/json', b'{}'), f'/v2/x/y/blobs/{DIGEST}': ('application/octet-stream', CONFIG),
            '/v2/x/y/manifests/1': ('application/vnd.docker.distribution.manifest.v2+json', MANIFEST)}
API_VERSION = (('Docker-Distribution-Api-Version', 'registry/2.0'),)


def pulls(tessera, *command):
    """Check that the command reads the manifest with the token, and without one goes on with none."""
    with Provider(tessera) as provider, Browser(tessera), \
            Stub(tessera.home, REGISTRY, scheme='Basic', headers=API_VERSION) as stub:
        token = sign_in(tessera, provider, stub)
        tessera.do('setup', 'docker', '--apply')
        words = [word.format(image=f'{stub.host}/x/y:1', file=os.path.join(tessera.home, '.docker/config.json'))
                 for word in command]
        holds(call(tessera, *words), 'schemaVersion')
        equal(stub.was_given(token), True)
        tessera.do('logout', 'My Work')
        count = len(stub.log)
        call(tessera, *words, ok=False)
        # skopeo sends an empty name and password.
        equal({header for _, header in stub.log[count:]} - {None, 'Basic Og=='}, set())


def docker_inspects(tessera):
    """docker reads a manifest with the token; signed out, it asks the registry without one"""
    pulls(tessera, 'docker', 'manifest', 'inspect', '--insecure', '{image}')


def skopeo_inspects(tessera):
    """skopeo reads a manifest with the token; signed out, it asks the registry without one"""
    pulls(tessera, 'skopeo', 'inspect', '--raw', '--tls-verify=false', '--authfile', '{file}', 'docker://{image}')


def go_lists(tessera):
    """go lists a module's versions with the token, and with a new one where the old was refused"""
    pages = {'/example.com/mod/@v/list': ('text/plain', b'v1.0.0\nv1.1.0\n'),
             '/example.com/mod/@v/v1.1.0.info': ('application/json', b'{"Version":"v1.1.0"}'),
             '/example.com/mod/@v/v1.1.0.mod': ('text/plain', b'module example.com/mod\n')}
    with Provider(tessera) as provider, Browser(tessera), Stub(tessera.home, pages) as stub:
        first = sign_in(tessera, provider, stub)
        tessera.do('setup', 'go', '--apply')
        go = ('go', 'list', '-m', '-versions', 'example.com/mod')
        environment = {'GOPROXY': stub.url, 'SSL_CERT_FILE': stub.certificate, 'GOSUMDB': 'off', 'GOFLAGS': ''}
        holds(call(tessera, *go, **environment), 'v1.1.0')
        equal((stub.was_given(first), tessera.do('token', 'My Work').strip()), (True, first))
        # The server takes no token any more that it has seen.
        stub.wanted = lambda: next((f'Bearer {token}' for token in [tessera.do('token', 'My Work').strip()]
                                    if token != first), None)
        holds(call(tessera, *go, **environment), 'v1.1.0')
        tessera.do('logout', 'My Work')
        call(tessera, *go, ok=False, **environment)


def aws_calls(tessera):
    """the AWS command line signs with the credentials of the role, and asks for them once"""
    with Provider(tessera) as provider, Browser(tessera), Sts() as sts, Stub(tessera.home) as stub:
        sign_in(tessera, provider, stub)
        tessera.do('setup', 'aws', '--apply', '--role-arn', ROLE)
        config = os.path.join(tessera.home, '.aws', 'config')
        with open(config, encoding='utf-8') as file:
            text = file.read()
        with open(config, 'w', encoding='utf-8') as file:
            file.write(text.replace(ROLE, f'{ROLE} --sts-endpoint {sts.endpoint}'))
        aws = ('aws', '--profile', 'my-work', '--region', 'eu-central-1', '--endpoint-url', sts.endpoint, 'sts',
               'get-caller-identity')
        for _ in range(2):
            holds(call(tessera, *aws), 'assumed-role/dev')
        equal((len(sts.requests), len(sts.signed), all('Credential=ASIA1/' in header for header in sts.signed)), (1, 2, True))
        tessera.do('logout', 'My Work')
        holds(call(tessera, *aws, ok=False), 'tessera login')


GOOGLE = '''
import json, sys
from google.auth import pluggable, exceptions
info = json.load(open(sys.argv[1]))
try:
    print(pluggable.Credentials.from_info(info).retrieve_subject_token(None))
except exceptions.RefreshError as error:
    sys.exit(str(error))
'''


def google_auth_asks(tessera):
    """google-auth reads the ID token, and the reason where there is none"""
    with Provider(tessera) as provider, Browser(tessera), Stub(tessera.home) as stub:
        sign_in(tessera, provider, stub)
        lines = tessera.ask('setup', 'google')['lines']
        source, = [json.loads('{' + line + '}') for line in lines if line.startswith('"credential_source"')]
        path = os.path.join(tessera.home, 'google.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump({'type': 'external_account', 'subject_token_type': 'urn:ietf:params:oauth:token-type:id_token',
                       'audience': '//iam.googleapis.com/locations/global/workforcePools/p/providers/q',
                       'token_url': 'https://sts.googleapis.com/v1/token', 'workforce_pool_user_project': '1', **source}, file)
        python = (sys.executable, '-c', GOOGLE, path)
        environment = {'GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES': '1', 'PYTHONPATH': install_google_auth()}
        equal(call(tessera, *python, **environment).strip(), tessera.do('token', 'My Work', '--id-token').strip())
        tessera.do('logout', 'My Work')
        holds(call(tessera, *python, ok=False, **environment), "tessera login 'My Work'")


def install_google_auth():
    """From PyPI, once for each state of requirements.txt; where to find it then."""
    wanted = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'requirements.txt')
    target = os.path.join(os.path.abspath(sys.argv[2]), 'pypi')
    if not (os.path.exists(f'{target}/requirements.txt') and filecmp.cmp(wanted, f'{target}/requirements.txt', False)):
        shutil.rmtree(target, ignore_errors=True)
        subprocess.run([sys.executable, '-m', 'pip', 'install', '--quiet', '--target', target, '--no-deps', '--require-hashes',
                        '--only-binary', ':all:', '--requirement', wanted], check=True, stdin=subprocess.DEVNULL)
        # Last, so that an installation that broke off is done again.
        shutil.copy(wanted, target)
    return target


def works(*command):
    """Whether it is there, and is what it is called: a name in PATH may stand for something that is missing."""
    return shutil.which(command[0]) is not None and \
        subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False).returncode == 0


def go_is_new():
    return works('go', 'help', 'goauth')


PROGRAMS = {
    'git': (lambda: works('git', '--version'), (git_clones, git_refused, git_without_token)),
    'curl': (lambda: works('curl', '--version'), (curl_header,)),
    'kubectl': (lambda: works('kubectl', 'config', 'set-credentials', '--help') and b'exec-interactive-mode' in
                subprocess.run(['kubectl', 'config', 'set-credentials', '--help'], capture_output=True, check=False).stdout,
                (kubectl_asks,)),
    'docker': (lambda: works('docker', 'manifest', '--help'), (docker_inspects,)),
    'skopeo': (lambda: works('skopeo', '--version'), (skopeo_inspects,)),
    'go': (go_is_new, (go_lists,)),
    'aws': (lambda: works('aws', '--version'), (aws_calls,)),
    'google-auth': (lambda: True, (google_auth_asks,)),
}


is_here, cases = PROGRAMS[PROGRAM]
if IS_HERE:
    sys.exit(0 if is_here() else 1)
run(*cases)
