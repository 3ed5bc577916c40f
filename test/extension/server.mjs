// A code-server of this run's own: fresh user data, the packaged VSIX installed, quiet settings.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Without these a welcome page, a chat side bar that takes the focus, and look-ups in the network come first. */
const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.editor.useModal': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'git.autofetch': false,
  'editor.hover.delay': 100,
  'keyboard.dispatch': 'keyCode',
  'window.confirmBeforeClose': 'never',
};

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
      .on('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = probe.address();
        probe.close(() => resolve(port));
      });
  });
}

/** Starts the server; `trust: true` leaves workspace trust on (restricted until granted); `args` are further arguments. */
export async function startServer({ codeServer, directory, vsix, env = {}, trust = false, settings = {}, args = [] }) {
  rmSync(directory, { recursive: true, force: true });
  const [userData, extensions, config] = [join(directory, 'user'), join(directory, 'extensions'), join(directory, 'config.yaml')];
  mkdirSync(join(userData, 'User'), { recursive: true });
  mkdirSync(extensions, { recursive: true });
  writeFileSync(config, 'auth: none\n');
  const trustSettings = trust
    ? { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'always' }
    : {};
  writeFileSync(join(userData, 'User', 'settings.json'), JSON.stringify({ ...QUIET, ...trustSettings, ...settings }));
  const base = [codeServer.entry, '--config', config, '--user-data-dir', userData, '--extensions-dir', extensions];
  const installed = spawnSync(codeServer.node, [...base, '--install-extension', vsix, '--force'], { encoding: 'utf8' });
  if (installed.status !== 0)
    throw new Error(`the VSIX does not install in VS Code ${codeServer.version}: ${installed.stdout}${installed.stderr}`);

  const port = await freePort();
  const logFile = join(directory, 'server.log');
  const log = openSync(logFile, 'w');
  const server = spawn(
    codeServer.node,
    [
      ...base,
      '--auth',
      'none',
      '--bind-addr',
      `127.0.0.1:${port}`,
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-getting-started-override',
      '--ignore-last-opened',
      ...args,
      ...(trust ? [] : ['--disable-workspace-trust']),
    ],
    { stdio: ['ignore', log, log], env: { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...env } },
  );
  const end = () => server.kill('SIGTERM');
  process.on('exit', end);
  const url = `http://127.0.0.1:${port}`;
  for (const limit = Date.now() + 60_000; ;) {
    if (server.exitCode !== null) throw new Error(`code-server ended: ${readFileSync(logFile, 'utf8')}`);
    if (
      await fetch(`${url}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      break;
    if (Date.now() > limit) throw new Error('code-server did not start within a minute');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    userData,
    pid: server.pid,
    stop: () =>
      new Promise((resolve) => {
        process.off('exit', end);
        const force = setTimeout(() => server.kill('SIGKILL'), 5000);
        server.once('exit', () => {
          clearTimeout(force);
          resolve();
        });
        end();
      }),
  };
}
