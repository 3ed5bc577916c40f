// Without a runtime, and in a workspace that is not trusted: structure and weights all the same, and the plain reason.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startServer } from '../server.mjs';
import { Workbench } from '../workbench.mjs';
import { makeWorkspace } from '../workspace.mjs';

async function withServer({ browser, codeServer, vsix, directory }, name, options, work) {
  const folder = makeWorkspace(join(directory, name));
  const server = await startServer({ codeServer, vsix, directory: join(directory, name, 'server'), ...options });
  const bench = await Workbench.open(browser, server, folder);
  try {
    await work(bench, folder);
  } finally {
    await bench.close();
    await server.stop();
  }
}

export async function tour(context) {
  const { screenshots, step, directory } = context;
  const empty = join(directory, 'empty-cache');
  mkdirSync(empty, { recursive: true });
  // No managed runtime in this cache and no Python on this path: nothing that could run a model.
  await withServer(
    context,
    'no-runtime',
    { env: { XDG_CACHE_HOME: empty, PATH: empty, VIRTUAL_ENV: '', CONDA_PREFIX: '' } },
    async (bench) => {
      await step('without a runtime the layers and weights are there, and the panel says how to get one', async () => {
        await bench.contextMenu(bench.explorerRow('digits'), 'Inspect SavedModel');
        await bench.panel().locator('.notice', { hasText: 'No TensorFlow library was found' }).waitFor({ timeout: 60_000 });
        await bench.panel().locator('.layer', { hasText: 'curves' }).first().click();
        await bench.panel().locator('.card', { hasText: 'curves/kernel' }).waitFor();
        await bench.openSideBar();
        await bench.treeRow('Variables').waitFor();
        await bench.page.screenshot({ path: join(screenshots, '6-no-runtime.png') });
      });
    },
  );
  await withServer(context, 'untrusted', { trust: true }, async (bench) => {
    await step('in an untrusted workspace reading works and running says why it waits', async () => {
      await bench.contextMenu(bench.explorerRow('digits'), 'Inspect SavedModel');
      await bench.panel().locator('.notice', { hasText: 'not trusted' }).waitFor({ timeout: 60_000 });
      await bench.panel().locator('.layer', { hasText: 'curves' }).first().waitFor();
      await bench.page.screenshot({ path: join(screenshots, '7-untrusted.png') });
    });

    await step('there commands that run are offered, say why they do nothing, and lead to where trust is given', async () => {
      await bench.command('SavedModel Lens: Show Activations…');
      await bench.notification('This workspace is not trusted').getByRole('button', { name: 'Manage Trust' }).waitFor();
      await bench.clearNotifications();
      await bench.openSideBar();
      await bench.treeRow('curves').hover();
      await bench.treeRow('curves').locator('.action-label[aria-label^="Show Activation"]').click();
      const warning = bench.notification('This workspace is not trusted');
      await warning.waitFor();
      await bench.page.screenshot({ path: join(screenshots, '7-untrusted-run.png') });
      await warning.getByRole('button', { name: 'Manage Trust' }).click();
      await bench.page.locator('.workspace-trust-editor').waitFor();
    });
  });
}
