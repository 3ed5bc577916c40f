import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ERROR_CODES, LensError, type ErrorCode } from '../../src/core/errors.ts';
import { elementCount, newData } from '../../src/core/tensor/layout.ts';
import { findLibrary } from '../../src/node/libtensorflow.ts';
import { startWorker } from '../../src/node/startWorker.ts';
import { CHOICES, COMMANDS, INPUTS, UNREADABLE, WEIGHTS } from '../integration/errorTables.ts';

const work = mkdtempSync(join(tmpdir(), 'lens-codes-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface CallRow {
  readonly code: ErrorCode;
  readonly what: string;
  readonly call: () => unknown;
  readonly sentence: string;
}

/** A worker that does this instead of working. */
function workerOf(program: string): ReturnType<typeof startWorker> {
  const workerFile = join(work, 'worker.mjs');
  writeFileSync(workerFile, program);
  return startWorker({ workerFile });
}

/** What no command line shows on its own. */
const CALLS: readonly CallRow[] = [
  {
    code: 'no-runtime',
    what: 'no library anywhere',
    call: () => findLibrary({ HOME: work, XDG_CACHE_HOME: work, PATH: work }),
    sentence:
      'No TensorFlow library was found, so structure and weights can be read but nothing can be run. Run "savedmodel-lens runtime install" (or "npm run setup" in a clone), or set SAVEDMODEL_LENS_LIBTENSORFLOW to a folder with libtensorflow.',
  },
  {
    code: 'worker-died',
    what: 'the process ends',
    call: () => workerOf('console.error("out of luck"); process.exit(3);').call('open', { path: '', engine: 'auto' }),
    sentence:
      'The process that ran TensorFlow ended with exit code 3. Its last words: out of luck. Run again; if it happens each time, try the other engine.',
  },
  {
    code: 'cancelled',
    what: 'a call given up',
    call: () => {
      const worker = workerOf('process.on("message", () => {});');
      const call = worker.call('open', { path: '', engine: 'auto' }, { signal: AbortSignal.timeout(100) });
      return call.finally(() => {
        worker.kill();
      });
    },
    sentence: '“open” was cancelled.',
  },
  {
    code: 'unsupported-dtype',
    what: 'handles have no numbers',
    call: () => newData('resource', 1),
    sentence: 'A tensor of dtype resource holds no numbers.',
  },
  {
    code: 'internal',
    what: 'a shape that should be known',
    call: () => elementCount([2, -1]),
    sentence: 'The shape [2,?] has an unknown dimension.',
  },
];

describe('errors by their exact text', () => {
  it.each(CALLS.map((row) => [`${row.code}: ${row.what}`, row] as const))('%s', async (_name, { call, code, sentence }) => {
    const error: unknown = await Promise.resolve()
      .then(call)
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    expect(error).toBeInstanceOf(LensError);
    if (error instanceof LensError) expect([error.code, error.sentence]).toEqual([code, sentence]);
  });

  it('no code is without one', () => {
    const tested = new Set<string>([
      ...CALLS.map(({ code }) => code),
      ...COMMANDS.map(({ code }) => code),
      ...[...UNREADABLE, ...WEIGHTS].map(([, code]) => code),
      ...[...CHOICES, ...INPUTS].map(([, , code]) => code),
    ]);
    expect(ERROR_CODES.filter((code) => !tested.has(code))).toEqual([]);
  });
});
