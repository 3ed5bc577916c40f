// The walkthrough, and the example model behind it: run on this machine, and where nothing can run as it was recorded.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { THEMES, Workbench } from '../workbench.mjs';
import { makeWorkspace } from '../workspace.mjs';
import { startServer } from '../server.mjs';

const STEPS = ['See a first activation', 'Choose layers', 'Run models on this machine', 'Open your own model'];

async function openWalkthrough(bench) {
  await bench.command('Welcome: Open Walkthrough...');
  await bench.pick('Look inside a TensorFlow model');
  await bench.page.locator('.gettingStartedContainer .step-title', { hasText: STEPS[0] }).first().waitFor({ timeout: 30_000 });
}

/** Our picture beside the chosen step: VS Code shows it in a page of its own. */
function picture({ page }) {
  return page.frameLocator('iframe.webview.ready >> visible=true').frameLocator('iframe#active-frame').locator('svg[role="img"]');
}

/** What axe-core finds wrong in our texts (the steps around them are VS Code's) and in our picture. VS Code's page of the picture runs no scripts, so it is judged in another. */
async function findings(bench) {
  const steps = await bench.axeIn(bench.page.mainFrame(), '.gettingStartedContainer .step-description-container');
  const svg = await picture(bench).evaluate((element) => element.outerHTML);
  const page = await bench.page.context().newPage();
  try {
    await page.setContent(
      `<!DOCTYPE html><html lang="en"><head><title>picture</title></head><body><main><h1>picture</h1>${svg}</main></body></html>`,
    );
    return [...steps, ...(await bench.axeIn(page.mainFrame()))];
  } finally {
    await page.close();
  }
}

/** A window where TensorFlow is found: the example runs. */
export async function walk({ bench, step, shoot }) {
  const { page } = bench;
  await step('the walkthrough has four steps with pictures', async () => {
    await openWalkthrough(bench);
    for (const title of STEPS) {
      await page.locator('.gettingStartedContainer .step-title', { hasText: title }).first().click();
      await picture(bench).waitFor({ timeout: 20_000 });
    }
    await page.locator('.gettingStartedContainer .step-title', { hasText: STEPS[0] }).first().click();
  });
  for (const theme of Object.keys(THEMES)) {
    await step(`axe finds nothing in it in the theme “${theme}”`, async () => {
      await bench.theme(theme);
      await page.waitForTimeout(400);
      await shoot(`walkthrough-${theme}`);
      assert.deepEqual(await findings(bench), []);
    });
  }
  await bench.theme('dark');
  await step('one click shows the first activation, computed here, within a minute', async () => {
    const started = Date.now();
    await page.locator('.gettingStartedContainer .monaco-button', { hasText: 'Open Example Model' }).first().click();
    await bench.panel().locator('h2', { hasText: 'curves' }).waitFor({ timeout: 60_000 });
    assert.ok((await bench.canvasColours('maps')) > 50);
    assert.ok(Date.now() - started < 60_000);
    await bench.panel().locator('.verdict', { hasText: 'outputs unchanged' }).waitFor();
    await shoot('walkthrough-example');
  });
  await step('the step is then done', async () => {
    await openWalkthrough(bench);
    await page
      .locator('.gettingStartedContainer .getting-started-step', { hasText: STEPS[0] })
      .locator('.codicon-getting-started-step-checked')
      .first()
      .waitFor({ timeout: 20_000 });
  });
  await step('nothing was logged as an error', () => assert.deepEqual(bench.errors, []));
}

/** A window where nothing can run: the recorded run is shown, and says so. */
export async function walkRecorded({ bench, step, shoot }) {
  await step('without TensorFlow the example shows a recorded run, marked as recorded', async () => {
    await bench.command('SavedModel Lens: Open Example Model');
    await bench.panel().locator('h2', { hasText: 'curves' }).waitFor({ timeout: 60_000 });
    assert.ok((await bench.canvasColours('maps')) > 50);
    await bench.panel().locator('.notice', { hasText: 'Recorded' }).waitFor();
    await shoot('walkthrough-recorded');
  });
  await step('a hover knows its statistics', async () => {
    await bench.openSideBar();
    await bench.treeRow('shapes').waitFor({ timeout: 30_000 });
    assert.deepEqual(bench.errors, []);
  });
}

/** A window in German: manifest, host and page speak it. */
export async function walkGerman({ bench, step, shoot }) {
  await step('in German, commands, tree and panel are in German', async () => {
    await bench.command('SavedModel Lens: Beispielmodell öffnen');
    await bench.panel().locator('.verdict', { hasText: 'Ausgaben unverändert' }).waitFor({ timeout: 60_000 });
    await bench.panel().getByRole('tab', { name: 'Merkmalskarten' }).waitFor({ timeout: 30_000 });
    await bench.openSideBar();
    await bench.treeRow('Variablen').waitFor({ timeout: 30_000 });
    await shoot('walkthrough-german');
    assert.deepEqual(bench.errors, []);
  });
}

export async function tour({ browser, codeServer, vsix, directory, screenshots, step }) {
  const folder = makeWorkspace(directory);
  const empty = join(directory, 'no-cache');
  mkdirSync(empty, { recursive: true });
  for (const [name, env, work, language] of [
    ['server', {}, walk],
    ['bare', { XDG_CACHE_HOME: empty, PATH: '/nowhere' }, walkRecorded],
    ['german', {}, walkGerman, 'de'],
  ]) {
    const server = await startServer({ codeServer, vsix, directory: join(directory, name), env });
    const bench = await Workbench.open(browser, server, folder, undefined, language);
    const shoot = (title) => bench.page.screenshot({ path: join(screenshots, `${title}.png`) });
    try {
      await work({ bench, step, shoot });
    } finally {
      await shoot(`walkthrough-last-${name}`);
      await bench.close();
      await server.stop();
    }
  }
}
