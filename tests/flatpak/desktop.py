# SPDX-License-Identifier: GPL-3.0-or-later
"""The host of a Flatpak, as far as Tessera meets it: portals, a screen, a browser, an installation.

To be used in a session of its own (tests/session/with-session), whose directories are the person's.
"""

import os
import signal
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'person'))

from chromium import Chromium  # noqa: E402  (the path comes first)
from display import Display  # noqa: E402
from waiting import wait_for  # noqa: E402
from window import Window  # noqa: E402

# Not the one for documents: it needs FUSE, which is not everywhere, and Tessera opens none.
SERVICES = '/usr/share/dbus-1/services'
PORTALS = ('org.freedesktop.impl.portal.PermissionStore', 'org.freedesktop.impl.portal.desktop.gtk',
           'org.freedesktop.portal.Desktop', 'org.freedesktop.portal.Flatpak')


def run(*command, **options):
    """Run a command that is to succeed, and return what it prints."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, **options)
    if done.returncode != 0:
        raise RuntimeError(f'{" ".join(command)}: exit {done.returncode}: {done.stdout}{done.stderr}')
    return done.stdout


class Desktop:
    """Use it in a with statement: nothing of it stays."""

    def __init__(self, application_id):
        self.id = application_id
        self.data = os.path.join(os.path.expanduser('~'), '.var', 'app', application_id)
        self._programs = []
        self._complaints = tempfile.TemporaryFile('w+', encoding='utf-8')

    def __enter__(self):
        self.screen = Display()
        self.screen.start_manager()
        os.environ.update(DISPLAY=self.screen.name, GDK_BACKEND='x11', XDG_CURRENT_DESKTOP='GNOME')
        # An ordinary user's flatpak asks the system bus for parental controls; here is none.
        if not os.path.exists('/run/dbus/system_bus_socket'):
            os.environ['DBUS_SYSTEM_BUS_ADDRESS'] = os.environ['DBUS_SESSION_BUS_ADDRESS']
        for name in ('G_DEBUG', 'GTK_A11Y', 'GSETTINGS_BACKEND', 'MALLOC_CHECK_'):
            os.environ.pop(name, None)
        self.browser = Chromium(os.environ['XDG_CONFIG_HOME'], os.environ['XDG_DATA_HOME'])
        self.offer(*PORTALS)
        return self

    def __exit__(self, *_):
        try:
            subprocess.run(['flatpak', 'kill', self.id], capture_output=True, check=False)
            for program in self._programs:
                program.terminate()
                program.wait()
            self.browser.destroy()
        finally:
            self.screen.close()
            self._complaints.close()

    def offer(self, *names):
        """Let the session's bus start these services, with this process's environment."""
        directory = os.path.join(os.environ['XDG_DATA_HOME'], 'dbus-1', 'services')
        os.makedirs(directory, exist_ok=True)
        for name in names:
            os.symlink(f'{SERVICES}/{name}.service', f'{directory}/{name}.service')
        run('dbus-update-activation-environment', 'DISPLAY', 'XDG_CURRENT_DESKTOP', 'GDK_BACKEND')
        self._reload()

    def withdraw(self, *names):
        """End these services, and let nothing start them again."""
        for name in names:
            os.unlink(os.path.join(os.environ['XDG_DATA_HOME'], 'dbus-1', 'services', f'{name}.service'))
        self._reload()
        for name in names:
            self._end(name)

    def restart_portal(self, backends):
        """End the portal, to start with these backends (by the names of their files) or with all."""
        if backends is None:
            directory = '/usr/share/xdg-desktop-portal/portals'
        else:
            directory = tempfile.mkdtemp(dir=os.environ['XDG_RUNTIME_DIR'])
            for name in backends:
                os.symlink(f'/usr/share/xdg-desktop-portal/portals/{name}.portal', f'{directory}/{name}.portal')
        os.environ['XDG_DESKTOP_PORTAL_DIR'] = directory
        run('dbus-update-activation-environment', 'XDG_DESKTOP_PORTAL_DIR')
        self._end('org.freedesktop.portal.Desktop')

    def flatpak(self, *arguments):
        return run('flatpak', '--user', *arguments)

    def tessera(self, *arguments, typed='', options=()):
        """Run the sandbox's command to its end: its exit status, stdout and stderr."""
        return subprocess.run(
            ['flatpak', 'run', *options, '--command=tessera', self.id, *arguments],
            input=typed, capture_output=True, text=True, timeout=180, check=False)

    def check_tessera(self, *arguments, typed=''):
        """Run a command that is to succeed in silence, and return what it prints."""
        done = self.tessera(*arguments, typed=typed)
        if done.returncode != 0 or done.stderr:
            raise RuntimeError(f'tessera {arguments[0]}: exit {done.returncode}: {done.stderr}')
        return done.stdout

    def start_tessera(self, *arguments):
        return self._start('flatpak', 'run', '--command=tessera', self.id, *arguments,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def open_in_browser(self, link):
        """As a person does who pastes it."""
        self._start('gio', 'open', link)

    def open_window(self):
        return Window('tessera-gtk', self._start('flatpak', 'run', self.id, stderr=self._complaints))

    def complaints(self):
        """All that the windows so far had to say to whoever started them."""
        self._complaints.seek(0)
        return self._complaints.read()

    def close_window(self, window):
        run('flatpak', 'kill', self.id)
        window.process.wait()

    def _start(self, *command, **options):
        program = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)
        self._programs.append(program)
        return program

    def _end(self, name):
        if "true" not in self._bus('NameHasOwner', name):
            return
        pid = int(self._bus('GetConnectionUnixProcessID', name).split()[-1].rstrip(',)\n'))
        os.kill(pid, signal.SIGTERM)
        wait_for(f'{name} to leave the bus', lambda: 'false' in self._bus('NameHasOwner', name))

    def _reload(self):
        self._bus('ReloadConfig')

    @staticmethod
    def _bus(method, *arguments):
        return run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/',
                   '--method', f'org.freedesktop.DBus.{method}', *arguments)
