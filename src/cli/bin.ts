import { basename, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from './main.ts';

// a closed pipe (`| head`) is an ordinary end
process.stdout.on('error', () => {
  process.exit(0);
});
process.stderr.on('error', () => undefined);

let interrupt: AbortSignal | undefined;
const { argv, stdout, stderr, env } = process;
const workerFile = fileURLToPath(new URL('../worker.js', import.meta.url));
const cwd = process.cwd();
void main({
  argv: argv.slice(2),
  stdout,
  stderr,
  cwd,
  env,
  program: programName(argv[1] ?? ''),
  examples: fromHere(fileURLToPath(new URL('../../example', import.meta.url))),
  workerFile,
  get signal() {
    return (interrupt ??= interruptible());
  },
}).then((code) => {
  process.exitCode = code;
});

/** From now on Ctrl-C stops tidily. Before, and where nobody asks for this, it ends the process at once, whatever keeps it busy. */
function interruptible(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      controller.abort();
    });
  return controller.signal;
}

/** What has to be typed to call this again. */
function programName(script: string): string {
  if (basename(script) !== 'cli.js') return basename(script);
  return `node ${fromHere(script)}`;
}

/** A path below the working folder from there on, any other whole. */
function fromHere(path: string): string {
  const below = relative(cwd, path);
  return below === '' || below === '..' || below.startsWith(`..${sep}`) ? path : below;
}
