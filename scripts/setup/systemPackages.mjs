// What comes from the system's packages and not from npm or pip. Installed only by root in CI or on `--install-system`;
// everybody else is told the command.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fail, run, say } from './common.mjs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'];

function mayInstall() {
  const asked = process.argv.includes('--install-system') || (process.env.CI === 'true' && process.getuid?.() === 0);
  return asked && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Installs Debian packages, or ends with the sentence that says how to. */
export function installPackages(packages, purpose) {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo'];
  const command = [...sudo, 'apt-get', 'install', '--yes', '--no-install-recommends', ...packages];
  if (!mayInstall())
    fail(
      `${purpose} needs ${packages.join(', ')}. On Debian: ${command.join(' ')}   (or add --install-system and it is done here)`,
    );
  say(`installing ${packages.join(', ')} for ${purpose}`);
  const environment = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'inherit'] };
  const [first, ...update] = [...sudo, 'apt-get', 'update'];
  run(first, update, environment);
  run(command[0], command.slice(1), { ...environment, advice: `Install ${packages.join(', ')} by hand.` });
}

/** The Chromium that drives VS Code in tests: CHROMIUM, else the system's, installed when allowed. */
export function ensureChromium() {
  const find = () => [process.env.CHROMIUM, ...CHROMIUM].find((path) => path !== undefined && path !== '' && existsSync(path));
  if (find() === undefined) installPackages(['chromium', 'fonts-dejavu-core'], 'testing in VS Code');
  return find() ?? fail('Chromium is installed but was not found; set CHROMIUM to its path.');
}
