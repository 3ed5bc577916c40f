// The inputs form with every source, run files, drops, runs that stop early, the table of statistics; by mouse and by keyboard.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/setup/common.mjs';
import { startServer } from '../server.mjs';
import { THEMES, Workbench } from '../workbench.mjs';
import { linkCorpusModel, makeWorkspace } from '../workspace.mjs';

function cli(...args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(ROOT, 'dist', 'cli.js'), ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { stdout, stderr, status };
}

/** A second of a 440 Hz tone, 16 bits, one channel. */
function tone() {
  const rate = 22_050;
  const bytes = Buffer.alloc(44 + 2 * rate);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(2 * rate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * rate, 40);
  for (let i = 0; i < rate; i++) bytes.writeInt16LE(Math.round(20_000 * Math.sin((2 * Math.PI * 440 * i) / rate)), 44 + 2 * i);
  return bytes;
}

/** Words of a command line as a shell takes them. */
function words(line) {
  return [...line.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(([, quoted, plain]) => (quoted ?? plain).replaceAll("'\\''", "'"));
}

/** Manifests of the runs that the extension keeps, newest first. */
function keptManifests(userData) {
  const storage = join(userData, 'User', 'workspaceStorage');
  const folders = readdirSync(storage).flatMap((workspace) => {
    const runs = join(storage, workspace, 'savedmodel-lens.savedmodel-lens', 'runs');
    return existsSync(runs) ? readdirSync(runs).map((run) => join(runs, run)) : [];
  });
  return folders
    .sort()
    .reverse()
    .filter((folder) => existsSync(join(folder, 'run.json')))
    .map((folder) => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
}

export async function tour({ browser, codeServer, vsix, directory, screenshots, step }) {
  const folder = makeWorkspace(directory);
  const corpus = ['potato-disease-cnn', 'basic-pitch-nmp', 'text-vectorizer', 'dm21-functional'].filter((name) =>
    linkCorpusModel(folder, name),
  );
  const digits = join(folder, 'digits');
  assert.equal(
    cli(
      'run',
      digits,
      '--input',
      `image=${join(folder, 'digit.npy')}`,
      '--select',
      'image,strokes',
      '--out',
      join(folder, 'dump'),
    ).status,
    0,
  );
  writeFileSync(
    join(folder, 'request.json'),
    JSON.stringify({ instances: [Array.from({ length: 32 }, () => Array.from({ length: 32 }, () => [0.25]))] }),
  );
  writeFileSync(join(folder, 'tone.wav'), tone());
  writeFileSync(join(folder, 'rho.csv'), 'rho\n0.5\n');
  const server = await startServer({ codeServer, vsix, directory: join(directory, 'server') });
  const bench = await Workbench.open(browser, server, folder, { width: 1280, height: 800 });
  const { page } = bench;
  const panel = bench.panel();
  const shoot = (name) => page.screenshot({ path: join(screenshots, `inputs-${name}.png`) });
  const row = (n = 0) => panel.locator('.input-row').nth(n);
  const said = (n = 0) => row(n).locator('.input-said');
  const source = async (title, n = 0) => {
    const box = row(n).locator('vscode-dropdown.source');
    await box.click();
    await box.locator('vscode-option', { hasText: title }).first().click();
  };
  const field = (label) => panel.locator(`vscode-text-field[aria-label="${label}"] input`);
  const says = (pattern, n = 0) => said(n).filter({ hasText: pattern }).waitFor({ timeout: 30_000 });
  const menu = async (title) => {
    await panel.getByRole('button', { name: 'More actions for inputs' }).click();
    await panel.getByRole('menuitem', { name: title }).click();
  };
  const choose = async (label, option) => {
    const box = panel.locator(`vscode-dropdown[aria-label="${label}"]`);
    await box.click();
    await box.locator('vscode-option', { hasText: option }).first().click();
  };
  const inspect = async (name) => {
    await bench.openExplorer();
    await bench.contextMenu(bench.explorerRow(name), 'Inspect SavedModel');
    await panel.locator('h1', { hasText: name }).waitFor({ timeout: 60_000 });
    await panel.locator('.estimate').waitFor({ timeout: 90_000 });
  };
  const run = async (title = 'Run') => panel.locator('.run-bar vscode-button', { hasText: title }).first().click();
  const verdict = (timeout = 90_000) => panel.locator('.verdict', { hasText: 'outputs unchanged' }).waitFor({ timeout });
  try {
    await step('a run needs nothing that must be scrolled to at 1280 × 800', async () => {
      await inspect('digits');
      const box = await panel.locator('.run-bar vscode-button').first().boundingBox();
      assert.ok(box.y + box.height < 800 && (await panel.locator('.body').boundingBox()).height > 400);
      await says('[1, 32, 32, 1] · uniform [0,1)');
      await panel.locator('.estimate', { hasText: /11 tensors · about \d+ kB · memory \d+ kB/ }).waitFor();
    });
    for (const [title, pattern] of [
      ['Zeros', '0 … 0'],
      ['Ones', '1 … 1'],
      ['Random normal', /−\d.* … \d/],
      ['0, 1, 2', '0 … 1023'],
    ]) {
      await step(`source “${title}”`, async () => {
        await source(title);
        await says(pattern);
      });
    }
    await step('random values have a seed and a range', async () => {
      await source('Random uniform');
      await field('low of image').fill('5');
      await field('high of image').fill('6');
      await says(/5\.\d* … 5\.9|5 … 6/);
    });
    await step('what is wrong with a value stands beside its field, and the run waits', async () => {
      await source('Values');
      await row().locator('.values-field input').fill('[[1, 2]]');
      await row()
        .locator('.problem', {
          hasText: 'The value of the input image from [[1, 2]] has the shape [1,2]; [?,32,32,1] is expected.',
        })
        .waitFor({ timeout: 20_000 });
      await panel.locator('.problem', { hasText: 'one input to mend' }).waitFor();
      assert.equal(
        await panel
          .locator('.run-bar vscode-button')
          .first()
          .evaluate((element) => element.disabled),
        true,
      );
      await shoot('1-validation');
      await row().locator('.values-field input').fill('[[1, 2');
      await row().locator('.problem', { hasText: 'looks like a JSON literal and is none' }).waitFor({ timeout: 20_000 });
    });
    await step('a file of arrays asks which one', async () => {
      await source('File…');
      await bench.fileDialog(join(folder, 'dump', 'activations.npz'));
      await panel.locator('vscode-dropdown[aria-label="Array of activations.npz"]').waitFor({ timeout: 20_000 });
      await choose('Array of activations.npz', 'strokes');
      await row().locator('.problem', { hasText: '[1,28,28,8]' }).waitFor({ timeout: 20_000 });
      await choose('Array of activations.npz', 'image');
      await says('[1, 32, 32, 1]');
      assert.ok((await row().locator('canvas.thumb').count()) === 1);
    });
    await step('a file of the explorer is dropped with Shift', async () => {
      await source('Zeros');
      await says('0 … 0');
      const from = await bench.explorerRow('digit.npy').boundingBox();
      const to = await row().boundingBox();
      await page.mouse.move(from.x + 40, from.y + 8);
      await page.mouse.down();
      await page.mouse.move(from.x + 60, from.y + 12, { steps: 3 });
      await page.keyboard.down('Shift');
      for (const part of [0.3, 0.6, 0.9, 1]) {
        await page.mouse.move(from.x + (to.x + 60 - from.x) * part, from.y + (to.y + 12 - from.y) * part, { steps: 4 });
        await page.waitForTimeout(120);
      }
      await page.mouse.move(to.x + 64, to.y + 14);
      await page.waitForTimeout(300);
      await page.mouse.up();
      await page.keyboard.up('Shift');
      await row().locator('.file-button', { hasText: 'digit.npy' }).waitFor({ timeout: 20_000 });
      await says('[1, 32, 32, 1]');
    });
    await step('a file from outside the workbench is dropped by its bytes', async () => {
      const devtools = await page.context().newCDPSession(page);
      const box = await row().boundingBox();
      const data = { items: [], files: [join(folder, 'digit.png')], dragOperationsMask: 1 };
      const at = (type, x, y) => devtools.send('Input.dispatchDragEvent', { type, x, y, data, modifiers: 8 });
      await page.keyboard.down('Shift');
      await at('dragEnter', box.x - 200, box.y + 100);
      for (let i = 0; i < 6; i++) {
        await at('dragOver', box.x - 200 + i * 45, box.y + 100 - i * 15);
        await page.waitForTimeout(80);
      }
      await at('dragOver', box.x + 60, box.y + 12);
      await page.waitForTimeout(300);
      await at('drop', box.x + 60, box.y + 12);
      await page.keyboard.up('Shift');
      await row().locator('.file-button', { hasText: 'digit.png' }).waitFor({ timeout: 20_000 });
      await says('0 … 1');
    });
    await step('a picture is prepared as asked, and its enlarged preview says the range', async () => {
      await row().locator('.file-button').click();
      await bench.fileDialog(join(folder, 'digit.png'));
      await page.waitForTimeout(500);
      await choose('Range of image', '−1 … 1');
      await says('−1 … 1');
      await row().locator('button.input-check').click();
      await row().locator('.details', { hasText: '−1 … 1, mean' }).waitFor();
      await shoot('2-preview');
      await row().locator('button.input-check').click();
      await choose('Range of image', 'Own numbers');
      await field('mean of image').fill('x');
      await row().locator('.problem', { hasText: 'has a mean that is no number' }).waitFor({ timeout: 20_000 });
      await field('mean of image').fill('0.5');
      await says('−0.5 … 0.5');
    });
    await step('the run shows a table of all layers, sorted by its heads; a row opens its tensor', async () => {
      await run();
      await verdict();
      const names = panel.locator('.stat-row.line .stat-name');
      await names.nth(9).waitFor();
      assert.equal(await panel.getByRole('grid').getAttribute('aria-rowcount'), '12');
      await panel.getByRole('columnheader', { name: 'zeros' }).getByRole('button').click();
      const shares = await panel
        .locator('.stat-row.line')
        .evaluateAll((lines) => lines.map((line) => Number.parseFloat(line.children[5].textContent)));
      assert.deepEqual(
        shares,
        [...shares].sort((a, b) => b - a),
      );
      await shoot('3-statistics');
      await names.filter({ hasText: /^curves$/ }).click();
      await panel.locator('h2', { hasText: 'curves' }).waitFor();
    });
    await step('“Copy Command Line” gives the same values on the command line', async () => {
      await menu('Copy Command Line');
      await panel.locator('[role=status]', { hasText: 'Command copied.' }).waitFor();
      const line = await page.evaluate(() => window.navigator.clipboard.readText());
      assert.match(line, /image=.*digit\.png\(mean=0\.5\)/);
      const { status, stdout, stderr } = cli(...words(line).slice(1), '--json');
      assert.equal(status, 0, stderr);
      const kept = keptManifests(server.userData)[0];
      const given = JSON.parse(stdout);
      assert.equal(given.inputs[0].sha256, kept.inputs[0].sha256);
      const statistics = ({ tensors }) => tensors.map(({ name, stats }) => [name, stats.mean]).sort();
      assert.deepEqual(statistics(given), statistics(kept));
    });
    await step('a run file brings everything back', async () => {
      await panel.locator('.layer', { hasText: 'shapes' }).first().locator('.check').click();
      await field('batch').fill('2');
      await field('batch').press('Tab');
      await menu('Save Run File');
      await bench.fileDialog(join(folder, 'saved.run.json'));
      await panel.locator('[role=status]', { hasText: 'saved.run.json' }).waitFor({ timeout: 20_000 });
      const saved = JSON.parse(readFileSync(join(folder, 'saved.run.json'), 'utf8'));
      assert.equal(saved.batch, 2);
      assert.deepEqual(saved.select, ['"shapes"']);
      assert.equal(cli('run', digits, '--run-file', join(folder, 'saved.run.json')).status, 0);
      await menu('Reset All Inputs');
      await says('uniform [0,1)');
      await panel.locator('.layer', { hasText: 'shapes' }).first().locator('.check').click();
      await menu('Open Run File');
      await bench.fileDialog(join(folder, 'saved.run.json'));
      await row().locator('.file-button', { hasText: 'digit.png' }).waitFor({ timeout: 20_000 });
      await says('[2, 32, 32, 1] · −0.5 … 0.5');
      await panel.locator('.run-bar vscode-button', { hasText: 'Run 1 layer' }).waitFor();
    });
    await step('a run file that names a network address is refused', async () => {
      writeFileSync(join(folder, 'far.run.json'), JSON.stringify({ schema: 1, inputs: { image: '//host/share/x.npy' } }));
      await menu('Open Run File');
      await bench.fileDialog(join(folder, 'far.run.json'));
      await panel.locator('.problem', { hasText: 'is a network address' }).waitFor({ timeout: 20_000 });
    });
    await step('a run file that names files outside the workspace asks first', async () => {
      writeFileSync(join(directory, 'outside.csv'), '1\n');
      writeFileSync(join(folder, 'outside.run.json'), JSON.stringify({ schema: 1, inputs: { image: '../outside.csv' } }));
      await menu('Open Run File');
      await bench.fileDialog(join(folder, 'outside.run.json'));
      const dialog = page.locator('.monaco-dialog-box', { hasText: 'outside the workspace' });
      await dialog.filter({ hasText: 'outside.csv' }).waitFor({ timeout: 20_000 });
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await row().locator('.file-button', { hasText: 'digit.png' }).waitFor();
    });
    await step('the form survives a reload of the window', async () => {
      // The workbench's own reload: older ones save the state of pages at a shutdown, not when the browser just leaves.
      await Promise.all([page.waitForEvent('load', { timeout: 60_000 }), bench.command('Developer: Reload Window')]);
      await page.locator('.activitybar a[aria-label^="SavedModel Lens"]').waitFor({ timeout: 60_000 });
      await row().locator('.file-button', { hasText: 'digit.png' }).waitFor({ timeout: 60_000 });
      await says('[2, 32, 32, 1] · −0.5 … 0.5');
      await panel.locator('.run-bar vscode-button', { hasText: 'Run 1 layer' }).waitFor();
    });
    await step('a request to TensorFlow Serving gives all inputs', async () => {
      await menu('Reset All Inputs');
      await menu('All Inputs from a File or Request');
      await bench.fileDialog(join(folder, 'request.json'));
      await panel.locator('.chip', { hasText: 'request.json' }).waitFor({ timeout: 20_000 });
      await says('0.25 … 0.25');
      await panel.getByRole('button', { name: 'Forget the file of all inputs' }).click();
      await says('uniform [0,1)');
    });
    await step('a tensor inside the graph is fed, by the name of its layer', async () => {
      await menu('Feed a Tensor Inside the Graph');
      await panel.locator('.feed-name input').fill('strokes');
      await says('[1, 28, 28, 8]', 1);
      await run();
      await verdict();
      assert.equal(keptManifests(server.userData)[0].inputs.length, 2);
      await panel.getByRole('button', { name: 'Do not feed strokes' }).click();
      await row(1).waitFor({ state: 'hidden' });
    });
    await step('a run that reaches its limit keeps what was finished and says so', async () => {
      const check = panel.locator('.layer', { hasText: 'shapes' }).first().locator('.check');
      if (await check.evaluate((element) => element.classList.contains('on'))) await check.click();
      await panel.getByRole('button', { name: 'Options' }).click();
      await field('values up to').fill('40 parsecs');
      await panel.locator('.problem', { hasText: 'not a size' }).waitFor();
      await field('values up to').fill('40KB');
      await panel.locator('.estimate', { hasText: 'limit 40 kB' }).waitFor({ timeout: 20_000 });
      await run();
      await panel.locator('.mark', { hasText: /partial: \d+ tensors, the limit is 40 kB/ }).waitFor({ timeout: 90_000 });
      await shoot('4-partial');
      await field('values up to').fill('');
    });
    await step('a run shows how far it is, and is cancelled; the next one works', async () => {
      await field('batch').fill('20000');
      await field('batch').press('Tab');
      await panel.locator('.estimate', { hasText: 'GB' }).waitFor({ timeout: 60_000 });
      await run();
      await panel.locator('.activity').waitFor({ timeout: 30_000 });
      await shoot('5-progress');
      await panel.locator('.activity vscode-button', { hasText: 'Cancel' }).click();
      await panel.locator('.problem', { hasText: 'The run was cancelled.' }).waitFor({ timeout: 30_000 });
      await field('batch').fill('1');
      await field('batch').press('Tab');
      await panel.locator('.estimate', { hasText: 'kB' }).waitFor({ timeout: 60_000 });
      await run();
      await verdict();
    });
    await step('the keyboard alone chooses a source, opens the menu, runs', async () => {
      await row().locator('vscode-dropdown.source').focus();
      for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
      await page.keyboard.press('Enter');
      await says('0 … 0');
      await panel.getByRole('button', { name: 'More actions for inputs' }).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await says('uniform [0,1)');
      await panel.getByRole('button', { name: 'More actions for inputs' }).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      assert.equal(await panel.getByRole('menuitem').count(), 0);
      await panel.locator('.estimate').waitFor({ timeout: 30_000 });
      await panel.locator('.run-bar vscode-button').first().focus();
      await page.keyboard.press('Enter');
      await panel.locator('.activity').or(panel.locator('.verdict')).first().waitFor();
      await verdict();
      await panel.getByRole('button', { name: 'Statistics' }).focus();
      await page.keyboard.press('Enter');
      await panel.getByRole('grid').focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await panel.locator('h2', { hasText: 'strokes' }).waitFor();
      await panel.getByRole('button', { name: 'Statistics' }).click();
    });
    await step('a class file names the classes', async () => {
      await menu('Names of Classes');
      await bench.fileDialog(join(folder, 'labels.txt'));
      await page.waitForTimeout(500);
      await panel.locator('.stat-row.line .stat-name', { hasText: '(output)' }).click();
      await panel.locator('[data-view="classes"]').waitFor({ timeout: 30_000 });
      await panel
        .locator('.tensor', { hasText: 'three' })
        .or(panel.locator('.tensor', { hasText: /\b3\b/ }))
        .first()
        .waitFor();
      await panel.getByRole('button', { name: 'Statistics' }).click();
    });
    await source('File…');
    await bench.fileDialog(join(folder, 'digit.png'));
    await says('0 … 1');
    for (const theme of Object.keys(THEMES)) {
      await step(`axe finds nothing in the form and the table in the theme “${theme}”`, async () => {
        await bench.theme(theme);
        await panel.locator(`body.${THEMES[theme][2]}`).waitFor({ timeout: 30_000 });
        await page.waitForTimeout(500);
        await shoot(`6-${theme}`);
        assert.deepEqual(await bench.accessibilityFindings(), []);
        await panel.getByRole('button', { name: 'More actions for inputs' }).click();
        assert.deepEqual(await bench.accessibilityFindings(), []);
        await page.keyboard.press('Escape');
      });
    }
    await bench.theme('dark');
    if (corpus.length < 4) console.log('    (steps on real models left out: SAVEDMODEL_CORPUS is not there)');
    if (corpus.includes('potato-disease-cnn')) {
      await step('potato-disease-cnn: a picture, whole on black, in the range that the model itself scales down', async () => {
        await inspect('potato-disease-cnn');
        await source('File…');
        await bench.fileDialog(join(folder, 'digit.png'));
        await says(/\[1, 256, 256, 3\] · 0 … (1|255)$/);
        await choose('Resizing of input_1', 'whole');
        await says('[1, 256, 256, 3]');
        await run();
        await verdict();
      });
    }
    if (corpus.includes('basic-pitch-nmp')) {
      await step('basic-pitch-nmp: a sound, with its wave and what was done to it', async () => {
        await inspect('basic-pitch-nmp');
        await source('File…');
        await bench.fileDialog(join(folder, 'tone.wav'));
        await says('[1, 43844, 1] · −0.61');
        await row().locator('canvas.thumb.wave').waitFor();
        await row().locator('button.input-check').click();
        await row().locator('.details', { hasText: 'filled up with silence to 43844' }).waitFor();
        await shoot('7-sound');
      });
    }
    if (corpus.includes('text-vectorizer')) {
      await step('text-vectorizer: a text', async () => {
        await inspect('text-vectorizer');
        await source('Text');
        await row().locator('.values-field input').fill('the cat sat');
        await says("b'the cat sat'");
        await run();
        await verdict();
      });
    }
    if (corpus.includes('dm21-functional')) {
      await step('dm21-functional: eleven inputs scroll, and the tensor stays on the screen', async () => {
        await inspect('dm21-functional');
        assert.equal(await panel.locator('.input-row').count(), 11);
        assert.ok((await panel.locator('.body').boundingBox()).height > 250);
        const n = await panel
          .locator('.input-row')
          .evaluateAll((rows) =>
            rows.findIndex((each) => each.textContent.includes('rho_a') && !each.textContent.includes('norm')),
          );
        await source('File…', n);
        await bench.fileDialog(join(folder, 'rho.csv'));
        await says('[1, 1] · [[0.5]]', n);
        await shoot('8-many');
        await panel.getByRole('button', { name: 'Inputs', exact: true }).click();
        await panel.locator('.inputs-head', { hasText: '11, 1 given' }).waitFor();
        await run();
        await verdict();
      });
    }
    await step('nothing was logged as an error', () => assert.deepEqual(bench.errors, []));
  } finally {
    await shoot('9-last');
    await bench.close();
    await server.stop();
  }
}
