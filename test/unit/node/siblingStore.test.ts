import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acquireSibling } from '../../../src/node/siblingStore.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lens-'));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** No process has it: Linux gives numbers up to 4,194,304. */
const DEAD = 99_999_999;

describe('acquireSibling', () => {
  it('clears away what killed processes held, not what living ones hold', async () => {
    const sibling = { model: '/models/a', identity: [], bytes: Uint8Array.of(1, 2, 3), links: [] };
    const { directory } = await acquireSibling(sibling, root);
    for (const pid of [DEAD, process.ppid]) writeFileSync(join(directory, `lease.${pid}`), '');
    const lease = await acquireSibling(sibling, root);
    expect(lease.directory).toBe(directory);
    const held = [process.ppid, process.pid].map((pid) => `lease.${pid}`);
    expect(readdirSync(directory).sort()).toEqual([...held, 'saved_model.pb'].sort());
    await lease.release();
    expect(readdirSync(directory)).not.toContain(`lease.${process.pid}`);
  });
});
