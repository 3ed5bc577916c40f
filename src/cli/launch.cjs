#!/usr/bin/env node
'use strict';
// Starts the command line, or any CommonJS file given to `run`, with its compiled code kept in the user's own cache, never in a shared
// temporary folder: compiling takes longer than reading a model. It becomes dist/cli.js.
const { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { createRequire, enableCompileCache } = require('node:module');
const { homedir } = require('node:os');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');

const { arch, env, pid, platform, version } = process;
const caches = platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : platform === 'win32' ? env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local') : env.XDG_CACHE_HOME || join(homedir(), '.cache');
const directory = join(caches, 'savedmodel-lens', 'compiled');

/** What the code was made from; V8 checks its own version and flags. */
function stampOf(file) {
  const { mtimeMs, size } = statSync(file);
  return `${file} ${size} ${mtimeMs}`.padEnd(1024).slice(-1024);
}

function readKept(path, stamp) {
  try {
    const kept = readFileSync(path);
    return kept.toString('latin1', 0, stamp.length) === Buffer.from(stamp, 'utf8').toString('latin1', 0, stamp.length) ? kept.subarray(stamp.length) : undefined;
  } catch {
    return undefined;
  }
}

function keep(path, stamp, code) {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.${pid}`, Buffer.concat([Buffer.from(stamp, 'utf8').subarray(0, stamp.length), code]), { mode: 0o600 });
    renameSync(`${path}.${pid}`, path);
  } catch {
    // a cache that cannot be written costs time only
  }
}

/** Runs a file as `require` would. Node 22 keeps compiled code itself; before that V8 is asked to, apart for each `use` of the file. */
function run(file, use) {
  if (enableCompileCache !== undefined) {
    enableCompileCache(directory);
    require(file);
    return;
  }
  const stamp = stampOf(file);
  const path = join(directory, `${arch}-${version}-${file.replace(/[^\w.]+/g, '-').slice(-120)}-${use}.code`);
  const cachedData = readKept(path, stamp);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`, { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
  // at the end, so that the code of what was used is in it
  if (cachedData === undefined || script.cachedDataRejected) process.once('exit', () => { keep(path, stamp, script.createCachedData()); });
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, createRequire(file), loaded, file, dirname(file));
}

if (require.main === module) {
  const [, , command = ''] = process.argv;
  run(join(module.path, 'cli', 'bin.js'), /^[a-z]{1,12}$/.test(command) ? command : 'other');
}
exports.run = run;
