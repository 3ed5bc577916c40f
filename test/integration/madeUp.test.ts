import { describe, expect, it } from 'vitest';
import { openModelFiles } from '../../src/node/modelFiles.ts';
import { fixture, runCli } from './cli.ts';

const MODEL = fixture('made_up_inputs');
const { model } = await openModelFiles(MODEL);
const SIGNATURES = model.metaGraphs.flatMap(({ signatures }) => [...signatures.keys()]);

describe('with nothing given', () => {
  it.each(SIGNATURES)('%s runs', async (signature) => {
    const { code, stdout, stderr } = await runCli(['run', MODEL, '--signature', signature, '--select', '@outputs', '--json']);
    expect(stderr).not.toMatch(/^error/m);
    expect(code).toBe(0);
    const { skipped, outputs } = JSON.parse(stdout) as { skipped: unknown[]; outputs: { unchanged: boolean | null }[] };
    expect(skipped).toEqual([]);
    expect(outputs.map(({ unchanged }) => unchanged)).toEqual(outputs.map(() => true));
  });
});
