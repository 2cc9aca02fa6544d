# SPDX-License-Identifier: GPL-3.0-or-later
"""The person's browser: Debian's Chromium, started by GIO as the handler of http and https.

A Chromium() writes a .desktop file and a mimeapps.list into the given XDG directories. Nobody here
starts the browser: the program under test does. Pages are then found and used through the DevTools
protocol, with the mouse and the keyboard, as a person does.
"""

import base64
import itertools
import json
import os
import shutil
import signal
import sqlite3
import stat
import tempfile

import websocket

from waiting import Hopeless, wait_for

WRAPPER = '''#!/bin/sh
# Whoever starts the browser neither waits for it nor knows its process; this file does.
echo $$ >>"{home}/pids"
# One that runs takes the address into a new tab, as a browser with a screen does by itself.
if [ -e "{home}/profile/DevToolsActivePort" ] && python3 - "{home}/profile/DevToolsActivePort" "$1" <<'END'
import sys, urllib.parse, urllib.request
with open(sys.argv[1], encoding='ascii') as f:
    port = f.readline().strip()
opener = urllib.request.build_opener(urllib.request.ProxyHandler({{}}))
try:
    address = urllib.parse.quote(sys.argv[2], safe='')
    opener.open(urllib.request.Request(f'http://127.0.0.1:{{port}}/json/new?{{address}}', method='PUT'))
except OSError:
    sys.exit(1)
END
then exit; fi
unset G_DEBUG MALLOC_CHECK_
exec chromium --headless=new --user-data-dir="{home}/profile" --remote-debugging-port=0 {sandbox} \\
    --password-store=basic --no-first-run --no-default-browser-check --disable-gpu --disable-quic \\
    --disable-dev-shm-usage --disable-sync --disable-background-networking \\
    --disable-component-update --disable-features=Translate,OptimizationHints,MediaRouter \\
    --window-size=900,860 --force-prefers-reduced-motion --host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE ::1' {flags} "$@" >>"{home}/log" 2>&1
'''

DESKTOP_FILE = '''[Desktop Entry]
Type=Application
Name=The person’s browser
Exec={wrapper} %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;
StartupNotify=true
'''

DEFAULTS = '''[Default Applications]
x-scheme-handler/http=tessera-person.desktop
x-scheme-handler/https=tessera-person.desktop
'''

# ui::PAGE_TRANSITION_CHAIN_END
CHAIN_END = 0x20000000


class Chromium:
    """The browser of the person whose XDG_CONFIG_HOME and XDG_DATA_HOME these are."""

    def __init__(self, config_home, data_home, flags=''):
        self._home = tempfile.mkdtemp(prefix='tessera-chromium-')
        self._socket = None
        self._numbers = itertools.count(1)
        self._pages = []

        # Only root must do without the sandbox: Chromium refuses to start otherwise.
        sandbox = '--no-sandbox' if os.geteuid() == 0 else ''
        wrapper = os.path.join(self._home, 'chromium')
        _write(wrapper, WRAPPER.format(home=self._home, sandbox=sandbox, flags=flags))
        os.chmod(wrapper, stat.S_IRWXU)
        _write(os.path.join(data_home, 'applications', 'tessera-person.desktop'),
               DESKTOP_FILE.format(wrapper=wrapper))
        _write(os.path.join(config_home, 'mimeapps.list'), DEFAULTS)

    def wait_for_page(self, prefix, opener):
        """Wait until a tab shows an address that begins so, while the program that opens it runs."""
        def has_started():
            if opener.poll() is not None:
                said = opener.stderr.read() if opener.stderr else ''
                raise Hopeless(f'no browser was started: exit {opener.returncode}: {said}')
            return self._connect()

        def look():
            for target in self.call('Target.getTargets')['targetInfos']:
                if target['type'] == 'page' and target['url'].startswith(prefix):
                    return target
            return None

        wait_for('the browser to start', has_started)
        target = wait_for(f'a page of {prefix}', look)
        session = self.call('Target.attachToTarget', targetId=target['targetId'], flatten=True)
        self._pages.append(Page(self, target['targetId'], session['sessionId']))
        return self._pages[-1]

    def describe(self, picture):
        """What the last page shows, for who looks into a failure, and a screenshot of it."""
        try:
            self._pages[-1].screenshot(picture)
            return f'{self._pages[-1].address()} says: {self._pages[-1].text()}'
        except Exception as error:  # the browser may be what failed
            return f'no page: {error}'

    def call(self, method, session=None, **parameters):
        number = next(self._numbers)
        message = {'id': number, 'method': method, 'params': parameters}
        if session:
            message['sessionId'] = session
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get('id') == number:
                if 'error' in answer:
                    raise RuntimeError(f'{method}: {answer["error"]["message"]}')
                return answer['result']

    def close(self):
        """Quit, as a person would; then nothing of the browser is left."""
        if self._socket:
            try:
                self.call('Browser.close')
            except (OSError, websocket.WebSocketException):
                pass
            self._socket.close()
            self._socket = None
        wait_for('the browser to quit', self._has_quit, patience=30)

    def history(self):
        """The addresses that the closed browser's history page would show.

        The file also has the stations of each chain of redirects; what is shown is its end.
        """
        history = sqlite3.connect(os.path.join(self._home, 'profile', 'Default', 'History'))
        try:
            rows = history.execute('SELECT urls.url FROM visits JOIN urls ON urls.id = visits.url '
                                   'WHERE visits.transition & ? AND NOT urls.hidden', [CHAIN_END])
            return [row[0] for row in rows]
        finally:
            history.close()

    def destroy(self):
        """Remove every trace, also of a browser that hangs."""
        try:
            self.close()
        except TimeoutError:
            for pid in self._pids():
                os.kill(pid, signal.SIGKILL)
            wait_for('the browser to end', self._has_quit, patience=30)
        finally:
            shutil.rmtree(self._home, ignore_errors=True)

    def _connect(self):
        if not self._socket:
            with open(os.path.join(self._home, 'profile', 'DevToolsActivePort'), encoding='ascii') as f:
                port, path = f.read().split()
            self._socket = websocket.create_connection(
                f'ws://127.0.0.1:{port}{path}', timeout=60, suppress_origin=True,
                http_no_proxy=['127.0.0.1'])
        return True

    def _pids(self):
        try:
            with open(os.path.join(self._home, 'pids'), encoding='ascii') as f:
                pids = [int(line) for line in f]
        except FileNotFoundError:
            return []
        return [pid for pid in pids if _runs(pid, self._home)]

    def _has_quit(self):
        return not self._pids()


