# SPDX-License-Identifier: GPL-3.0-or-later
"""A window's first frame, and how often it wakes up."""

import ctypes
import os
import subprocess
import time

from measuring import Run

SETTLE = 2  # seconds until a window that nobody touches has come to rest
VISIBLE = 5
# GLib's worker threads wait for work for 15 s before they end.
REST = 20
HIDDEN = 30


def _environment(environment, display):
    # Without a graphics card GTK would load a compiler to draw with, which dwarfs every program.
    return {**environment, 'DISPLAY': display.name, 'GDK_BACKEND': 'x11', 'GSK_RENDERER': 'cairo'}


def first_frame(build_root, program, environment, display):
    """Until it is painted: elapsed and processor time; at rest: peak memory and that of its own."""
    read, write = os.pipe()
    preload = os.path.join(build_root, 'tests/bench/bench-first-frame.so')
    command = ['env', f'LD_PRELOAD={preload}', f'TESSERA_BENCH_FD={write}',
               os.path.join(build_root, program)]
    run = Run(build_root, command, _environment(environment, display), pass_fds=[write])
    os.close(write)
    started, _, _ = run.finish(output=False)
    with os.fdopen(read) as f:
        frame, cpu, peak, private = map(int, f.read().split())
    return {'elapsed': (frame - started) / 1e6, 'cpu': cpu / 1e6, 'peak': peak / 1024,
            'private': private / 1024}


def wakeups(build_root, environment, display):
    """How often it is given a processor: a second while visible, and in all while hidden."""
    process = subprocess.Popen([os.path.join(build_root, 'src/window/tessera-gtk')],
                               env=_environment(environment, display), stdin=subprocess.DEVNULL)
    try:
        time.sleep(SETTLE)
        visible = _count(process, VISIBLE) / VISIBLE
        _hide_all(display)
        time.sleep(REST)
        return visible, _count(process, HIDDEN)
    finally:
        process.terminate()
        process.wait()


def _count(process, seconds):
    before = _switches(process)
    time.sleep(seconds)
    if process.poll() is not None:
        raise RuntimeError(f'the window has ended: {process.returncode}')
    return _switches(process) - before


def _switches(process):
    folder = f'/proc/{process.pid}/task'
    total = 0
    for thread in os.listdir(folder):
        with open(f'{folder}/{thread}/status', encoding='utf-8') as f:
            total += sum(int(line.split()[1]) for line in f if 'ctxt_switches' in line)
    return total


def _hide_all(display):
    """As a window manager minimizes a window: it unmaps it. Without one they are the root's children."""
    x11 = ctypes.CDLL('libX11.so.6')
    for function in (x11.XOpenDisplay, x11.XDefaultRootWindow):
        function.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(x11.XOpenDisplay(display.name.encode()))
    if not connection:
        raise RuntimeError('the screen does not answer')
    root, parent = ctypes.c_ulong(), ctypes.c_ulong()
    children, count = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
    x11.XQueryTree(connection, ctypes.c_ulong(x11.XDefaultRootWindow(connection)),
                   ctypes.byref(root), ctypes.byref(parent), ctypes.byref(children),
                   ctypes.byref(count))
    for child in children[:count.value]:
        x11.XUnmapWindow(connection, ctypes.c_ulong(child))
    x11.XFree(children)
    x11.XCloseDisplay(connection)
