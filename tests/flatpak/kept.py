# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sandbox keeps: where, from whom, for how long, and that its instances agree on it."""

import json
import os
import re
import shutil
import subprocess
import tempfile

from desktop import run
from waiting import wait_for

PERSON = 'Zoë O’Hara'


def files_below(directory):
    for path, _, names in os.walk(directory):
        for name in names:
            if os.path.isfile(os.path.join(path, name)):
                yield os.path.join(path, name)


def holders(directory, *needles):
    """The files in which one of these texts stands, plain or in UTF-16."""
    found = []
    for path in files_below(directory):
        with open(path, 'rb') as file:
            content = file.read()
        if any(text.encode(coding) in content for text in needles for coding in ('utf-8', 'utf-16-le')):
            found.append(path)
    return found


def host_items(application_id):
    """What is in the host's keyring, and what of it is this application's key."""
    def ask(path, method, *arguments):
        said = run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.secrets', '--object-path',
                   f'/org/freedesktop/secrets{path}', '--method', method, *arguments)
        return re.findall(r"'(/[^']*)'", said)
    return (ask('/collection/login', 'org.freedesktop.DBus.Properties.Get',
                'org.freedesktop.Secret.Collection', 'Items'),
            ask('', 'org.freedesktop.Secret.Service.SearchItems', f"{{'app_id': '{application_id}'}}"))


def keep_encrypted(story):
    desktop = story.desktop
    id_token = desktop.check_tessera('token', 'Demo', '--id-token').strip()
    found = holders(desktop.data, story.token, id_token, 'refresh_token', 'access_token')
    if found:
        raise AssertionError(f'tokens stand in {found}')
    found = holders(os.path.expanduser('~'), story.token, id_token)
    if found:
        raise AssertionError(f'tokens stand in {found}')

    keyring = os.path.join(desktop.data, 'data', 'keyrings', 'default.keyring')
    with open(keyring, 'rb') as file:
        if not file.read().startswith(b'GnomeKeyring\n\r\0\n'):
            raise AssertionError('the keyring file is not what libsecret encrypts')
    if os.stat(keyring).st_mode & 0o077:
        raise AssertionError('others may read the keyring file')
    look_with_wrong_key(desktop, keyring)

    items, keys = host_items(desktop.id)
    if len(items) != 1 or items != keys:
        raise AssertionError(f'the host’s keyring holds {items}, and {keys} for the application’s key')


def look_with_wrong_key(desktop, keyring):
    """The same file, read as libsecret does, but without what the portal keeps: nothing is found."""
    copy = os.path.join(os.environ['XDG_RUNTIME_DIR'], 'copy.keyring')
    shutil.copy(keyring, copy)
    account, = json.loads(desktop.check_tessera('list', '--json'))['accounts']
    with_key = {**os.environ, 'SECRET_BACKEND': 'file', 'SECRET_FILE_TEST_PATH': copy}
    looked = subprocess.run(['secret-tool', 'lookup', 'account', account['id'], 'kind', 'tokens'],
                            env={**with_key, 'SECRET_FILE_TEST_PASSWORD': 'not the key'},
                            capture_output=True, text=True, timeout=120, check=False)
    os.unlink(copy)
    if looked.returncode == 0 or looked.stdout:
        raise AssertionError('the keyring file opens with a wrong key')


def token_of(story, name):
    return story.desktop.check_tessera('token', name).strip()


def agree_in_one_second(story):
    """The window goes on reading the file that two other instances write in the same second."""
    desktop = story.desktop
    story.add_account('Second')
    login = desktop.start_tessera('login', 'Second')
    story.log_in(login)
    if login.wait(timeout=90) != 0:
        raise AssertionError(f'tessera login Second: {login.stderr.read()}')
    # Several of the first account's fall into one second, and the window reads in between.
    several = 'for i in 1 2 3 4 5; do tessera refresh Demo || exit; done'
    for _ in range(4):
        other = desktop.start_tessera('refresh', 'Second')
        run('flatpak', 'run', '--command=sh', desktop.id, '-c', several)
        if other.wait(timeout=90) != 0:
            raise AssertionError(f'tessera refresh: {other.stderr.read()}')
        token = token_of(story, 'Demo')
        if token == story.token:
            raise AssertionError('tessera refresh renewed nothing')
        story.token = token
        story.window.wait_for(token)
        if story.provider.whose(token_of(story, 'Second')) != PERSON:
            raise AssertionError('the second account’s token is not good')


