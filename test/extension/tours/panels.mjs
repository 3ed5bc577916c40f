// Several panels of one model, files that go and come back, and the keyboard over a run.
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { startServer } from '../server.mjs';
import { Workbench } from '../workbench.mjs';
import { makeWorkspace } from '../workspace.mjs';

const PANELS = 'iframe.webview.ready[src*="extensionId=savedmodel-lens"]';

export async function tour({ browser, codeServer, directory, screenshots, step, vsix }) {
  const folder = makeWorkspace(directory);
  const server = await startServer({ codeServer, vsix, directory: join(directory, 'server') });
  const bench = await Workbench.open(browser, server, folder);
  const { page } = bench;
  const panelAt = (i) => page.frameLocator(`${PANELS} >> nth=${i}`).frameLocator('iframe#active-frame');
  /** tabs of the workspace's model; VS Code 1.96 keeps the file's name on a custom editor */
  const tabs = () => page.locator('.tabs-container .tab', { hasText: /digits · workspace|saved_model\.pb/ });
  const runsIn = (panel, count) =>
    panel
      .locator('.runs vscode-option')
      .nth(count - 1)
      .waitFor({ state: 'attached', timeout: 60_000 });
  try {
    await step('the example model comes with its picture in the form, not only in the run', async () => {
      await bench.command('SavedModel Lens: Open Example Model');
      await bench.panel().locator('.verdict').waitFor({ timeout: 60_000 });
      await bench.panel().locator('.input-row .file-button', { hasText: 'digit.npy' }).waitFor();
      await bench.panel().locator('.input-row canvas.thumb').waitFor();
    });

    await step('a model of the same name is told apart by the folder around it', async () => {
      await bench.contextMenu(bench.explorerRow('digits'), 'Inspect SavedModel');
      await page.locator('.tabs-container .tab', { hasText: 'digits · workspace' }).waitFor();
      await page.locator('.tabs-container .tab', { hasText: 'digits · example' }).waitFor();
    });

    await step('two panels of one model both hear of its runs', async () => {
      await bench.openExplorer();
      await bench.explorerRow('digits').click();
      await bench.explorerRow('saved_model.pb').dblclick();
      await tabs().nth(1).waitFor();
      // A page that is not there yet has the focus, and passes no keys on.
      await bench.panel().locator('.layer').first().waitFor();
      await bench.command('View: Move Editor into Right Group');
      await page.locator('.tabs-container .tab', { hasText: 'digits · workspace' }).first().click();
      await page.locator(PANELS).nth(1).waitFor();
      for (const i of [0, 1]) await panelAt(i).locator('.layer').first().waitFor();
      await panelAt(0).locator('.run-bar vscode-button').first().click();
      for (const i of [0, 1]) await runsIn(panelAt(i), 1);
      await panelAt(1).locator('.run-bar vscode-button').first().click();
      for (const i of [0, 1]) await runsIn(panelAt(i), 2);
      await page.screenshot({ path: join(screenshots, 'panels-two.png') });
    });

    await step('a model that is moved away says so in its panels, and is itself again when it is back', async () => {
      renameSync(join(folder, 'digits'), join(folder, 'elsewhere'));
      for (const i of [0, 1])
        await panelAt(i).locator('[role=alert]', { hasText: 'There is no file or folder' }).first().waitFor();
      renameSync(join(folder, 'elsewhere'), join(folder, 'digits'));
      for (const i of [0, 1])
        await panelAt(i)
          .locator('[role=alert]', { hasText: 'There is no file or folder' })
          .first()
          .waitFor({ state: 'detached' });
    });

    await step('the keyboard stays with Run, over the run and after it', async () => {
      const run = panelAt(0).locator('.run-bar vscode-button').first();
      await run.focus();
      await page.keyboard.press('Enter');
      await runsIn(panelAt(0), 3);
      await panelAt(0).locator('.run-bar vscode-button:focus', { hasText: 'Run all layers' }).waitFor();
    });

    await step('closing the model closes all its panels', async () => {
      await bench.openSideBar();
      await bench.contextMenu(
        bench.page.locator('.sidebar .monaco-list-row[aria-level="1"]', { hasText: 'digits' }).last(),
        'Close Model',
      );
      await tabs().first().waitFor({ state: 'detached' });
    });
    if (bench.errors.length > 0) throw new Error(`errors in the page: ${bench.errors.join('\n')}`);
  } finally {
    await bench.close();
    await server.stop();
  }
}
