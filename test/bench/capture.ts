// All layers of a model against a plain forward of the same loaded session, in turn. `capture.cjs MODEL ENGINE ROUNDS NATIVE` prints
// medians: plain, values (until the first one is there, and copied out), values with statistics.
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tensorName } from '../../src/core/graph/types.ts';
import { computeStats } from '../../src/core/tensor/stats.ts';
import type { Tensor } from '../../src/core/tensor/tensor.ts';
import { openModelFiles } from '../../src/node/modelFiles.ts';
import { openEngine } from '../../src/worker/engines/openEngine.ts';
import { runtimeOps } from '../../src/worker/engines/runtimeOps.ts';
import { OpenModel } from '../../src/worker/model/openModel.ts';
import { prepareRun } from '../../src/worker/run/prepareRun.ts';
import { SessionPool } from '../../src/worker/run/sessionPool.ts';
import type { SiblingSession } from '../../src/worker/run/siblingSession.ts';

interface Round {
  readonly total: number;
  /** until the first value is there */
  readonly first: number;
}

async function round(
  session: SiblingSession,
  feeds: ReadonlyMap<string, Tensor>,
  names: readonly string[],
  each?: (tensor: Tensor) => void,
): Promise<Round> {
  const start = performance.now();
  let first = 0;
  await session.run(feeds, names, (tensor) => {
    if (first === 0) first = performance.now() - start;
    each?.(tensor);
  });
  return { total: performance.now() - start, first };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

async function measure([path = '', choice = '', rounds = '', native = '']: readonly string[]): Promise<void> {
  const { engine, library } = await openEngine(choice === 'capi' ? 'capi' : 'tfjs-node', native);
  const runtime = { engine, proofEngine: engine, ops: await runtimeOps(library) };
  const entry = new OpenModel(await openModelFiles(path), 0).entry({});
  const directory = join(tmpdir(), `savedmodel-lens-bench-${process.pid}`);
  const prepared = await prepareRun(
    entry,
    { select: ['@layers'], inputs: [], feeds: [], dims: {}, batch: 1, directory },
    runtime,
  );
  const fed = prepared.inputs.map(({ ref, value }) => ({ ref, dtype: value.dtype }));
  const feeds = new Map(prepared.inputs.map(({ ref, value }) => [tensorName(ref), value]));
  const wanted = prepared.wanted.filter(({ name }) => !feeds.has(name));
  const pool = new SessionPool(runtime);
  const session = await pool.get(
    entry,
    wanted.map(({ ref }) => ref),
    fed,
    { plan: 0, load: 0 },
  );
  const layers = wanted.map(({ name }) => name);
  const outputs = prepared.outputs.map(({ tensor }) => tensor);
  let bytes = 0;
  const firstPlain = await round(session, feeds, outputs);
  const firstLayers = await round(session, feeds, layers, (tensor) => {
    if (!Array.isArray(tensor.data)) bytes += (tensor.data as ArrayBufferView).byteLength;
  });
  const rows: { plain: number; values: number; inside: number; statistics: number }[] = [];
  for (let i = 0; i < Number(rounds); i++) {
    const plain = await round(session, feeds, outputs);
    const values = await round(session, feeds, layers);
    const statistics = await round(session, feeds, layers, computeStats);
    rows.push({ plain: plain.total, values: values.total, inside: values.first, statistics: statistics.total });
  }
  const of = (pick: (row: (typeof rows)[number]) => number): number => median(rows.map(pick));
  console.log(
    JSON.stringify({
      layers: layers.length,
      megabytes: bytes / 1e6,
      plain: of((row) => row.plain),
      firstPlain: firstPlain.total,
      firstLayers: firstLayers.total,
      inside: of((row) => row.inside / row.plain),
      values: of((row) => row.values / row.plain),
      statistics: of((row) => row.statistics / row.plain),
    }),
  );
  await pool.close();
  await rm(directory, { recursive: true, force: true });
}

// As in the worker: TensorFlow's static destructors must not run.
const { reallyExit } = process as NodeJS.Process & { reallyExit(code: number): never };
void measure(process.argv.slice(2)).then(
  () => reallyExit.call(process, 0),
  (error: unknown) => {
    console.error(error);
    reallyExit.call(process, 1);
  },
);
