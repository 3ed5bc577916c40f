#!/usr/bin/env node
import { main } from './main.ts';

const interrupt = new AbortController();
process.once('SIGINT', () => { interrupt.abort(); });
process.once('SIGTERM', () => { interrupt.abort(); });
// a closed pipe (`| head`) is an ordinary end
process.stdout.on('error', () => { process.exit(0); });

const { argv, stdout, stderr, env } = process;
void main({ argv: argv.slice(2), stdout, stderr, cwd: process.cwd(), env, signal: interrupt.signal })
  .then((code) => { process.exitCode = code; });
