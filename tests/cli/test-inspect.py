#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera inspect: what is in a JWT, and whether its signature is valid."""

import base64
import json
import os
import subprocess

from installed import PATIENCE
from tap import equal, holds, lacks, run
from vectors import read_vectors

V = read_vectors()
VALID = [(V['RFC7515_A2'], V['RFC7515_A2_KEY']), (V['RFC7515_A3'], V['RFC7515_A3_KEY']),
         (V['RFC7515_A4'], V['RFC7515_A4_KEY']), (V['RFC7520_4_1'], V['RFC7520_RSA_KEY']),
         (V['RFC7520_4_2'], V['RFC7520_RSA_KEY']), (V['RFC7520_4_3'], V['RFC7520_EC_KEY']),
         (V['RFC8037_A4'], V['RFC8037_KEY'])]
INVALID = [
    ('the secret of HS256 is not a key that anybody could check with',
     V['RFC7515_A1'], V['RFC7515_A1_KEY'], 'invalid_signature'),
    ('HS256 with a kid', V['RFC7520_4_4'], V['RFC7520_HMAC_KEY'], 'invalid_signature'),
    ('no signature', V['RFC7515_A5'], V['RFC7515_A2_KEY'], 'invalid_signature'),
    ('another key', V['RFC7515_A2'], V['RFC7520_RSA_KEY'], 'invalid_signature'),
    ('no key of that kid', V['RFC7520_4_1'], '{"keys": [' + V['RFC7515_A2_KEY'] + ']}', 'unknown_key'),
    ('no key', V['RFC7520_4_1'], '{"keys": []}', 'unknown_key'),
]


def keys(tessera, text):
    path = os.path.join(tessera.home, 'keys.json')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text if isinstance(text, str) else json.dumps(text))
    return '--jwks', path


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def claims(tessera):
    """header and claims are printed, with the times in words of their own"""
    payload = {'iss': 'joe', 'exp': 1300819380, 'http://example.com/is_root': True}
    equal(tessera.ask('inspect', typed=V['RFC7515_A2']), {'header': {'alg': 'RS256'}, 'claims': payload})
    text = tessera.do('inspect', typed=f'\n {V["RFC7515_A2"]}\r\n\n', TZ='UTC')
    holds(text, '"alg"', '"RS256"', '"joe"', '2011-03-22T18:43:00Z')
    lacks(text, 'verified')


def pasted(tessera):
    """what people paste is taken: Bearer, quotes, line breaks and blanks; other kinds of tokens are told by name"""
    token = V['RFC7515_A2']
    wrapped = '\n'.join(token[i:i + 76] for i in range(0, len(token), 76))
    for text in (f'Bearer {token}', f'"{token}",', f'authorization: bearer {wrapped}\r\n', f'  “{wrapped}”  '):
        equal((text, tessera.ask('inspect', *keys(tessera, V['RFC7515_A2_KEY']), typed=text)['verified']),
              (text, True))
    for text in (f"curl -H 'Authorization: Bearer {token}' \\\n  https://api.example.com/me",
                 json.dumps({'id_token': 'opaque', 'access_token': token, 'token_type': 'Bearer'}, indent=2)):
        equal((text, tessera.ask('inspect', *keys(tessera, V['RFC7515_A2_KEY']), typed=text)['verified']),
              (text, True))
    head = encode(b'{"alg":"RSA-OAEP","enc":"A256GCM"}')
    for text, said in ((f'{head}.a.b.c.d', 'encrypted'), ('ya29.a0AfH6SMBx', 'opaque'), ('', 'no token')):
        holds(tessera.fail(6, 'inspect', typed=text), said)
        equal(tessera.error(6, 'inspect', typed=text)['id'], 'malformed')


