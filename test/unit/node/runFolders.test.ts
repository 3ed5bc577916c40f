import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesIn, newRunId, removeUnfinished, RUN_META, surplusRuns } from '../../../src/node/runFolders.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lens-runs-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function folder(id: string, isFinished: boolean): string {
  mkdirSync(join(root, id, 'tensors'), { recursive: true });
  writeFileSync(join(root, id, 'tensors', '00000-x.npy'), 'x'.repeat(100));
  writeFileSync(join(root, id, 'manifest.json'), '{}');
  if (isFinished) writeFileSync(join(root, id, RUN_META), '{}');
  return id;
}

/** Number of a process that has ended. */
const dead = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('folders of runs', () => {
  it('go when the process that was to finish them has ended; of a living one, finished, and our own ones stay', async () => {
    const when = new Date('2026-01-02T03:04:05Z');
    const crashed = folder(newRunId(when, dead()), false);
    const kept = [
      folder(newRunId(when, dead()), true),
      folder(newRunId(when, process.ppid), false),
      folder(newRunId(when), false),
    ].sort();
    const ownOfBefore = folder(newRunId(when), false);
    const nameless = folder('20260102030405-abcdef', false);
    writeFileSync(join(root, 'a file'), '');
    const removed = await removeUnfinished(root, (id) => kept.includes(id));
    expect([...removed].sort()).toEqual([crashed, nameless, ownOfBefore].sort());
    expect(readdirSync(root).sort()).toEqual([...kept, 'a file'].sort());
  });

  it('that are not there at all need no cleaning', async () => {
    expect(await removeUnfinished(join(root, 'none'), () => false)).toEqual([]);
    expect(await bytesIn(join(root, 'none'))).toBe(0);
  });

  it('are as large as the files in them, without what links lead to', async () => {
    folder('r', false);
    symlinkSync('/', join(root, 'r', 'elsewhere'));
    expect(await bytesIn(join(root, 'r'))).toBe(102);
  });
});

describe('the limit of all runs', () => {
  const sizes = fc.array(fc.record({ bytes: fc.nat(1000), isHeld: fc.boolean() }), { maxLength: 20 });

  it('is kept by the oldest runs going, never the newest or one that is held, and no more than must', () => {
    fc.assert(
      fc.property(sizes, fc.nat(5000), (list, limit) => {
        const runs = list.map(({ bytes, isHeld }, i) => ({ id: String(i), bytes, isHeld }));
        const surplus = surplusRuns(runs, limit, (id) => runs[Number(id)]?.isHeld === true);
        const gone = new Set(surplus.map(({ id }) => id));
        const free = runs.slice(1).filter(({ isHeld }) => !isHeld);
        // what goes is the end of what may go
        expect([...surplus].reverse()).toEqual(free.slice(free.length - surplus.length));
        const left = runs.filter(({ id }) => !gone.has(id)).reduce((sum, { bytes }) => sum + bytes, 0);
        expect(left <= limit || surplus.length === free.length).toBe(true);
        const last = surplus.at(-1);
        if (last !== undefined) expect(left + last.bytes).toBeGreaterThan(limit);
      }),
    );
  });
});
