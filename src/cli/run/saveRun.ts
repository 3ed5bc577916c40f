import path from 'node:path';
import type { RunWish } from './runOptions.ts';
import type { RunFile } from '../../core/run/runFile.ts';
import type { InputBinding } from '../../rpc/modelService.ts';
import { movedSpec } from '../../core/inputs/spec.ts';
import { writeInFolder } from '../writeInFolder.ts';
import { jsonText } from '../text/json.ts';

/** Writes a run file: inputs, selection and limits, with paths relative to it; never a folder, an engine or a permission. */
export async function saveRun(file: string, wish: RunWish): Promise<void> {
  const folder = path.dirname(file);
  const relative = (target: string): string => path.relative(folder, target).split(path.sep).join('/');
  const specs = (bindings: readonly InputBinding[]): Record<string, string> =>
    Object.fromEntries(bindings.map(({ name, spec, base }) => [name, movedSpec(spec, (file) => relative(path.resolve(base ?? folder, file)))]));
  const { tagSet, signature, function: path_, select, inputsFile, inputs, feeds, dims, batch, strictInputs, limits } = wish;
  const run: RunFile = {
    schema: 1,
    ...(tagSet === undefined ? {} : { tagSet }),
    ...(signature === undefined ? {} : { signature }),
    ...(path_ === undefined ? {} : { function: path_ }),
    ...(select.length === 0 ? {} : { select }),
    ...(inputsFile === undefined ? {} : { inputsFile: relative(inputsFile) }),
    ...(inputs.length === 0 ? {} : { inputs: specs(inputs) }),
    ...(feeds.length === 0 ? {} : { feeds: specs(feeds) }),
    ...(Object.keys(dims).length === 0 ? {} : { dims }),
    ...(batch === undefined ? {} : { batch }),
    ...(strictInputs === undefined ? {} : { strictInputs }),
    ...(limits === undefined || Object.keys(limits).length === 0 ? {} : { limits }),
  };
  await writeInFolder(file, jsonText(run), 'run file');
}