def order(tessera):
    """header and claims are shown in the token's own order, in JSON and to a person"""
    names = ['zeta', 'exp', 'alpha', 'iat', 'mid', 'aud', '9', 'B', 'a']
    parts = [{'typ': 'JWT', 'kid': 'k', 'alg': 'EdDSA', 'a': 1},
             {name: 1300819380 for name in names} | {'mid': {'y': 1, 'x': {'q': 1, 'b': 2}}}]
    typed = '.'.join(encode(json.dumps(part).encode()) for part in parts) + '.AA'
    for text in (tessera.do('inspect', '--json', typed=typed),
                 tessera.do('inspect', typed=typed).split('\nIssued')[0]):
        answer = json.loads(text)
        equal((list(answer), list(answer['header'])), (['header', 'claims'], ['typ', 'kid', 'alg', 'a']))
        equal((list(answer['claims']), list(answer['claims']['mid']), list(answer['claims']['mid']['x'])),
              (names, ['y', 'x'], ['q', 'b']))
    said = tessera.do('inspect', typed=typed).splitlines()[-2:]
    equal([line.split('  ')[0].strip() for line in said], ['Issued', 'Expires'])
    equal(len({line.index('2011-') for line in said}), 1)


def numbers(tessera):
    """a number is printed as the token has it, also where no program could count so far"""
    written = ['184467440737095516150000', '1e400', '0.10', '-0', '1E3', '12345678901234567890123456789.5']
    part = '{"alg":"RS256","n":[' + ','.join(written) + '],"exp":' + written[0] + '}'
    typed = f'{encode(part.encode())}.{encode(part.encode())}.AA'
    shown = tessera.do('inspect', '--json', typed=typed)
    equal(shown.strip(), f'{{"header":{part},"claims":{part}}}')
    printed = tessera.do('inspect', typed=typed)
    for number in written:
        lines = [line.strip().rstrip(',') for line in printed.splitlines()]
        equal((lines.count(number), lines.count(f'"exp" : {number}')), (2, 2 * (number == written[0])))


def payloads(tessera):
    """a payload that is no JSON is text, or base64url where it is no text"""
    equal(tessera.ask('inspect', typed=V['RFC7515_A4'])['payload'], 'Payload')
    head = encode(b'{"alg":"RS256"}')
    equal(tessera.ask('inspect', typed=f'{head}.{encode(bytes([255, 0]))}.AA')['payload_base64url'],
          encode(bytes([255, 0])))
    equal(tessera.ask('inspect', typed=f'{head}.{encode(b"[1]")}.AA')['payload'], '[1]')
    equal(tessera.ask('inspect', typed=f'{head}..AA')['payload'], '')


def vectors(tessera):
    """the RFCs' examples are valid, with one key and with a set of keys"""
    every = json.dumps({'keys': [json.loads(key) for _, key in VALID]})
    for compact, key in VALID:
        for text in (key, json.dumps({'keys': [json.loads(key)]}), every):
            equal(tessera.ask('inspect', *keys(tessera, text), typed=compact)['verified'], True)
            holds(tessera.do('inspect', *keys(tessera, text), typed=compact), '"verified" : true')


def forgeries(tessera):
    """what is not signed by the key is exit 6, and nothing of it is printed"""
    for what, compact, key, error in INVALID:
        done = tessera.run('inspect', *keys(tessera, key), typed=compact)
        equal((what, done.returncode, done.stdout), (what, 6, ''))
        equal((what, tessera.error(6, 'inspect', *keys(tessera, key), typed=compact)['id']),
              (what, error))
    for compact, key in VALID:
        head, payload, signature = compact.split('.')
        flipped = ('B' if signature[0] == 'A' else 'A') + signature[1:]
        changed = encode(b'{"admin":true}')
        for forged in (f'{head}.{payload}.{flipped}', f'{head}.{changed}.{signature}'):
            equal(tessera.error(6, 'inspect', *keys(tessera, key), typed=forged)['id'],
                  'invalid_signature')


