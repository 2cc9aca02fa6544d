// SPDX-License-Identifier: GPL-3.0-or-later
// What `tessera login` does, as its authors tell to do it with openid-client: a sign-in in the browser, answered
// on a loopback address, with PKCE, state and nonce, and with the ID token's signature verified. It keeps nothing.
// Usage: node openid-client.mjs ISSUER CLIENT_ID BROWSER
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import * as client from 'openid-client';

const [issuer, clientId, browser] = process.argv.slice(2);

const configuration = await client.discovery(new URL(issuer), clientId, undefined, client.None(), {
  execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
});

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const redirectUri = `http://127.0.0.1:${server.address().port}/`;

const pkceCodeVerifier = client.randomPKCECodeVerifier();
const expectedState = client.randomState();
const expectedNonce = client.randomNonce();
const address = client.buildAuthorizationUrl(configuration, {
  redirect_uri: redirectUri,
  scope: 'openid profile email',
  state: expectedState,
  nonce: expectedNonce,
  code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
  code_challenge_method: 'S256',
});
spawn(browser, [address.href], { detached: true, stdio: 'ignore' }).unref();

const [request, response] = await once(server, 'request');
const tokens = await client.authorizationCodeGrant(configuration, new URL(request.url, redirectUri), {
  pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true,
});
if (!tokens.access_token || !tokens.claims().sub) throw new Error('there is no token');
response.end('You are signed in.');
await once(response, 'close');
process.exit(0);
