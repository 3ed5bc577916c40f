// Every view in three themes: accessible, and nothing logged.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { plant } from '../plantedFiles.mjs';
import { plantedPanel, runPlanted } from '../plantedPanel.mjs';
import { startServer } from '../server.mjs';
import { THEMES, Workbench } from '../workbench.mjs';
import { makeWorkspace } from '../workspace.mjs';

export async function tour({ browser, codeServer, vsix, directory, screenshots, step }) {
  const folder = makeWorkspace(directory);
  const files = plant(folder);
  const server = await startServer({ codeServer, vsix, directory: join(directory, 'server') });
  const bench = await Workbench.open(browser, server, folder, { width: 1500, height: 1000 });
  const { page } = bench;
  const panel = () => bench.panel();
  const shoot = (name) => page.screenshot({ path: join(screenshots, `views-${name}.png`) });
  const { layer, tab } = plantedPanel(bench);
  try {
    await step('the planted model runs', () => runPlanted(bench, files));
    for (const theme of Object.keys(THEMES)) {
      await step(`axe finds nothing in any view in the theme “${theme}”`, async () => {
        await bench.theme(theme);
        await panel().locator(`body.${THEMES[theme][2]}`).waitFor({ timeout: 30_000 });
        await layer('picture');
        for (const name of await panel().locator('.tensor [role=tab]').allTextContents()) {
          await tab(name);
          await page.waitForTimeout(350);
          assert.deepEqual(await bench.accessibilityFindings(), [], name);
        }
        for (const name of ['heads', 'told', 'classes']) {
          await layer(name);
          await page.waitForTimeout(350);
          assert.deepEqual(await bench.accessibilityFindings(), [], name);
        }
        await shoot(theme);
      });
    }
    await step('nothing was logged as an error', () => assert.deepEqual(bench.errors, []));
  } finally {
    await bench.close();
    await server.stop();
  }
}
