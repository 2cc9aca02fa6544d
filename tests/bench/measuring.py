# SPDX-License-Identifier: GPL-3.0-or-later
"""Run programs in turn, and say what the median run took."""

import os
import statistics
import subprocess


class Run:
    """One run of a command, through bench-measure."""

    def __init__(self, build_root, command, environment, pass_fds=()):
        self._report, write = os.pipe()
        self._process = subprocess.Popen(
            [os.path.join(build_root, 'tests/bench/bench-measure'), str(write), *command],
            env=environment, pass_fds=[write, *pass_fds], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        os.close(write)
        self._command = command

    def finish(self, output=True):
        """When it started (ns), its figures, and what it printed, which is not to be nothing."""
        stdout, stderr = self._process.communicate(timeout=120)
        with os.fdopen(self._report) as f:
            started, elapsed, cpu, peak, status = map(int, f.read().split())
        if status != 0 or bool(stdout) != output:
            raise RuntimeError(f'{self._command}: exit {status}: {stderr}')
        return started, {'elapsed': elapsed / 1e6, 'cpu': cpu / 1e3, 'peak': peak / 1024}, stdout


def in_turn(count, ours, theirs):
    """Call both count times, each first in every second round: the medians of what they return."""
    figures = [], []
    for number in range(count + 1):
        order = ((0, ours), (1, theirs)) if number % 2 else ((1, theirs), (0, ours))
        for side, measure in order:
            figure = measure()
            if number > 0:  # the first time files come from the disk
                figures[side].append(figure)
    return [{name: statistics.median(figure[name] for figure in side) for name in side[0]}
            for side in figures]
