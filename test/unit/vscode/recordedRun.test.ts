import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../src/core/run/manifest.ts';
import { parseNpy } from '../../../src/core/tensor/npy/npy.ts';
import { exampleFolder, exampleInput, readRecordedRun } from '../../../src/vscode/model/recordedRun.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

describe('the recorded run (scripts/recordExample.mjs)', () => {
  it('is one of the example model as it is today, on its bundled input', async () => {
    const run = await readRecordedRun(ROOT, 'recorded');
    expect(run).toMatchObject({
      model: exampleFolder(ROOT),
      label: 'recorded',
      isRecorded: true,
      question: { inputs: [{ name: 'image', spec: exampleInput(ROOT) }] },
    });
    const manifest = JSON.parse(await readFile(join(run.directory, 'manifest.json'), 'utf8')) as Manifest;
    expect(manifest.model.sha256).toBe(
      createHash('sha256')
        .update(await readFile(join(run.model, 'saved_model.pb')))
        .digest('hex'),
    );
    expect(manifest.outputs.map(({ unchanged }) => unchanged)).toEqual([true]);
  });

  it('has every tensor in its file, and nothing of the machine that made it', async () => {
    const { directory } = await readRecordedRun(ROOT, '');
    const text = await readFile(join(directory, 'manifest.json'), 'utf8');
    expect(text).not.toMatch(/"\//);
    const { tensors } = JSON.parse(text) as Manifest;
    expect(tensors.length).toBeGreaterThan(9);
    for (const { file, dtype, shape } of tensors)
      expect(parseNpy(await readFile(join(directory, file ?? '')), file ?? '')).toMatchObject({ dtype, shape });
  });
});
