#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A browser without a window: robot-browser.py HOME MODE ADDRESS, as a .desktop file starts it.

It leaves HOME/started (who it is, as JSON) and, where MODE is not "ignore", opens the address, goes
where it is sent, and leaves what it was shown last in HOME/page. "stay": it is then not closed.
"fail": it opens nothing, and says by its exit status that it could not.
"""

import json
import os
import signal
import sys
import urllib.error
import urllib.request

HOME, MODE, ADDRESS = sys.argv[1:]


def leave(name, text):
    path = os.path.join(HOME, name)
    part = f'{path}.{os.getpid()}'  # two may run at once
    with open(part, 'w', encoding='utf-8') as file:
        file.write(text)
    os.rename(part, path)


def open_address():
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(ADDRESS, timeout=120) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode(errors='replace')
    except OSError as error:
        return str(error)


leave('started', json.dumps({'pid': os.getpid(), 'session': os.getsid(0), 'address': ADDRESS,
                             'output': [os.readlink(f'/proc/self/fd/{fd}') for fd in (1, 2)],
                             'environment': dict(os.environ)}))
if MODE not in ('ignore', 'fail'):
    leave('page', open_address())
if MODE == 'stay':
    signal.pause()
sys.exit(MODE == 'fail')
