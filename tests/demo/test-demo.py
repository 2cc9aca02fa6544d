#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-demo.py BUILD_ROOT: `make run` without a display, to its end and interrupted."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

BUILD_ROOT = os.path.abspath(sys.argv[1])
DEMO = [os.path.join(os.path.dirname(os.path.abspath(__file__)), 'run'), BUILD_ROOT]
# What a person's shell has not, and what would end the accessibility library at its own warnings.
STRICT = {'DISPLAY', 'WAYLAND_DISPLAY', 'G_DEBUG', 'GTK_A11Y', 'MALLOC_CHECK_', 'MALLOC_PERTURB_'}
DEADLINE = 300  # seconds; nothing is decided by it


def start():
    """The demo, with an empty TMPDIR of its own. Not below the build: sockets stand in it, whose paths must be short."""
    temporary = tempfile.mkdtemp(prefix='td-')
    environment = {name: value for name, value in os.environ.items() if name not in STRICT}
    process = subprocess.Popen(DEMO, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, env={**environment, 'TMPDIR': temporary}, start_new_session=True)
    return process, temporary


def list_below(directory):
    return [os.path.join(path, name) for path, directories, names in os.walk(directory)
            for name in directories + names]


def remove_empty(directory):
    left = list_below(directory)
    shutil.rmtree(directory)
    if left:
        raise AssertionError(left)


def wait_until(condition, process):
    end = time.monotonic() + DEADLINE
    while not condition():
        if process.poll() is not None or time.monotonic() > end:
            raise AssertionError(f'exit {process.poll()}: {process.stdout.read()}')
        time.sleep(0.02)


def is_quiet():
    """a demo that succeeds prints no warning, and leaves nothing in TMPDIR"""
    process, temporary = start()
    output, _ = process.communicate(timeout=DEADLINE)
    if process.returncode != 0 or 'WARNING' in output or 'CRITICAL' in output:
        raise AssertionError(f'exit {process.returncode}: {output}')
    remove_empty(temporary)


def is_interrupted():
    """Ctrl-C, SIGTERM and SIGHUP while the browser is open end it, and leave nothing in TMPDIR"""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        process, temporary = start()
        try:
            # The browser's profile is what is made last.
            wait_until(lambda: any('chromium-' in path for path in list_below(temporary)), process)
        finally:
            # To all of them, as a terminal does.
            os.killpg(process.pid, number)
            process.communicate(timeout=DEADLINE)
        if process.returncode == 0:
            raise AssertionError(f'{number.name}: exit 0')
        remove_empty(temporary)


CASES = (is_quiet, is_interrupted)
print(f'1..{len(CASES)}', flush=True)
failures = 0
for index, case in enumerate(CASES, 1):
    try:
        case()
    except AssertionError as error:
        failures += 1
        print('\n'.join(f'# {line}' for line in str(error).splitlines()))
        print('not ', end='')
    print(f'ok {index} {case.__doc__}', flush=True)
sys.exit(1 if failures else 0)
