#!/usr/bin/env node
// npm run bench: every figure beside its peer, in turn, in one run. Options: --rounds N (5), --only structure,show,data,tensor,layers,panel,list.
// BENCH_PYTHON: a Python with tensorflow 2.21, tf_keras and netron; otherwise one is made in the user's cache.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import esbuild from 'esbuild';
import { cacheDirectory, fail, ROOT, run, say } from '../../scripts/setup/common.mjs';
import { setup } from '../../scripts/setup.mjs';
import { benchList } from './list.mjs';
import { benchPanel } from './panel.mjs';

const home = join(cacheDirectory(), 'bench');
const models = join(home, 'models');
const out = join(ROOT, 'out', 'bench');
const option = (name, otherwise) =>
  process.argv.includes(`--${name}`) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : otherwise;
const rounds = Number(option('rounds', '5'));
const only = option('only', 'structure,show,data,tensor,layers,panel,list,host').split(',');
const PACKAGES = ['tensorflow-cpu==2.21.0', 'tf_keras==2.21.0', 'netron==9.3.3'];
const QUIET = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', CUDA_VISIBLE_DEVICES: '' };
const CLI = join(ROOT, 'dist', 'cli.js');

function python() {
  if (process.env.BENCH_PYTHON !== undefined) return process.env.BENCH_PYTHON;
  const bin = join(home, 'python', 'bin', 'python');
  if (!existsSync(join(home, 'python', '.ready'))) {
    say('making a Python environment with the peers (once, about 2 GB)');
    run('python3', ['-m', 'venv', join(home, 'python')], { advice: 'On Debian: apt-get install python3-venv' });
    run(bin, ['-m', 'pip', 'install', '--quiet', ...PACKAGES]);
    writeFileSync(join(home, 'python', '.ready'), '');
  }
  return bin;
}

/** Netron's files are ES modules, which Node believes only beside a package.json that says so. */
function netronFolder(interpreter) {
  const asked = spawnSync(interpreter, ['-c', 'import importlib.util as u; print(u.find_spec("netron").origin)'], {
    encoding: 'utf8',
  });
  if (asked.status !== 0) fail(`${interpreter} has no netron (pip install netron).`);
  const target = join(out, 'netron');
  cpSync(dirname(asked.stdout.trim()), target, { recursive: true });
  writeFileSync(join(target, 'package.json'), '{"type":"module"}');
  return target;
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const rows = [];

/** Adds a line to the table: medians, and the median of the pairwise ratios. */
function report(what, model, ours, peers, unit, aim) {
  const ratio = median(ours.map((value, i) => value / peers[i]));
  const digits = unit === 's' ? 2 : 1;
  rows.push(
    `| ${what} | ${model} | ${median(ours).toFixed(digits)} ${unit} | ${median(peers).toFixed(digits)} ${unit} | ${ratio.toFixed(3)} | ${aim} |`,
  );
  console.log(rows.at(-1));
}

function json(command, args) {
  const done = spawnSync(command, args, { encoding: 'utf8', env: QUIET, maxBuffer: 2 ** 28 });
  const line = done.stdout.trim().split('\n').at(-1);
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stderr.slice(-500)}`);
  return JSON.parse(line);
}

function seconds(command, args) {
  const start = performance.now();
  const done = spawnSync(command, args, { env: QUIET, stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 2 ** 28 });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${String(done.stderr).slice(-500)}`);
  return (performance.now() - start) / 1000;
}

