# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the memory of a program that this process started."""


def count_copies(pid, text):
    """How often the text stands in what the process can write to: heap, stacks, variables."""
    wanted = text.encode()
    found = 0
    with open(f'/proc/{pid}/maps', encoding='utf-8') as maps, open(f'/proc/{pid}/mem', 'rb', 0) as memory:
        for line in maps.readlines():
            addresses, rights, *_ = line.split()
            begin, end = (int(address, 16) for address in addresses.split('-'))
            if rights.startswith('rw'):
                found += _read(memory, begin, end).count(wanted)
    return found


def _read(memory, begin, end):
    try:
        memory.seek(begin)
        return memory.read(end - begin)
    except OSError:  # a device's memory, or gone meanwhile
        return b''
