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
const caches =
  platform === 'darwin'
    ? join(homedir(), 'Library', 'Caches')
    : platform === 'win32'
      ? (env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'))
      : env.XDG_CACHE_HOME || join(homedir(), '.cache');
const directory = join(caches, 'savedmodel-lens', 'compiled');

/** Runs after which the code of nearly everything that a command uses is kept. */
const ENOUGH_RUNS = 4;
const STAMP_BYTES = 1024;

/** What the code was made from; V8 checks its own version and flags. */
function stampOf(file) {
  const { mtimeMs, size } = statSync(file);
  return Buffer.from(`${size} ${mtimeMs} ${file}`.padEnd(STAMP_BYTES)).subarray(0, STAMP_BYTES);
}

/** The stamp, a byte that counts the runs, the code. */
function readKept(path, stamp) {
  try {
    const kept = readFileSync(path);
    return stamp.equals(kept.subarray(0, STAMP_BYTES))
      ? { runs: kept[STAMP_BYTES], code: kept.subarray(STAMP_BYTES + 1) }
      : undefined;
  } catch {
    return undefined;
  }
}

function keep(path, stamp, runs, code) {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.${pid}`, Buffer.concat([stamp, Buffer.of(runs), code]), { mode: 0o600 });
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
  const kept = readKept(path, stamp);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`, {
    filename: file,
    ...(kept === undefined ? {} : { cachedData: kept.code }),
  });
  const runs = kept === undefined || script.cachedDataRejected ? 0 : kept.runs;
  // at the end, so that the code of what was used is in it
  if (runs < ENOUGH_RUNS)
    process.once('exit', () => {
      keep(path, stamp, runs + 1, script.createCachedData());
    });
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, createRequire(file), loaded, file, dirname(file));
}

if (require.main === module) {
  const [, , command = ''] = process.argv;
  run(join(module.path, 'cli', 'bin.js'), /^[a-z]{1,12}$/.test(command) ? command : 'other');
}
exports.run = run;
