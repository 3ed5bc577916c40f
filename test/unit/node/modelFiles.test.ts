import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeFiles } from '../../../src/node/describeFiles.ts';
import { openModelFiles } from '../../../src/node/modelFiles.ts';

const MODELS = fileURLToPath(new URL('../../fixtures/models/', import.meta.url));
let scratch = '';
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'lens-'));
});
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

function copyOf(name: string, as: string): string {
  const target = join(scratch, as);
  cpSync(join(MODELS, name), target, { recursive: true });
  return target;
}

describe('openModelFiles', () => {
  it('takes the folder and the file in it', async () => {
    const directory = join(MODELS, 'dense_stack');
    const [byFolder, byFile] = await Promise.all([openModelFiles(directory), openModelFiles(join(directory, 'saved_model.pb'))]);
    expect(byFolder.file).toBe(byFile.file);
    expect(byFolder.sha256()).toMatch(/^[0-9a-f]{64}$/);
    expect(byFolder.kerasMetadata?.length).toBeGreaterThan(3);
  });

  it('reads no byte of a data file to show structure', async () => {
    const directory = copyOf('dense_stack', 'unreadable');
    const data = join(directory, 'variables', 'variables.data-00000-of-00001');
    rmSync(data);
    // Opening a pipe that nobody writes to would wait forever: whoever touches the data file does not come back.
    execFileSync('mkfifo', [data]);
    const files = await openModelFiles(directory);
    expect(files.index?.entries.size).toBeGreaterThan(4);
  });

  it('knows when TensorFlow would load something else from the folder', async () => {
    const directory = copyOf('dense_stack', 'copied');
    cpSync(join(directory, 'saved_model.pb'), join(directory, 'other.pb'));
    const [files, other] = await Promise.all([openModelFiles(directory), openModelFiles(join(directory, 'other.pb'))]);
    expect([files.isLoadedFromFolder(), other.isLoadedFromFolder()]).toEqual([true, false]);
    writeFileSync(files.file, 'exported anew');
    expect(files.isLoadedFromFolder()).toBe(false);
  });

  it('waits for no pipe: what is no regular file is not there', async () => {
    const directory = copyOf('dense_stack', 'pipes');
    for (const name of [join('variables', 'variables.index'), 'fingerprint.pb']) {
      rmSync(join(directory, name), { force: true });
      execFileSync('mkfifo', [join(directory, name)]);
    }
    const files = await openModelFiles(directory);
    expect(files.checkpoint).toBeUndefined();
    const { metaGraphs } = await describeFiles(files);
    expect(metaGraphs[0]?.warnings.map(({ code }) => code)).toContain('checkpoint-missing');
  });

  it('names a model one folder down', async () => {
    const parent = join(scratch, 'served');
    mkdirSync(parent);
    cpSync(join(MODELS, 'dense_stack'), join(parent, '1'), { recursive: true });
    await expect(openModelFiles(parent)).rejects.toMatchObject({
      code: 'not-a-saved-model',
      message: `${parent} holds no saved_model.pb, but its subfolder 1 does.`,
      hint: `Open ${join(parent, '1')} instead.`,
    });
  });

  it.each([
    ['model.keras', 'a Keras 3 archive'],
    ['model.h5', 'an HDF5 file'],
    ['model.tflite', 'a TensorFlow Lite model'],
    ['model.onnx', 'an ONNX model'],
    ['saved_model.cpb', 'a chunked SavedModel (saved_model.cpb)'],
  ])('refuses %s by name', async (name, what) => {
    const file = join(scratch, name);
    writeFileSync(file, 'x');
    await expect(openModelFiles(file)).rejects.toMatchObject({
      code: 'unsupported-format',
      message: `${file} is ${what}, not a SavedModel.`,
    });
  });

  it('says that there is nothing, and that a folder is empty', async () => {
    await expect(openModelFiles(join(scratch, 'nowhere'))).rejects.toMatchObject({
      code: 'not-found',
      message: `There is no file or folder ${join(scratch, 'nowhere')}.`,
    });
    const empty = join(scratch, 'empty');
    mkdirSync(empty);
    await expect(openModelFiles(empty)).rejects.toMatchObject({
      code: 'not-a-saved-model',
      message: `${empty} holds neither saved_model.pb nor saved_model.pbtxt.`,
    });
  });

  it('opens only regular files', async () => {
    const pipe = join(scratch, 'pipe.pb');
    execFileSync('mkfifo', [pipe]);
    await expect(openModelFiles(pipe)).rejects.toMatchObject({ code: 'not-a-saved-model' });
  });

  it('does without damaged Keras metadata and says so', async () => {
    const directory = copyOf('dense_stack', 'no-keras');
    writeFileSync(join(directory, 'keras_metadata.pb'), Buffer.from([0x0a, 0x7f, 0x01]));
    const files = await openModelFiles(directory);
    expect(files.kerasMetadata).toBeUndefined();
    expect(files.warnings.map(({ code }) => code)).toEqual(['not-protobuf']);
  });
});

describe('variables', () => {
  it('finds the entries that a short shard lacks, and wrong checksums', async () => {
    const directory = copyOf('dense_stack', 'short');
    const whole = await openModelFiles(directory);
    expect(await whole.checkpoint?.missing()).toEqual([]);
    expect(await whole.checkpoint?.verify([...(whole.index?.entries.values() ?? [])])).toEqual([]);
    truncateSync(join(directory, 'variables', 'variables.data-00000-of-00001'), 100);
    const short = await openModelFiles(directory);
    const missing = await short.checkpoint?.missing();
    expect(missing?.length).toBeGreaterThan(0);
    expect(missing?.every(({ kind, message }) => kind === 'truncated' && message.includes('has 100 bytes'))).toBe(true);
    const damaged = await openModelFiles(join(MODELS, 'broken', 'flipped_bit'));
    const wrong = await damaged.checkpoint?.verify([...(damaged.index?.entries.values() ?? [])]);
    expect(wrong?.map(({ kind }) => kind)).toEqual(['checksum']);
  });

  it('finds no damage in whole fixtures, strings and partitioned variables included', async () => {
    const kinds = new Set<string>();
    for (const name of readdirSync(MODELS).filter((each) => existsSync(join(MODELS, each, 'variables', 'variables.index')))) {
      const { checkpoint, index } = await openModelFiles(join(MODELS, name));
      const entries = [...(index?.entries.values() ?? [])];
      for (const { dtype, partitioned } of entries) kinds.add(partitioned ? 'partitioned' : dtype);
      expect([name, await checkpoint?.verify(entries)]).toEqual([name, []]);
    }
    expect([...kinds]).toEqual(expect.arrayContaining(['string', 'partitioned', 'float32']));
  });

  it('knows checkpoint keys by variable name', async () => {
    const files = await openModelFiles(join(MODELS, 'dense_stack'));
    const names = await files.checkpoint?.names();
    const [name, key] = [...(names ?? [])].find(([each]) => each.endsWith('/kernel')) ?? [];
    expect(name).toBeDefined();
    expect(files.index?.entries.has(key ?? '')).toBe(true);
  });
});
