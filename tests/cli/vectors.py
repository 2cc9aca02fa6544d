# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples of the RFCs, from tests/oidc/vectors.h: there once, for the tests in C and these."""

import os
import re

HEADER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../oidc/vectors.h')


def read_vectors():
    """{name of the macro: its text}"""
    with open(HEADER, encoding='ascii') as file:
        text = file.read().replace('\\\n', ' ')
    vectors = {}
    for name, body in re.findall(r'^#define (\w+) +(.*)$', text, re.M):
        parts = re.findall(r'"((?:\\.|[^"\\])*)"|(\w+)', body)
        vectors[name] = ''.join(vectors[other] if other else re.sub(r'\\(.)', r'\1', literal)
                                for literal, other in parts)
    return vectors
