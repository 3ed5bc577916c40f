import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorker, type ModelWorker } from '../../../src/node/startWorker.ts';
import type { RunRequest } from '../../../src/rpc/modelService.ts';

/** A process that speaks the protocol: `run` never answers, and with the batch 1 keeps its only thread busy as native code does. */
const WORKER = `
process.on('message', ({ id, method, params, rpc }) => {
  if (rpc !== 'call') return;
  if (method === 'idle' || method === 'arrayNames') process.send({ rpc: 'result', id, value: [] });
  else if (params.batch === 1) for (;;);
});
`;
const REQUEST: RunRequest = { select: [], inputs: [], feeds: [], dims: {}, directory: '' };

describe('a worker whose run is given up', () => {
  let folder = '';
  let worker: ModelWorker;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'worker-'));
    writeFileSync(join(folder, 'worker.mjs'), WORKER);
  });
  afterAll(() => {
    worker.kill();
    rmSync(folder, { recursive: true });
  });
  const giveUp = async (method: 'run' | 'estimate', request: RunRequest): Promise<void> => {
    worker = startWorker({ workerFile: join(folder, 'worker.mjs') });
    // It is up: what follows measures the grace period alone.
    await worker.call('arrayNames', { path: '' });
    const abort = new AbortController();
    const call = worker.call(method, request, { signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  };

  it('goes on when it comes to rest: the next run finds it warm, and is not ended in its place', async () => {
    await giveUp('run', REQUEST);
    await delay(1300);
    expect(await worker.call('arrayNames', { path: '' })).toEqual([]);
    worker.kill();
  });

  it('is ended when it does not come to rest', async () => {
    await giveUp('run', { ...REQUEST, batch: 1 });
    expect((await worker.exited).code).toBe('worker-died');
  });

  it('goes on after an estimate that nobody waits for any more', async () => {
    await giveUp('estimate', REQUEST);
    await delay(1300);
    expect(await worker.call('arrayNames', { path: '' })).toEqual([]);
    worker.kill();
  });
});
