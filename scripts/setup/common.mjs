// Shared by the set-up scripts: Node's standard library only, since nothing is installed when they start.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The user's cache folder for us; the same rule as src/node/cachePaths.ts. */
export function cacheDirectory() {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'savedmodel-lens');
  if (process.platform === 'win32')
    return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'savedmodel-lens');
  const xdg = process.env.XDG_CACHE_HOME;
  return join(xdg?.startsWith('/') ? xdg : join(homedir(), '.cache'), 'savedmodel-lens');
}

/** True in the script that was started, false where it was imported. */
export function isMain(url) {
  return realpathSync(process.argv[1]) === fileURLToPath(url);
}

/** Ends the script with a sentence, never with a stack. */
export function fail(message) {
  console.error(`\n${message}`);
  process.exit(2);
}

/** Says what is being done. */
export function say(message) {
  console.log(`• ${message}`);
}

/** Runs a command with its output on the screen; ends the script when it fails. */
export function run(command, args, { advice, ...options } = {}) {
  const done = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32' && /^(npm|npx)$/.test(command),
    ...options,
  });
  if (done.status !== 0)
    fail(
      `${command} ${args.join(' ')} failed${done.error === undefined ? ` (exit code ${done.status})` : `: ${done.error.message}`}.${advice === undefined ? '' : ` ${advice}`}`,
    );
}

/** True when the command exists and answers. */
export function has(command, args = ['--version']) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function* filesBelow(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) yield* filesBelow(join(path, name));
}

/** SHA-256 over names and contents of files and folders. */
export function hashOf(...paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesBelow(join(ROOT, path)))
      hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Does `work` unless it was done for the same `key` before and what it made is still there; the stamp is written only after it succeeded. */
export function once(stamp, key, made, work) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key && existsSync(made)) return false;
  work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, key);
  return true;
}
