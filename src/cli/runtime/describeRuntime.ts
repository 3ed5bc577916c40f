import type { Invocation } from '../command.ts';
import type { ExitCode } from '../context.ts';
import { notYet } from '../commands/notYet.ts';
import { LensError } from '../../core/errors.ts';
import { findLibrary } from '../../node/libtensorflow.ts';

/** `runtime`: what would run a model here; nothing is opened or started. */
export async function describeRuntime(invocation: Invocation): Promise<ExitCode> {
  const { console, context, arguments: [action] } = invocation;
  if (action === 'install') throw notYet('runtime install');
  if (action !== undefined) throw new LensError('usage', `runtime has no action "${action}".`, 'Write runtime, or runtime install.');
  const library = await findLibrary({ ...context.env });
  console.lines([library.files.join('\n')]);
  return 0;
}
