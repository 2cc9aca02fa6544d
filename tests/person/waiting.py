# SPDX-License-Identifier: GPL-3.0-or-later
"""Wait for what a person would wait for: until it is there, and never for a set time."""

import time

# Long enough for a machine whose cores are all busy; a test that passes never waits so long.
PATIENCE = 90


class Hopeless(RuntimeError):
    """What is waited for cannot come any more."""


def wait_for(what, look, patience=PATIENCE):
    """Call look() until it returns something true, and return that.

    An exception of look() counts as "not yet"; the last one is told when the patience is over.
    """
    deadline = time.monotonic() + patience
    trouble = None
    while time.monotonic() < deadline:
        try:
            found = look()
            if found:
                return found
        except Hopeless:
            raise
        except Exception as error:  # whatever half-loaded pages and windows come up with
            trouble = error
        time.sleep(0.05)
    raise TimeoutError(f'waited {patience} s in vain for {what}' + (f' ({trouble})' if trouble else ''))
