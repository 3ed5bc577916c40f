#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { main } from './main.ts';

const interrupt = new AbortController();
process.once('SIGINT', () => { interrupt.abort(); });
process.once('SIGTERM', () => { interrupt.abort(); });
// a closed pipe (`| head`) is an ordinary end
process.stdout.on('error', () => { process.exit(0); });

const { argv, stdout, stderr, env } = process;
const workerFile = fileURLToPath(new URL('../worker.js', import.meta.url));
void main({ argv: argv.slice(2), stdout, stderr, cwd: process.cwd(), env, workerFile, signal: interrupt.signal })
  .then((code) => { process.exitCode = code; });
