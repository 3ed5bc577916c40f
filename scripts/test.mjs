#!/usr/bin/env node
// Everything that must hold: set-up, types, lint and formatting, unit and integration tests, and the extension in a real
// VS Code, newest and oldest. The last line sums up; a skipped corpus test is a failure where the corpus is.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT, say } from './setup/common.mjs';
import { setup } from './setup.mjs';

await setup();

const results = join(ROOT, 'out', 'results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const corpus = resolve(ROOT, process.env.SAVEDMODEL_CORPUS ?? '../shared/corpus');
const total = { passed: 0, failed: 0, skipped: 0 };

/** Runs one step; a step without counted tests counts as one. */
function step(name, command, args, report) {
  say(`${name}: ${[command, ...args].join(' ').replace(`${ROOT}/`, '')}`);
  const started = Date.now();
  const done = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, SAVEDMODEL_CORPUS: corpus } });
  const counts = (report === undefined ? undefined : report()) ?? {
    passed: done.status === 0 ? 1 : 0,
    failed: done.status === 0 ? 0 : 1,
    skipped: 0,
  };
  // A runner that died before it wrote its report, or counted nothing failed and still failed, is a failure.
  if (done.status !== 0 && counts.failed === 0) counts.failed = 1;
  for (const key of Object.keys(total)) total[key] += counts[key];
  say(
    `${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${Math.round((Date.now() - started) / 1000)} s`,
  );
}

function vitestReport(file) {
  if (!existsSync(file)) return undefined;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0);
  return {
    passed: report.numPassedTests,
    failed:
      report.numFailedTests + (report.numFailedTestSuites > 0 && report.numFailedTests === 0 ? report.numFailedTestSuites : 0),
    skipped,
  };
}

function extensionReports() {
  const files = readdirSync(results).filter((name) => name.startsWith('extension-'));
  if (files.length === 0) return undefined;
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const name of files) {
    const counts = JSON.parse(readFileSync(join(results, name), 'utf8'));
    for (const key of Object.keys(sum)) sum[key] += counts[key];
  }
  return sum;
}

const bin = (name) => join(ROOT, 'node_modules', '.bin', name);
step('types', bin('tsc'), ['-p', '.']);
step('types of the panel', bin('tsc'), ['-p', 'webview']);
step('lint', bin('eslint'), ['.']);
step('format', bin('prettier'), ['--check', '--log-level', 'warn', '.']);
for (const project of ['unit', 'integration']) {
  const file = join(results, `${project}.json`);
  step(
    project,
    bin('vitest'),
    ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    () => vitestReport(file),
  );
}
if (process.argv.includes('--no-extension')) say('extension tests left out (--no-extension)');
else step('extension', process.execPath, [join('test', 'extension', 'main.mjs'), ...process.argv.slice(2)], extensionReports);

if (existsSync(corpus) && total.skipped > 0) {
  say(`${total.skipped} tests were skipped although the corpus is there: that counts as failed`);
  total.failed += total.skipped;
  total.skipped = 0;
} else if (!existsSync(corpus)) {
  say(`THE CORPUS IS NOT AT ${corpus}: tests on real models were skipped (set SAVEDMODEL_CORPUS)`);
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
