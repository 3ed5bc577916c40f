// One way through what the extension shows of a model, written once for every model and either hand: explorer, tree, inputs, run,
// views, graph, history, dump, text editor. What is on the screen is compared with the dumped values.
// In other tours only: drops, run files, limits, cancel (inputs); attention, scatter, text, NaN (views); large models (tree, graph);
// notebooks, JSON, YAML (editor); trust (restricted); walkthrough. Text and menus of the system are keyed in by the mouse's hand too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { decode } from 'fast-png';
import { dumpedTensor } from './dumped.mjs';
import { THEMES, until } from './workbench.mjs';

const PATIENCE = { timeout: 60_000 };
/** Ends of viridis. */
const DARKEST = [68, 1, 84];
const BRIGHTEST = [253, 231, 37];

/** A float32 as it is written on the screen. */
const numberOf = (text) => Math.fround(Number(text.replace('−', '-')));

/** Walks through everything with one model. */
export async function journey({ bench, hand, model, step, shoot, themes = Object.keys(THEMES) }) {
  const { page } = bench;
  const panel = bench.panel();
  const { layer, name, other, plane } = model;
  const tail = (path) => path.split('/').at(-1);
  const say = (what, check) => step(`${name}, ${hand.name}: ${what}`, check);
  const treeRow = (label) =>
    page
      .locator('.sidebar .monaco-list-row')
      .filter({ has: page.getByText(label, { exact: true }) })
      .first();
  const tab = (title) => panel.getByRole('tab', { name: title, exact: true });
  const row = panel.locator('.input-row').first();
  const runButton = (title) => panel.locator('.run-bar vscode-button', { hasText: title });
  const picture = panel.locator('.plane-view');
  const slice = panel.locator('.slice-text');
  const shownRun = (label) => panel.locator('vscode-dropdown.runs .selected-value', { hasText: label });
  const colourAt = ([r, c]) =>
    panel
      .locator('canvas[data-view="heatmap"]')
      .evaluate((canvas, [y, x]) => [...canvas.getContext('2d').getImageData(x, y, 1, 1).data].slice(0, 3), [r, c]);
  const file = `use-${name}.py`;
  const written = (pattern) => async () => {
    await page.keyboard.press('Control+s');
    await page.waitForTimeout(100);
    return pattern.test(readFileSync(join(bench.folder, file), 'utf8'));
  };

  await say('the folder opens from the explorer', async () => {
    await hand.inspect(name);
    await panel.locator('h1', { hasText: name }).waitFor(PATIENCE);
    await panel.locator('.estimate').waitFor(PATIENCE);
  });
  await say('the tree is filtered, two layers are checked, and one run marks both', async () => {
    await hand.showView('Models');
    await hand.titleAction('Filter Layers…');
    await hand.answer(`${layer},${other}`);
    await page.locator('.sidebar .message', { hasText: `Filter: ${layer},${other}` }).waitFor(PATIENCE);
    await hand.showView('Models');
    for (const path of [layer, other]) {
      await treeRow(tail(path)).waitFor(PATIENCE);
      await hand.check(treeRow(tail(path)));
    }
    await hand.titleAction('Show Activations of the Checked Layers');
    await panel.locator('.tensor h2', { hasText: layer }).waitFor(PATIENCE);
    await treeRow(tail(layer))
      .locator('.label-description', { hasText: /mean|constant|dead/ })
      .waitFor(PATIENCE);
    await shoot('tree');
    await hand.titleAction('Clear Filter');
    await page.locator('.sidebar .message', { hasText: 'Filter' }).waitFor({ state: 'detached' });
    // The boxes of the panel are the same ones.
    await runButton('Run 2 layers').waitFor(PATIENCE);
    await hand.command('SavedModel Lens: Uncheck All Layers');
    await runButton('Run all layers').waitFor(PATIENCE);
  });
  await say('a wrong input has its fault beside the field; a right one its preview', async () => {
    await hand.choose(row.locator('vscode-dropdown.source'), 'Values');
    await hand.write(row.locator('vscode-text-field.values-field'), model.wrong);
    await row.locator('.problem', { hasText: 'is expected' }).waitFor(PATIENCE);
    assert.ok(await runButton('Run all layers').evaluate((button) => button.disabled));
    await model.input({ hand, row, bench });
    await row.locator('.problem').waitFor({ state: 'detached', ...PATIENCE });
    await hand.press(row.locator('button.input-check'));
    await row.locator('.details', { hasText: model.said }).waitFor(PATIENCE);
    await shoot('inputs');
    await hand.press(row.locator('button.input-check'));
  });
  await say('a run shows how far it is, then statistics and that the outputs are unchanged', async () => {
    await panel.locator('.estimate').waitFor(PATIENCE);
    await panel.locator('main').evaluate((main) => {
      const watch = new window.MutationObserver(() => {
        if (main.querySelector('.activity') !== null) main.dataset.sawProgress = 'yes';
      });
      watch.observe(main, { childList: true, subtree: true });
    });
    await hand.press(runButton('Run all layers'));
    await panel.locator('main[data-saw-progress]').waitFor(PATIENCE);
    await panel.locator('.verdict', { hasText: 'outputs unchanged' }).waitFor(PATIENCE);
    await hand.press(panel.getByRole('button', { name: 'Statistics' }));
    const line = panel.locator('.stat-row.line', { has: panel.getByText(layer, { exact: true }) }).first();
    await line.waitFor(PATIENCE);
    await shoot('statistics');
    await hand.row(line);
    await panel.locator('.tensor h2', { hasText: layer }).waitFor(PATIENCE);
  });
  await say('Dump Activations… writes the same run to files', async () => {
    const answer = async () => {
      await hand.command('SavedModel Lens: Dump Activations…');
      await hand.pick(name);
      if (model.signature !== undefined) await hand.pick(model.signature);
      await hand.pickMany([layer]);
      await hand.pick('As in the last run');
      await hand.pick('Beside the model');
    };
    // On a busy machine the panel may take the focus back from a question that follows another: then all is asked again.
    await answer().catch(answer);
    await bench.notification('Activations were dumped to').waitFor(PATIENCE);
    await shownRun(layer).waitFor(PATIENCE);
    await hand.command('Notifications: Clear All Notifications');
  });
  const dumped = dumpedTensor(bench.folder, name, layer);
  const cells = [...Array(plane.rows * plane.columns).keys()].map((i) => [Math.floor(i / plane.columns), i % plane.columns]);
  const valueAt = ([r, c]) => dumped.at(plane.place(r, c));
  await say('a slider moves the slice, and its values are those of the dump', async () => {
    await hand.press(tab(model.slider.view));
    await hand.slide(panel.getByRole('slider', { name: model.slider.label }), model.slider.to);
    assert.equal(await slice.inputValue(), model.slider.slice);
    await hand.press(tab('Heatmap'));
    await hand.write(slice, plane.slice);
    await hand.press(tab('Values'));
    const corner = [0, 1, 2].map((r) => [0, 1, 2].map((c) => valueAt([r, c])));
    await until('the dumped values of the slice', async () => {
      const shown = await panel
        .locator('.values-row')
        .evaluateAll((lines) =>
          lines.slice(0, 3).map((line) => [...line.querySelectorAll('.cell')].slice(0, 3).map((cell) => cell.textContent)),
        );
      return isDeepStrictEqual(
        shown.map((texts) => texts.map(numberOf)),
        corner,
      );
    });
  });
  await say('its colours follow the chosen scale, the ends of the range at their places', async () => {
    await hand.press(tab('Heatmap'));
    const bySize = [...cells].sort((a, b) => valueAt(a) - valueAt(b));
    await hand.choose(panel.getByRole('combobox', { name: 'Range', exact: true }), 'this slice');
    await hand.choose(panel.getByRole('combobox', { name: 'Colours', exact: true }), 'viridis');
    await until('the colours of the slice', async () => String(await colourAt(bySize.at(-1))) === String(BRIGHTEST));
    assert.deepEqual(await colourAt(bySize[0]), DARKEST);
    await shoot('heatmap');
  });
  await say('a value is read from the picture; zooming and moving narrow the slice', async () => {
    await hand.point(picture, 1, 2);
    const text = await panel.locator('.readout').textContent();
    assert.equal(numberOf(text.split(': ').at(-1)), valueAt([1, 2]), text);
    for (let i = 0; i < 3; i++) await hand.zoom(picture);
    await until('a narrower slice', async () => (await slice.inputValue()) !== plane.slice);
    const zoomed = await slice.inputValue();
    await hand.pan(picture);
    await until('a moved slice', async () => ![zoomed, plane.slice].includes(await slice.inputValue()));
    await hand.unzoom(picture);
    await until('the whole slice', async () => (await slice.inputValue()) === (plane.whole ?? plane.slice));
  });
  await say('other views draw, the picture is saved, the name is copied', async () => {
    await hand.press(tab('Histogram'));
    await panel.locator('[data-view="histogram"] rect').first().waitFor(PATIENCE);
    await hand.press(tab('Heatmap'));
    const heatmap = panel.locator('canvas[data-view="heatmap"][data-painted]');
    await heatmap.waitFor(PATIENCE);
    const drawn = await heatmap.evaluate((canvas) => {
      const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      return [...new Set(Array.from({ length: pixels.length / 4 }, (_, i) => [...pixels.slice(4 * i, 4 * i + 3)].join()))];
    });
    await hand.press(panel.getByRole('button', { name: 'Save picture' }));
    const target = join(bench.folder, `${name}.png`);
    await hand.fileDialog(target);
    await panel.locator('.tensor-note', { hasText: 'Saved' }).waitFor(PATIENCE);
    const { data, channels } = decode(readFileSync(target));
    const colours = new Set(
      Array.from({ length: data.length / channels }, (_, i) => data.slice(i * channels, i * channels + 3).join()),
    );
    const missing = drawn.filter((colour) => !colours.has(colour));
    assert.deepEqual(missing, [], 'every colour of the picture on the screen is in the file');
    // Where several values share a pixel, one of them is drawn, and an end of the range may be another.
    if (plane.whole === undefined)
      assert.ok(colours.has(BRIGHTEST.join()) && colours.has(DARKEST.join()), 'both ends of the range are in the file');
    await hand.press(panel.getByRole('button', { name: 'Copy name' }));
    await panel.locator('.tensor-note', { hasText: 'Name and slice copied.' }).waitFor(PATIENCE);
  });
  await say('the graph: to a box and its tensor, open and fold, a neighbourhood and back', async () => {
    await hand.press(tab('Graph'));
    const graph = panel.locator('.graph');
    const box = panel.locator(`.react-flow__node[data-id="layer:${other}"]`);
    const said = panel.locator('.graph-legend [role=status]');
    await graph.locator('.react-flow__node').first().waitFor(PATIENCE);
    await hand.wander(graph);
    await hand.box(graph, other);
    await panel.locator('.tensor h2', { hasText: other }).waitFor(PATIENCE);
    await hand.foldBox(graph, box);
    await box.locator('.frame').waitFor(PATIENCE);
    await shoot('graph');
    await hand.foldBox(graph, box);
    await box.locator('.box').waitFor(PATIENCE);
    const amount = graph.locator('vscode-dropdown[aria-label="How much of the graph is shown"]');
    await hand.choose(amount, '± 1 step');
    await said.filter({ hasText: 'step' }).waitFor(PATIENCE);
    await hand.choose(amount, 'everything');
    await said.filter({ hasText: 'steps of' }).waitFor({ state: 'detached', ...PATIENCE });
    await hand.press(tab('List'));
    await hand.row(panel.locator('.layer.row', { hasText: tail(layer) }).first());
    await panel.locator('.tensor h2', { hasText: layer }).waitFor(PATIENCE);
  });
  for (const theme of themes)
    await say(`axe finds nothing in the theme “${theme}”`, async () => {
      await bench.theme(theme);
      await panel.locator(`body.${THEMES[theme][2]}`).waitFor(PATIENCE);
      await shoot(theme);
      assert.deepEqual(await bench.accessibilityFindings(), []);
    });
  await say('the history keeps the runs and opens one', async () => {
    await hand.showView('Runs');
    const run = page.locator(`.sidebar .monaco-list-row[aria-label^="Run of ${name}: "]`);
    await run.nth(2).waitFor(PATIENCE);
    await hand.rowMenu(run.nth(1), 'Open Run');
    await shownRun('all layers').waitFor(PATIENCE);
    await hand.showView('Runs');
    await hand.unfold(run.first());
    await treeRow('Tensors').waitFor(PATIENCE);
    await shoot('runs');
  });
  const place = (line, word) => ({ file, line, word });
  await say('Python: the hover on a layer knows its last statistics', async () => {
    await hand.openFile(file);
    await page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor(PATIENCE);
    await page.locator('.squiggly-warning').first().waitFor(PATIENCE);
    const text = await hand.hover(place('right =', layer));
    assert.match(text, /Output[\s\S]*Last run[\s\S]*mean/);
    await shoot('hover');
    await page.keyboard.press('Escape');
  });
  await say('Python: a wrong name is mended by its quick fix, the next one completed', async () => {
    await hand.fix(place('wrong =', model.typo), `Change to “${layer}”`);
    await until('the mended name', written(new RegExp(`wrong = model.get_layer\\("${layer}"\\)`)));
    await hand.complete(place('other =', ')'), `"${tail(other).slice(0, 3)}`, tail(other));
    await until('the completed name', written(new RegExp(`other = model.get_layer\\("${tail(other)}"\\)`)));
  });
  await say('Python: the definition of a layer is its description, and its row in the tree', async () => {
    await hand.define(place('right =', layer));
    await page.locator('.tab.active', { hasText: '.yaml' }).waitFor(PATIENCE);
    await page.locator('.sidebar .monaco-list-row.selected', { hasText: tail(layer) }).waitFor(PATIENCE);
    await page.keyboard.press('Control+w');
  });
  await say('Python: the lens above the load call opens the panel', async () => {
    await hand.lens(place('model =', name), 'Inspect');
    await panel.locator('h1', { hasText: name }).waitFor(PATIENCE);
  });
}

