import { basename, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from './main.ts';

const interrupt = new AbortController();
process.once('SIGINT', () => {
  interrupt.abort();
});
process.once('SIGTERM', () => {
  interrupt.abort();
});
// a closed pipe (`| head`) is an ordinary end
process.stdout.on('error', () => {
  process.exit(0);
});

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
  workerFile,
  signal: interrupt.signal,
}).then((code) => {
  process.exitCode = code;
});

/** What has to be typed to call this again. */
function programName(script: string): string {
  if (basename(script) !== 'cli.js') return basename(script);
  const path = relative(cwd, script);
  return `node ${path.startsWith(`..${sep}`) ? script : path}`;
}