def members_of_keys(tessera):
    """alg, use and key_ops of the key decide what it may check"""
    for member, value, good in [('alg', 'RS256', True), ('alg', 'RS384', False), ('alg', 'PS256', False),
                                ('use', 'sig', True), ('use', 'enc', False),
                                ('key_ops', ['verify'], True), ('key_ops', ['sign', 'verify'], True),
                                ('key_ops', ['sign'], False), ('key_ops', [], False)]:
        key = {**json.loads(V['RFC7515_A2_KEY']), member: value}
        done = tessera.run('inspect', *keys(tessera, key), typed=V['RFC7515_A2'])
        equal((member, value, done.returncode), (member, value, 0 if good else 6))


def malformed(tessera):
    """what is no JWT, or no key, is exit 6"""
    head = encode(b'{"alg":"RS256"}')
    for text in ('', 'nonsense', 'a.b', 'a.b.c.d', f'{head}.e30', f'{head}.e30.=', f'{head}.e30.a\nb',
                 'e30.e30.AA', encode(b'{"alg":1}') + '.e30.AA', encode(b'[]') + '.e30.AA', '\0'):
        equal((text, tessera.error(6, 'inspect', typed=text)['id']), (text, 'malformed'))
        tessera.fail(6, 'inspect', typed=text)
    for text in ('', 'nonsense', '[]', '{"keys": 1}', '{"keys": [], "keys": []}'):
        done = tessera.run('inspect', *keys(tessera, text), '--json', typed=V['RFC7515_A2'])
        equal((text, done.returncode), (text, 6))


def too_large(tessera):
    """input that never ends is given up, not read to the end"""
    program = subprocess.Popen([tessera.program, 'inspect', '--json'], env=tessera.environment,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        while True:
            program.stdin.write('x' * 65536)
            program.stdin.flush()
    except BrokenPipeError:
        pass
    error = json.loads(program.stdout.read())['error']
    try:
        program.stdin.close()
    except BrokenPipeError:
        pass
    program.stdout.close()
    equal((program.wait(), error['exit_code']), (6, 6))


def unreadable(tessera):
    """input that cannot be read is exit 1, and says so"""
    directory = os.open(tessera.home, os.O_RDONLY)
    try:
        done = subprocess.run([tessera.program, 'inspect'], stdin=directory, capture_output=True, text=True,
                              env=tessera.environment, check=False, timeout=PATIENCE)
    finally:
        os.close(directory)
    equal((done.returncode, done.stdout), (1, ''))
    holds(done.stderr, 'tessera: Standard input cannot be read')


def keys_from_anywhere(tessera):
    """the keys may come from a pipe; a file without an end is given up; none that is there is exit 2"""
    done = subprocess.run(['bash', '-c', '"$0" inspect --jwks <(printf %s "$1")', tessera.program,
                           V['RFC7515_A2_KEY']], input=V['RFC7515_A2'], text=True, check=False,
                          env=tessera.environment, capture_output=True)
    equal((done.returncode, done.stderr), (0, ''))
    equal(tessera.error(6, 'inspect', '--jwks', '/dev/zero', typed=V['RFC7515_A2'])['exit_code'], 6)
    for path in ('/nonexistent', tessera.home):
        holds(tessera.fail(2, 'inspect', '--jwks', path, typed=V['RFC7515_A2']), path)


def hostile(tessera):
    """claims that could fool a terminal are written as JSON writes them"""
    head = encode(b'{"alg":"RS256"}')
    evil = encode(json.dumps({'name': '\x1b[31m\u202e\x9b', 'iat': 9e99, 'exp': '1'}).encode())
    for answer in (tessera.do('inspect', typed=f'{head}.{evil}.AA'),
                   tessera.do('inspect', '--json', typed=f'{head}.{evil}.AA')):
        lacks(answer, '\x1b', '\u202e', '\x9b')
        holds(answer, '\\u001b', '\\u202e', '\\u009b')


run(claims, pasted, order, numbers, payloads, vectors, forgeries, members_of_keys, malformed, too_large, unreadable,
    keys_from_anywhere, hostile)
