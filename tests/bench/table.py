# SPDX-License-Identifier: GPL-3.0-or-later
"""What was measured, a line each, and whether every bound was kept."""

UNITS = {'ms': '{:.1f} ms', 'MiB': '{:.1f} MiB'}


class Table:
    def __init__(self):
        self.missed = 0

    @staticmethod
    def head(title, ours, theirs):
        print(f'\n{title:<32}{ours:>14}{theirs:>16}{"ratio":>8}  bound', flush=True)

    def compare(self, name, unit, ours, theirs, bound):
        """bound: how many times theirs ours may be at most."""
        self._line(f'{_compared(name, unit, ours, theirs)}  ≤ {bound:.2f}', ours / theirs <= bound)

    def tell(self, name, unit, ours, theirs):
        self._line(_compared(name, unit, ours, theirs), True)

    def limit(self, name, ours, theirs, least, most):
        bound = f'= {most}' if least == most else f'{least} to {most}'
        self._line(f'  {name:<30}{ours:>14g}{theirs:>16}{"":>8}  {bound}', least <= ours <= most)

    def _line(self, text, kept):
        print(text if kept else f'{text}  MISSED', flush=True)
        self.missed += not kept


def _compared(name, unit, ours, theirs):
    form = UNITS[unit].format
    return f'  {name:<30}{form(ours):>14}{form(theirs):>16}{ours / theirs:>8.2f}'
