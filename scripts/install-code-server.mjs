#!/usr/bin/env node
// Puts a code-server into the user's cache and prints where it is: `install-code-server.mjs [newest|oldest]` or its version.
import { CODE_SERVERS, ensureCodeServer } from './setup/codeServer.mjs';
import { fail } from './setup/common.mjs';

const wanted = process.argv[2] ?? 'newest';
const which = Object.keys(CODE_SERVERS).find((name) => name === wanted || CODE_SERVERS[name].version === wanted);
if (which === undefined)
  fail(
    `There is no code-server "${wanted}" here: choose ${Object.entries(CODE_SERVERS)
      .map(([name, { version }]) => `${name} (${version})`)
      .join(' or ')}.`,
  );
console.log(JSON.stringify(ensureCodeServer(which)));
