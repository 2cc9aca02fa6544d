# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that fetch from a registry: docker, skopeo, go, cargo, pnpm and terraform."""

import hashlib
import io
import json
import os
import sys
import tarfile

from real import HERE, Real, call, paste, run_program, sign_in, write
from sign_in import Browser, Provider
from stub import Stub
from tap import equal, holds

sys.path.append(os.path.join(HERE, '../e2e'))
import npm_packages  # noqa: E402

CONFIG = b'{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}'
DIGEST = 'sha256:' + hashlib.sha256(CONFIG).hexdigest()
MANIFEST = json.dumps({'schemaVersion': 2, 'mediaType': 'application/vnd.docker.distribution.manifest.v2+json',
                       'config': {'mediaType': 'application/vnd.docker.container.image.v1+json', 'size': len(CONFIG),
                                  'digest': DIGEST},
                       'layers': []}).encode()
REGISTRY = {'/v2/': ('application/json', b'{}'), f'/v2/x/y/blobs/{DIGEST}': ('application/octet-stream', CONFIG),
            '/v2/x/y/manifests/1': ('application/vnd.docker.distribution.manifest.v2+json', MANIFEST)}
API_VERSION = (('Docker-Distribution-Api-Version', 'registry/2.0'),)
MODULE = {'/example.com/mod/@v/list': ('text/plain', b'v1.0.0\nv1.1.0\n'),
          '/example.com/mod/@v/v1.1.0.info': ('application/json', b'{"Version":"v1.1.0"}'),
          '/example.com/mod/@v/v1.1.0.mod': ('text/plain', b'module example.com/mod\n')}

PLATFORMS = [{'os': 'linux', 'arch': arch} for arch in ('amd64', 'arm64')]
VERSIONS = json.dumps({'versions': [{'version': '1.0.0', 'protocols': ['5.0'], 'platforms': PLATFORMS}]}).encode()


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
    with Provider(tessera) as provider, Browser(tessera), Stub(tessera.home, MODULE) as stub:
        first = sign_in(tessera, provider, stub)
        tessera.do('setup', 'go', '--apply')
        go = ('go', 'list', '-m', '-versions', 'example.com/mod')
        environment = {'GOPROXY': stub.url, 'SSL_CERT_FILE': stub.certificate, 'GOSUMDB': 'off', 'GOFLAGS': ''}
        holds(call(tessera, *go, **environment), 'v1.1.0')
        equal((stub.was_given(first), tessera.do('token', 'My Work').strip()), (True, first))
        # The server takes no token any more that it has seen.
        stub.current = lambda: next((token for token in [tessera.do('token', 'My Work').strip()] if token != first), None)
        holds(call(tessera, *go, **environment), 'v1.1.0')
        tessera.do('logout', 'My Work')
        call(tessera, *go, ok=False, **environment)


class Docker(Real):
    section = 'docker'
    names_account = False
    command = ('docker', 'manifest', 'inspect', '--insecure', '{image}')

    def make_server(self, tessera):
        return Stub(tessera.home, REGISTRY, scheme='Basic', headers=API_VERSION)

    def follow(self, tessera, server, lines):
        write(lines, tessera.home, '.docker', 'config.json')

    def set_up(self, tessera, server):
        tessera.do('setup', 'docker', '--apply')

    def ask(self, tessera, server):
        words = [word.format(image=f'{server.host}/x/y:1', file=os.path.join(tessera.home, '.docker/config.json'))
                 for word in self.command]
        done = run_program(tessera, *words)
        return 'schemaVersion' in done.stdout, done.stderr


class Skopeo(Docker):
    shows_reason = False
    command = ('skopeo', 'inspect', '--raw', '--tls-verify=false', '--authfile', '{file}', 'docker://{image}')


class Go(Real):
    section = 'go'
    shows_reason = False

    def make_server(self, tessera):
        return Stub(tessera.home, MODULE)

    def follow(self, tessera, server, lines):
        paste(tessera, lines)

    def set_up(self, tessera, server):
        tessera.do('setup', 'go', '--apply')

    def ask(self, tessera, server):
        done = run_program(tessera, 'go', 'list', '-m', '-versions', 'example.com/mod', GOPROXY=server.url, GOSUMDB='off',
                           SSL_CERT_FILE=server.certificate, GOFLAGS='')
        return 'v1.1.0' in done.stdout, done.stderr


