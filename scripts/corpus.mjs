#!/usr/bin/env node
// The whole judgement: every model of the corpus, all variants, both engines, against what Python TensorFlow computes
// inside them. Writes test/corpus.md. Needs the corpus and its judge beside the project (SAVEDMODEL_CORPUS).
//
//     npm run corpus                          # the corpus
//     npm run corpus -- MODELS EXPECTED       # any other models with expectations; the table goes to out/corpus/table.md
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { cacheDirectory, fail, ROOT, run, say } from './setup/common.mjs';
import { setup } from './setup.mjs';

const shared = dirname(resolve(ROOT, process.env.SAVEDMODEL_CORPUS ?? '../shared/corpus'));
const [givenModels, givenExpected] = process.argv.slice(2).map((folder) => resolve(folder));
const corpus = givenModels ?? resolve(ROOT, process.env.SAVEDMODEL_CORPUS ?? '../shared/corpus');
const expected = givenExpected ?? `${corpus}-expected`;
const synth = `${corpus}-synth`;
const table = givenModels === undefined ? join(ROOT, 'test', 'corpus.md') : join(ROOT, 'out', 'corpus', 'table.md');
for (const folder of [corpus, expected])
  if (!existsSync(folder))
    fail(`There is no folder ${folder}; name the models and what is expected of them, or set SAVEDMODEL_CORPUS.`);
const judge = join(shared, 'judge');
if (!existsSync(judge)) fail(`There is no judge at ${judge}; set SAVEDMODEL_CORPUS to the corpus beside it.`);
await setup();

/** A Python with numpy for the judge, made once per user. */
function pythonWithNumpy() {
  const folder = join(cacheDirectory(), 'python-judge');
  const python = join(folder, 'bin', 'python');
  if (!existsSync(python)) {
    say('making a Python environment with numpy for the judge');
    run('python3', ['-m', 'venv', folder]);
  }
  if (spawnSync(python, ['-c', 'import numpy'], { stdio: 'ignore' }).status !== 0)
    run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'numpy']);
  return python;
}

const python = pythonWithNumpy();
const tables = [];
let isRight = true;
for (const engine of ['tfjs-node', 'capi']) {
  const dumps = join(ROOT, 'out', 'corpus', engine);
  mkdirSync(dumps, { recursive: true });
  say(`running every model with the engine ${engine}`);
  run(
    python,
    [
      join(judge, 'run_product.py'),
      '--cli',
      `${process.execPath} ${join(ROOT, 'dist', 'cli.js')}`,
      '--corpus',
      corpus,
      '--expected',
      expected,
      '--out',
      dumps,
      '--variants',
      ...(existsSync(synth) ? ['--synth', synth] : []),
      '--engine-args',
      `--engine ${engine}`,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const report = join(dumps, 'report.json');
  const judged = spawnSync(python, [join(judge, 'compare.py'), expected, dumps, '--verbose', '--json', report], {
    encoding: 'utf8',
  });
  if (judged.status !== 0) isRight = false;
  console.log(
    judged.stdout
      .split('\n')
      .filter((line) => /^TOTAL|wrong +\S+:|missing/.test(line))
      .join('\n'),
  );
  tables.push(tableOf(engine, JSON.parse(readFileSync(report, 'utf8'))));
}

function tableOf(engine, { total, models }) {
  const line = (model) => {
    const name = model.variant ? `${model.name} @ ${model.variant}` : model.name;
    if (model.status !== 'ok') return `| ${name} | TensorFlow: ${model.status} | | | exit ${model.exit ?? 'none'} |`;
    const layers =
      model.layersExpected === undefined
        ? ''
        : `${model.layersFound}/${model.layersExpected}, outputs ${model.layerOutputsRight ?? 0}/${model.layerOutputs ?? 0}`;
    return `| ${name} | ${model.present}/${model.expected}, ${model.wrong} wrong | ${Number(model.maxRel).toPrecision(2)} | ${layers} | outputs ${model.outputs} |`;
  };
  return `## Engine ${engine}

${total.modelsAllRight} of ${total.runnable} that TensorFlow runs are all right; ${total.tensorsPresent} of ${total.tensorsExpected} tensors present, ${total.tensorsWrong} wrong;
layers ${total.layersFound} of ${total.layersExpected}, layer outputs ${total.layerOutputsRight} of ${total.layerOutputs}.

| model | tensors | largest relative error | layers | outputs |
|---|---|---|---|---|
${models.map(line).join('\n')}
`;
}

writeFileSync(
  table,
  `# Real models, judged

Made by \`npm run corpus\`: every tensor that runs for a signature's outputs, fetched in one run and compared with Python TensorFlow 2.21 (equal: within
1e-4 of each element, or 1e-5 of the largest). Where TensorFlow itself cannot load or run a model, the row says so, and how the command ended.

${tables.join('\n')}`,
);
say(`${table} is written${isRight ? '' : '; not everything is right'}`);
process.exitCode = isRight ? 0 : 1;