/** Seconds until an array stands on standard output. */
function secondsToValues(command, args) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let seen = '';
    let at;
    const child = spawn(command, args, { env: QUIET, stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.on('data', (chunk) => {
      seen += chunk;
      if (at === undefined && /\[\[+\s*-?\d/.test(seen)) at = (performance.now() - start) / 1000;
    });
    child.on('close', () =>
      at === undefined ? reject(new Error(`${command} ${args.join(' ')} printed no values: ${seen.slice(0, 300)}`)) : resolve(at),
    );
  });
}

async function inTurn(ours, peer) {
  const pairs = { ours: [], peers: [] };
  for (let i = 0; i < rounds; i++) {
    pairs.ours.push(await ours());
    pairs.peers.push(await peer());
  }
  return pairs;
}

await setup();
mkdirSync(out, { recursive: true });
if (only.includes('panel')) {
  for (const [what, figure, aim] of await benchPanel(out)) {
    rows.push(`| ${what} | planted | ${figure} | | | ${aim} |`);
    console.log(rows.at(-1));
  }
}
if (only.includes('list')) {
  for (const row of await benchList()) {
    rows.push(row);
    console.log(row);
  }
}
if (only.includes('host')) {
  const { measureHost } = await import('./host.mjs');
  const { calls, layers, ops } = await measureHost();
  for (const kind of new Set(calls.map((call) => call.kind))) {
    const longest = (time) => Math.max(...calls.filter((call) => call.kind === kind).map((call) => call[time]));
    rows.push(
      `| (h) longest block of the extension host, processor time (by the clock): ${kind} | ${layers.toLocaleString('en')} layers, ${ops.toLocaleString('en')} ops | ${longest('processor')} ms (${longest('clock')} ms) | | | ≤ 50 ms |`,
    );
    console.log(rows.at(-1));
  }
}
// What is measured in VS Code has no peer and writes its models itself.
if (only.every((part) => part === 'panel' || part === 'list' || part === 'host')) {
  writeFileSync(join(out, 'results.md'), `${rows.join('\n')}\n`);
  process.exit(0);
}
const interpreter = python();
mkdirSync(models, { recursive: true });
run(interpreter, [join(ROOT, 'test', 'bench', 'makeModels.py'), models], { env: QUIET });
for (const name of ['structure', 'capture']) {
  await esbuild.build({
    entryPoints: [join(ROOT, 'test', 'bench', `${name}.ts`)],
    outfile: join(out, `${name}.cjs`),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['koffi'],
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'error',
  });
}
const names = readdirSync(models);
/** Compiled code is kept from the first runs on. */
const WARM_UP = 4;
const modelPath = (name) => join(models, name);
console.log('| measured | model | ours | peer | ratio | aim |\n|---|---|---|---|---|---|');

if (only.includes('structure')) {
  const netron = netronFolder(interpreter);
  const kept = (name) =>
    json(process.execPath, [join(ROOT, 'test', 'bench', 'kept.cjs'), join(out, 'structure.cjs'), modelPath(name)]).ms;
  names.forEach(kept);
  for (const name of names) {
    const cold = [];
    const { ours, peers } = await inTurn(
      () => {
        cold.push(json(process.execPath, [join(out, 'structure.cjs'), modelPath(name)]).ms);
        return kept(name);
      },
      () => json(process.execPath, [join(ROOT, 'test', 'bench', 'netron.mjs'), netron, modelPath(name)]).ms,
    );
    report('(a) layers and ops, in process / Netron', name, ours, peers, 'ms', '≤ 0.12');
    report('(a) the same, no compiled code kept from before', name, cold, peers, 'ms', '');
  }
}
if (only.includes('show')) {
  const cli = join(dirname(interpreter), 'saved_model_cli');
  for (let i = 0; i < WARM_UP; i++) seconds(process.execPath, [CLI, 'show', modelPath(names[0])]);
  for (const name of names) {
    const { ours, peers } = await inTurn(
      () => seconds(process.execPath, [CLI, 'show', modelPath(name)]),
      () => seconds(cli, ['show', '--all', '--dir', modelPath(name)]),
    );
    report('(b) show / saved_model_cli show --all', name, ours, peers, 's', '≤ 0.08');
  }
}
if (only.includes('data')) {
  for (const command of ['show', 'layers']) {
    const done = spawnSync(
      process.execPath,
      ['--require', join(ROOT, 'test', 'bench', 'watchFiles.cjs'), CLI, command, modelPath('resnet50')],
      { encoding: 'utf8' },
    );
    rows.push(
      `| (c) data files opened by ${command} | resnet50 | ${/data files opened: (\d+)/.exec(done.stderr)?.[1] ?? '?'} | | | 0 |`,
    );
    console.log(rows.at(-1));
  }
}
if (only.includes('tensor')) {
  for (const [name, layer] of [
    ['resnet50', 'conv4_block3_add'],
    ['mobilenetv2', 'block_8_add'],
  ]) {
    for (const engine of ['tfjs-node', 'capi']) {
      const { ours, peers } = await inTurn(
        () => secondsToValues(process.execPath, [CLI, 'run', modelPath(name), '--select', layer, '--print', '--engine', engine]),
        () => secondsToValues(interpreter, [join(ROOT, 'test', 'bench', 'innerTensor.py'), modelPath(name), layer]),
      );
      report(`(d) cold process to an inner tensor's values, ${engine} / Python`, name, ours, peers, 's', '0.15');
    }
  }
}
if (only.includes('layers')) {
  for (const [name, values, statistics] of [
    ['resnet50', 1.25, 2.2],
    ['mobilenetv2', 1.8, 4],
  ]) {
    for (const engine of ['tfjs-node', 'capi']) {
      const row = json(process.execPath, [
        join(out, 'capture.cjs'),
        modelPath(name),
        engine,
        String(rounds * 4),
        join(ROOT, 'dist', 'native'),
      ]);
      for (const [what, ratio, aim] of [
        ['(e) values of all layers, until the run is done', row.inside, values],
        ['(e) the same, copied out', row.values, values],
        ['(f) values and statistics of all layers', row.statistics, statistics],
      ]) {
        rows.push(
          `| ${what}, ${engine} / plain forward | ${name} (${row.layers} tensors, ${row.megabytes.toFixed(0)} MB) | ${(row.plain * ratio).toFixed(1)} ms | ${row.plain.toFixed(1)} ms | ${ratio.toFixed(2)} | ${aim} |`,
        );
        console.log(rows.at(-1));
      }
    }
  }
}
writeFileSync(join(out, 'results.md'), `${rows.join('\n')}\n`);
say(`the table is in ${join(out, 'results.md')}`);