class Page:
    """One tab."""

    def __init__(self, browser, target, session):
        self._browser = browser
        self._target = target
        self._session = session

    def evaluate(self, expression):
        answer = self._call('Runtime.evaluate', expression=expression, returnByValue=True,
                            awaitPromise=True)
        if 'exceptionDetails' in answer:
            raise RuntimeError(answer['exceptionDetails'].get('text', 'the page threw'))
        return answer['result'].get('value')

    def address(self):
        return self.evaluate('location.href')

    def text(self):
        return self.evaluate('document.body ? document.body.innerText : ""')

    def back_and_forward(self):
        """The addresses behind the tab's back and forward buttons, and the present one."""
        return [entry['url'] for entry in self._call('Page.getNavigationHistory')['entries']]

    def wait_for_address(self, prefix):
        wait_for(f'the address {prefix}', lambda: self.address().startswith(prefix))

    def wait_for_text(self, *texts):
        """Wait until one of these texts is on the page, and return that one."""
        def look():
            shown = self.text()
            return next((text for text in texts if text in shown), None)
        try:
            return wait_for(' or '.join(texts), look)
        except TimeoutError as error:
            raise TimeoutError(f'{error}; {self.address()} says: {self.text()}') from None

    def wait_for_element(self, selector):
        wait_for(f'{selector} on the page', lambda: self._place(selector))

    def click(self, selector):
        """Click what is there once it is visible, enabled, and comes to rest under the pointer."""
        before = None

        def rests():
            nonlocal before
            last, before = before, self._place(selector)
            return before if before == last else None

        x, y = wait_for(f'{selector} at rest on the page', rests)
        for kind in ('mouseMoved', 'mousePressed', 'mouseReleased'):
            self._call('Input.dispatchMouseEvent', type=kind, x=x, y=y,
                       button='none' if kind == 'mouseMoved' else 'left',
                       clickCount=0 if kind == 'mouseMoved' else 1)

    def type(self, selector, text):
        self.click(selector)
        wait_for(f'the cursor in {selector}', lambda: self.evaluate(
            f'document.activeElement === document.querySelector({json.dumps(selector)})'))
        self._call('Input.insertText', text=text)

    def screenshot(self, path):
        with open(path, 'wb') as f:
            f.write(base64.b64decode(self._call('Page.captureScreenshot', format='png')['data']))

    def _place(self, selector):
        return self.evaluate('''(() => {
            const element = document.querySelector(%s);
            if (document.readyState !== "complete" || !element || element.disabled) return null;
            element.scrollIntoView({block: "center", behavior: "instant"});
            const box = element.getBoundingClientRect();
            const x = box.x + box.width / 2, y = box.y + box.height / 2;
            const hit = document.elementFromPoint(x, y);
            return box.width && hit && (element.contains(hit) || hit.contains(element)) ? [x, y] : null;
        })()''' % json.dumps(selector))

    def _call(self, method, **parameters):
        return self._browser.call(method, session=self._session, **parameters)


def _write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def _runs(pid, home):
    """Whether this process is still ours: its number may long be another's."""
    try:
        with open(f'/proc/{pid}/cmdline', 'rb') as f:
            return home.encode() in f.read()
    except OSError:
        return False
