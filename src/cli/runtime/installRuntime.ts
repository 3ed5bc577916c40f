import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { notYet } from '../commands/notYet.ts';
import type { CliContext } from '../context.ts';
import { LensError } from '../../core/errors.ts';
import { LIBRARY_VARIABLE } from '../../node/libtensorflow.ts';

/** Fetches the managed TensorFlow library with the set-up script of a clone; an installed package has none yet. */
export async function installRuntime({ workerFile, stderr }: CliContext): Promise<void> {
  const script = workerFile === undefined ? '' : path.join(path.dirname(workerFile), '..', 'scripts', 'setup', 'runtime.mjs');
  if (!existsSync(script))
    throw notYet('The command runtime install outside a clone', `Set ${LIBRARY_VARIABLE} to a folder with libtensorflow.`);
  const program = `const { ensureRuntime } = await import(${JSON.stringify(pathToFileURL(script).href)}); await ensureRuntime();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      stderr.write(text);
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new LensError(
      'no-runtime',
      'The TensorFlow library could not be fetched.',
      'What is missing stands above; "npm run setup" tries again.',
    );
}
