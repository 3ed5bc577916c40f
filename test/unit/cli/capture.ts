import { main } from '../../../src/cli/main.ts';
import type { ExitCode } from '../../../src/cli/context.ts';

/** What one command line printed and how it ended. */
export interface Captured {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, writing into buffers. */
export async function capture(
  argv: readonly string[],
  options: { cwd?: string; isTTY?: boolean; env?: Record<string, string>; examples?: string } = {},
): Promise<Captured> {
  let stdout = '';
  let stderr = '';
  const isTTY = options.isTTY === true;
  const code = await main({
    argv,
    stdout: {
      write: (text) => {
        stdout += text;
      },
      isTTY,
      columns: 100,
    },
    stderr: {
      write: (text) => {
        stderr += text;
      },
      isTTY: false,
    },
    cwd: options.cwd ?? process.cwd(),
    env: options.env ?? {},
    ...(options.examples === undefined ? {} : { examples: options.examples }),
  });
  return { code, stdout, stderr };
}
