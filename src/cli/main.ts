import { CommanderError } from 'commander';
import { Console } from './console.ts';
import { calledAs } from './context.ts';
import type { CliContext, ExitCode } from './context.ts';
import { buildProgram } from './program.ts';
import { LensError } from '../core/errors.ts';

/** Runs one command line and gives its exit code; every failure ends as one sentence on standard error and code 2. */
export async function main(context: CliContext): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = buildProgram(context, (value) => {
    code = value;
  });
  try {
    await program.parseAsync([...context.argv], { from: 'user' });
    return code;
  } catch (cause) {
    if (cause instanceof CommanderError && cause.exitCode === 0) return 0;
    if (cause instanceof CommanderError && cause.code === 'commander.help') {
      context.stderr.write(program.helpInformation());
      return 2;
    }
    const json = context.argv.includes('--json');
    const verbose = context.argv.includes('--verbose');
    new Console(context, { json, verbose }).fail(cause instanceof CommanderError ? usageError(cause, calledAs(context)) : cause);
    return 2;
  }
}

/** Commander says `error: unknown option '--foo'\n(Did you mean --bar?)`; we say it in our words' form. */
function usageError(error: CommanderError, program: string): LensError {
  const [first = '', second = ''] = error.message.replace(/^error: /, '').split('\n');
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.$/, '')}.`;
  const hint = second === '' ? `See ${program} --help.` : second.replace(/^\((.*)\)$/, '$1');
  return new LensError('usage', sentence, hint);
}