class Cargo(Real):
    section = 'cargo'

    def make_server(self, tessera):
        return Stub(tessera.home)

    def follow(self, tessera, server, lines):
        config = {'dl': f'{server.url}/dl', 'api': server.url, 'auth-required': True}
        crates = {'crates': [{'name': 'mine', 'max_version': '1.0.0', 'description': 'x'}], 'meta': {'total': 1}}
        server.pages = {'/index/config.json': ('application/json', json.dumps(config).encode()),
                        '/api/v1/crates': ('application/json', json.dumps(crates).encode())}
        write(f'{lines}index = "sparse+{server.url}/index/"\n[http]\ncainfo = "{server.certificate}"\n', tessera.home,
              '.cargo', 'config.toml')

    def set_up(self, tessera, server):
        self.follow(tessera, server, tessera.do('setup', 'cargo').replace('REGISTRY', 'work'))

    def ask(self, tessera, server):
        done = run_program(tessera, 'cargo', 'search', '--registry', 'work', 'mine')
        return 'mine = "1.0.0"' in done.stdout, done.stdout + done.stderr


def make_package():
    """The tarball of a package of npm's."""
    manifest, file = b'{"name":"mine","version":"1.0.0"}', io.BytesIO()
    with tarfile.open(fileobj=file, mode='w:gz') as archive:
        entry = tarfile.TarInfo('package/package.json')
        entry.size = len(manifest)
        archive.addfile(entry, io.BytesIO(manifest))
    return file.getvalue()


class Pnpm(Real):
    section = 'pnpm'
    is_like_another = True
    names_host = False
    shows_reason = False
    number = 0

    def make_server(self, tessera):
        return Stub(tessera.home)

    def follow(self, tessera, server, script, lines):
        package = make_package()
        dist = {'tarball': f'{server.url}/mine/-/mine-1.0.0.tgz', 'shasum': hashlib.sha1(package).hexdigest()}
        mine = {'name': 'mine', 'dist-tags': {'latest': '1.0.0'},
                'versions': {'1.0.0': {'name': 'mine', 'version': '1.0.0', 'dist': dist}}}
        server.pages = {'/mine': ('application/json', json.dumps(mine).encode()),
                        '/mine/-/mine-1.0.0.tgz': ('application/octet-stream', package)}
        os.chmod(write(script, tessera.home, 'bin', 'tessera-pnpm'), 0o755)
        lines = lines.replace('/home/me', tessera.home)
        write(f'{lines}registry={server.url}/\ncafile={server.certificate}\nfetch-retries=0\n', tessera.home, '.npmrc')
        target = os.path.join(os.path.abspath(sys.argv[2]), 'pnpm')
        npm_packages.install(os.path.join(HERE, 'pnpm'), target)
        self.program = os.path.join(target, 'node_modules/pnpm/bin/pnpm.cjs')

    def ask(self, tessera, server):
        # Nothing is kept from one time to the next.
        self.number += 1
        project = os.path.join(tessera.home, f'project{self.number}')
        write('{}', project, 'package.json')
        done = run_program(tessera, 'node', self.program, '-C', project, '--store-dir', f'{project}/store', 'add', 'mine',
                           XDG_CACHE_HOME=f'{project}/cache', XDG_STATE_HOME=f'{project}/state')
        return done.returncode == 0, done.stdout + done.stderr


class Terraform(Real):
    section = 'terraform'
    names_account = False

    def make_server(self, tessera):
        return Stub(tessera.home, {'/.well-known/terraform.json': ('application/json', b'{"providers.v1":"/v1/"}'),
                                   '/v1/ns/mine/versions': ('application/json', VERSIONS)})

    def follow(self, tessera, server, lines):
        plugins = os.path.join(tessera.home, '.terraform.d', 'plugins')
        os.makedirs(plugins)
        os.symlink(os.path.join(os.path.dirname(tessera.program), 'terraform-credentials-tessera'),
                   os.path.join(plugins, 'terraform-credentials-tessera'))
        write(lines, tessera.home, '.terraformrc')
        self.write_infrastructure(tessera, server)

    def set_up(self, tessera, server):
        tessera.do('setup', 'terraform', '--apply')
        self.write_infrastructure(tessera, server)

    def write_infrastructure(self, tessera, server):
        server.public = ('/.well-known/terraform.json',)
        write('terraform {\n  required_providers {\n    mine = {\n'
              f'      source = "{server.host}/ns/mine"\n    }}\n  }}\n}}\n', tessera.home, 'infrastructure', 'main.tf')

    def ask(self, tessera, server):
        done = run_program(tessera, 'terraform', f'-chdir={tessera.home}/infrastructure', 'init', '-no-color',
                           SSL_CERT_FILE=server.certificate)
        # That there is a version is known only to who was let in; nobody has a provider to load.
        said = ' '.join((done.stdout + done.stderr).split())
        return f'{server.host}/ns/mine v1.0.0' in said, said.replace('│ ', '')