/** After all models: a setting takes effect at once, and a reload of the window keeps runs and panel. */
export async function farewell({ bench, hand, models, step, shoot }) {
  const { page } = bench;
  const last = models.at(-1);
  const lens = page.locator('.codelens-decoration a', { hasText: 'Inspect' });
  await step(`${hand.name}: a setting takes effect at once`, async () => {
    await hand.openFile(`use-${last.name}.py`);
    await lens.first().waitFor(PATIENCE);
    await hand.toggleSetting('savedmodelLens.editor.codeLens');
    await hand.openFile(`use-${last.name}.py`);
    await lens.first().waitFor({ state: 'detached', ...PATIENCE });
    await hand.inspect(last.name);
  });
  await step(`${hand.name}: a reload of the window keeps every run, and the panel as it was`, async () => {
    await bench.panel().locator('h1', { hasText: last.name }).waitFor(PATIENCE);
    await Promise.all([page.waitForEvent('load', PATIENCE), hand.command('Developer: Reload Window')]);
    await page.locator('.activitybar a[aria-label^="SavedModel Lens"]').waitFor(PATIENCE);
    await bench.panel().locator('.tensor h2', { hasText: last.layer }).waitFor(PATIENCE);
    await bench.panel().locator('.verdict', { hasText: 'outputs unchanged' }).waitFor(PATIENCE);
    await hand.showView('Runs');
    // Runs of the other models lie further down.
    await page.locator(`.sidebar .monaco-list-row[aria-label^="Run of ${last.name}: "]`).nth(2).waitFor(PATIENCE);
    await shoot('reloaded');
  });
  await step(`${hand.name}: nothing was logged as an error`, () => assert.deepEqual(bench.errors, []));
}
