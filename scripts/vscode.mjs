#!/usr/bin/env node
// Opens a VS Code with the extension in it: `npm run vscode [-- FOLDER]`. The user's own VS Code when `code` is on PATH, else
// code-server from the npm registry, to be opened in a browser; it keeps its settings in our cache and listens on this machine only.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { ensureCodeServer } from './setup/codeServer.mjs';
import { cacheDirectory, fail, has, ROOT, run, say } from './setup/common.mjs';
import { packageExtension } from './package.mjs';
import { setup } from './setup.mjs';

const argument = process.argv.slice(2).find((word) => !word.startsWith('--'));
const folder = argument === undefined ? join(ROOT, 'example') : resolve(process.env.INIT_CWD ?? process.cwd(), argument);

/** A port that nobody listens on; the same one at every start if it is free, so that the browser's address stays valid. */
function freePort(wanted) {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.once('error', () => (wanted === 0 ? reject(new Error('no free port')) : resolvePort(freePort(0))));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolvePort(port));
    });
  });
}

async function waitUntilUp(address, server) {
  for (let i = 0; i < 120; i++) {
    if (server.exitCode !== null) fail(`code-server ended with exit code ${server.exitCode}.`);
    const answer = await fetch(`${address}/healthz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((done) => setTimeout(done, 250));
  }
  fail('code-server did not start within 30 seconds.');
}

/** Settings of the first start; later the user's changes are kept. */
function writeFirstSettings(userData) {
  const file = join(userData, 'User', 'settings.json');
  mkdirSync(join(userData, 'User'), { recursive: true });
  try {
    writeFileSync(
      file,
      JSON.stringify(
        {
          'workbench.startupEditor': 'none',
          'workbench.secondarySideBar.defaultVisibility': 'hidden',
          'chat.disableAIFeatures': true,
        },
        null,
        2,
      ),
      { flag: 'wx' },
    );
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}

async function openCodeServer() {
  const { entry, node, version } = ensureCodeServer('newest');
  const home = join(cacheDirectory(), 'vscode');
  const [userData, extensions, config] = ['user-data', 'extensions', 'config.yaml'].map((name) => join(home, name));
  mkdirSync(extensions, { recursive: true, mode: 0o700 });
  writeFirstSettings(userData);
  writeFileSync(config, 'auth: none\n');
  const base = [entry, '--config', config, '--user-data-dir', userData, '--extensions-dir', extensions];
  const { file } = await packageExtension();
  say('installing the extension into code-server');
  run(node, [...base, '--install-extension', file, '--force'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const address = `http://127.0.0.1:${await freePort(8123)}`;
  const server = spawn(
    node,
    [
      ...base,
      '--auth',
      'none',
      '--bind-addr',
      address.replace('http://', ''),
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-getting-started-override',
      '--ignore-last-opened',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}' } },
  );
  process.on('exit', () => server.kill());
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
  await waitUntilUp(address, server);
  say(`VS Code (code-server ${version}) is at ${address}/?folder=${encodeURI(folder)}   (Ctrl+C ends it)`);
}

if (has('code')) {
  await setup();
  say(`opening ${folder} in your VS Code`);
  run('code', [`--extensionDevelopmentPath=${ROOT}`, folder]);
} else {
  await openCodeServer();
}
say('right-click the folder of a SavedModel in the explorer: Inspect SavedModel');