def renew_once(story):
    """The window and three terminals, an instance each, renew at once: the provider is asked once."""
    desktop, provider = story.desktop, story.provider
    provider.set_delay(5)
    before = provider.count('/token', 200)
    story.window.click('Renew')
    terminals = [desktop.start_tessera('refresh', 'Demo') for _ in range(3)]
    said = [terminal.communicate(timeout=120) for terminal in terminals]
    if {terminal.returncode for terminal in terminals} != {0}:
        raise AssertionError(f'tessera refresh says: {said}')
    token = token_of(story, 'Demo')
    if token == story.token:
        raise AssertionError('nothing was renewed')
    story.token = token
    story.window.wait_for(token)
    granted = provider.count('/token', 200) - before
    if granted != 1:
        raise AssertionError(f'the provider was asked {granted} times')
    provider.set_delay(0)


def stay_signed_in(story):
    story.desktop.close_window(story.window)
    story.window = story.desktop.open_window()
    story.window.wait_for(PERSON)
    if token_of(story, 'Demo') != story.token:
        raise AssertionError('it is another token')


def stay_signed_in_after_update(story):
    """A newer build comes from the repository, by flatpak update, while it is not running."""
    desktop = story.desktop
    desktop.close_window(story.window)
    newer = tempfile.mkdtemp(dir=os.path.join(story.build_root, 'flatpak'))
    try:
        update(story, os.path.join(newer, 'repo'), os.path.join(newer, 'app'))
    finally:
        shutil.rmtree(newer)
    story.window = desktop.open_window()
    story.window.wait_for(PERSON)
    if token_of(story, 'Demo') != story.token:
        raise AssertionError('it is another token')


def update(story, repository, app):
    desktop = story.desktop
    shutil.copytree(story.repository, repository, symlinks=True)
    shutil.copytree(story.app, app, symlinks=True)
    desktop.flatpak('install', '-y', '--noninteractive', '--reinstall', 'tessera', desktop.id)
    before = desktop.flatpak('info', '--show-commit', desktop.id)

    with open(os.path.join(app, 'files', 'share', 'newer'), 'w', encoding='utf-8') as file:
        file.write('This build is newer.\n')
    run('flatpak', 'build-export', repository, app, 'stable')
    desktop.flatpak('remote-modify', f'--url=file://{repository}', 'tessera')
    desktop.flatpak('update', '-y', '--noninteractive', desktop.id)
    if desktop.flatpak('info', '--show-commit', desktop.id) == before:
        raise AssertionError('nothing was updated')
    run('flatpak', 'run', '--command=cat', desktop.id, '/app/share/newer')


def leave_nothing(story):
    desktop = story.desktop
    subprocess.run(['flatpak', 'kill', desktop.id], capture_output=True, check=False)
    wait_for('the sandbox to end', lambda: desktop.id not in run('flatpak', 'ps', '--columns=application'))
    run('flatpak', '--user', 'uninstall', '-y', '--noninteractive', '--delete-data', desktop.id)
    # What is in the session's own directory ends with the session.
    home, passing = os.path.expanduser('~'), os.environ['XDG_RUNTIME_DIR'] + os.sep
    left = [path for path in files_below(home) if desktop.id in path and not path.startswith(passing)]
    if left:
        raise AssertionError(f'it leaves {left}')


# What one sandbox writes and another reads.
CASES = [
    ('its tokens are in one encrypted file and nowhere else', keep_encrypted),
    ('instances that write in the same second see each other’s tokens', agree_in_one_second),
    ('the window and terminals that renew at once ask the provider once', renew_once),
]
LONG_CASES = [
    ('it is signed in after a restart', stay_signed_in),
    ('it is signed in after an update', stay_signed_in_after_update),
]
LAST_CASES = [('nothing of it is left after --delete-data', leave_nothing)]
