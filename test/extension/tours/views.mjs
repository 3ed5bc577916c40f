// Known values go in, and every view is read back from the screen: colours at their places, NaN and infinities in theirs, exact
// numbers, slices in text and sliders, attention, clusters; what was chosen is there again after a reload.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { COLUMNS, IDS, plant, plantedAt, ROWS, SAMPLES, TOKENS, WORDS } from '../plantedFiles.mjs';
import { plantedPanel, runPlanted } from '../plantedPanel.mjs';
import { startServer } from '../server.mjs';
import { Workbench } from '../workbench.mjs';
import { makeWorkspace } from '../workspace.mjs';

const NAN = [255, 0, 255];
const POSITIVE = [255, 157, 0];
const NEGATIVE = [0, 229, 255];
/** Ends of viridis, and of RdBu turned round. */
const VIRIDIS = [
  [68, 1, 84],
  [253, 231, 37],
];
const DIVERGING = [
  [5, 48, 97],
  [103, 0, 31],
];

const near = (found, wanted, what) =>
  assert.ok(
    found.every((value, i) => Math.abs(value - wanted[i]) <= 3),
    `${what}: ${found} is not ${wanted}`,
  );

export async function tour({ browser, codeServer, vsix, directory, screenshots, step }) {
  const folder = makeWorkspace(directory);
  const files = plant(folder);
  const server = await startServer({ codeServer, vsix, directory: join(directory, 'server') });
  const bench = await Workbench.open(browser, server, folder, { width: 1500, height: 1000 });
  const { page } = bench;
  const shoot = (name) => page.screenshot({ path: join(screenshots, `views-${name}.png`) });
  const panel = () => bench.panel();
  const { layer, tab } = plantedPanel(bench);
  const choose = (label, option) => panel().getByRole('combobox', { name: label, exact: true }).selectOption(option);
  const slice = () => panel().locator('.slice-text');
  /** Waits until the canvas was painted again after an action. */
  const painted = async (view, action) => {
    const canvas = panel().locator(`canvas[data-view="${view}"]`);
    const before = await canvas.getAttribute('data-painted').catch(() => null);
    await action();
    await panel().locator(`canvas[data-view="${view}"]:not([data-painted="${before}"])[data-painted]`).waitFor();
    await page.waitForTimeout(150);
  };
  /** Colour of a value of the plane on the screen. */
  const colour = (view, row, column) =>
    panel()
      .locator(`canvas[data-view="${view}"]`)
      .evaluate((canvas, [r, c]) => [...canvas.getContext('2d').getImageData(c, r, 1, 1).data].slice(0, 3), [row, column]);
  const copied = () => page.evaluate('navigator.clipboard.readText()');
  try {
    await step('the planted model opens and runs with the planted inputs', async () => {
      await runPlanted(bench, files);
    });
    await step(
      'feature maps: a ramp, a checker, a dead channel with its word, NaN and infinities in their own colours',
      async () => {
        await layer('picture');
        await panel().locator('canvas[data-view="maps"][data-painted]').waitFor();
        await painted('maps', () => choose('Colours', 'viridis'));
        assert.match(await panel().locator('.tiles').getAttribute('aria-label'), /4 channels, 1 dead/);
        const found = await panel()
          .locator('canvas[data-view="maps"]')
          .evaluate((canvas) => {
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            const counts = {};
            for (let i = 0; i < data.length; i += 4) {
              const key = [data[i], data[i + 1], data[i + 2]].join();
              counts[key] = (counts[key] ?? 0) + 1;
            }
            return counts;
          });
        for (const special of [NAN, POSITIVE, NEGATIVE]) assert.ok(found[special.join()] > 10, `${special} is on the maps`);
        // All three are one value each: equal areas.
        assert.equal(found[NAN.join()], found[POSITIVE.join()]);
        assert.match(await panel().locator('.legend').textContent(), /1 NaN.*1 \+Inf.*1 −Inf/);
        await shoot('maps');
      },
    );
    await step('the keyboard enlarges a channel, and its colours are where the values are', async () => {
      await panel().locator('.tiles').focus();
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
      assert.match(await panel().locator('.tile-frame').getAttribute('aria-label'), /channel 3: min 5, max 5/);
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      await panel().locator('canvas[data-view="heatmap"][data-painted]').waitFor();
      assert.equal(await slice().inputValue(), '[0, :, :, 0]');
      near(await colour('heatmap', 0, 0), VIRIDIS[0], 'least of the ramp');
      near(await colour('heatmap', ROWS - 1, COLUMNS - 1), VIRIDIS[1], 'greatest of the ramp');
    });
    await step('slice text and slider are in step, both ways', async () => {
      await painted('heatmap', () => slice().fill('[0, :, :, -1]'));
      assert.equal(await panel().locator('input[type=range]').inputValue(), '3');
      assert.deepEqual(
        [await colour('heatmap', 0, 0), await colour('heatmap', 0, 1), await colour('heatmap', 1, 0)],
        [NAN, POSITIVE, NEGATIVE],
      );
      await painted('heatmap', async () => {
        await panel().locator('input[type=range]').focus();
        await page.keyboard.press('ArrowLeft');
      });
      assert.equal(await slice().inputValue(), '[0, :, :, 2]');
      await painted('heatmap', async () => {
        await page.keyboard.press('ArrowLeft');
      });
      await painted('heatmap', () => choose('Colours', 'RdBu'));
      near(await colour('heatmap', 0, 0), DIVERGING[1], '1 of the checker');
      near(await colour('heatmap', 0, 1), DIVERGING[0], '−1 of the checker');
    });
    await step('ranges and steps as NumPy has them; what is wrong stands beside the field', async () => {
      await painted('heatmap', () => slice().fill('[0, 2:5, ::-1, 0]'));
      const canvas = panel().locator('canvas[data-view="heatmap"]');
      assert.deepEqual(await canvas.evaluate((element) => [element.height, element.width]), [3, COLUMNS]);
      await panel().locator('.plane-view').focus();
      await page.keyboard.press('End');
      assert.match(await panel().locator('.readout').textContent(), new RegExp(`axis 1 2, axis 2 0: ${plantedAt(2, 0, 0)}$`));
      await slice().fill('[0, :, :, 9]');
      assert.equal(await panel().locator('.slice .problem').textContent(), 'Axis 3 has indices 0 to 3; 9 is outside.');
      assert.equal(await slice().getAttribute('aria-invalid'), 'true');
      await painted('heatmap', () => slice().fill('[0, :, :, 0]'));
      assert.equal(await panel().locator('.slice .problem').count(), 0);
    });
    await step('zooming narrows the slice, and values stand in their squares', async () => {
      await panel().locator('.plane-view').focus();
      for (let i = 0; i < 4; i++) await page.keyboard.press('+');
      await panel()
        .locator(
          'canvas[data-view="heatmap"][height="4"], canvas[data-view="heatmap"][height="3"], canvas[data-view="heatmap"][height="5"]',
        )
        .waitFor();
      assert.match(await slice().inputValue(), /^\[0, \d*:\d*, \d*:\d*, 0\]$/);
      await shoot('zoomed');
      await page.keyboard.press('0');
      await panel().locator(`canvas[data-view="heatmap"][height="${ROWS}"]`).waitFor();
      assert.equal(await slice().inputValue(), '[0, :, :, 0]');
    });
    await step('a manual range clamps, and refuses what is no range', async () => {
      await choose('Range', 'custom');
      await panel().getByRole('textbox', { name: 'Lowest value of the colour scale' }).fill('0');
      await painted('heatmap', () => panel().getByRole('textbox', { name: 'Highest value of the colour scale' }).fill('15'));
      await painted('heatmap', () => choose('Colours', 'viridis'));
      near(await colour('heatmap', 1, 0), VIRIDIS[1], 'beyond the range');
      await panel().getByRole('textbox', { name: 'Lowest value of the colour scale' }).fill('20');
      assert.equal(await panel().locator('.domain .problem').textContent(), 'Min must be below max.');
    });
    await step('after a reload the view, the slice and the colours are as they were', async () => {
      // In a browser the workbench writes its memory every five seconds.
      await page.waitForTimeout(7000);
      await page.reload();
      await page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 60_000 });
      await panel().locator('canvas[data-view="heatmap"][data-painted]').waitFor({ timeout: 60_000 });
      assert.equal(await slice().inputValue(), '[0, :, :, 0]');
      assert.equal(await panel().getByRole('combobox', { name: 'Colours', exact: true }).inputValue(), 'viridis');
    });
    await step('64-bit integers keep every digit, and are copied for NumPy', async () => {
      await layer('exact');
      await tab('Values');
      await panel()
        .locator('.values .cell', { hasText: String(IDS[0]) })
        .first()
        .waitFor();
      const texts = await panel().locator('.values .cell').allTextContents();
      assert.deepEqual(
        texts,
        IDS.map((id) => String(id).replace('-', '−')),
      );
      await panel().locator('button', { hasText: 'NumPy' }).click();
      await panel().locator('.copy', { hasText: 'Copied 6 values.' }).waitFor();
      assert.equal(
        await copied(),
        `np.array([[${IDS.slice(0, 3).join(', ')}],\n          [${IDS.slice(3).join(', ')}]], dtype=np.int64)`,
      );
      await panel().locator('.values').focus();
      await page.keyboard.press('Control+End');
      assert.match(await panel().locator('.readout').textContent(), /axis 0 1, axis 1 2: −9223372036854775808$/);
    });
    await step('strings are text whatever they hold', async () => {
      await layer('told');
      await panel().locator('[data-view="text"]').waitFor();
      const texts = await panel().locator('[data-view="text"] td').allTextContents();
      assert.deepEqual(
        texts,
        WORDS.map((word) => (word === '' ? '(empty)' : word.replace('\t', '\\t').replace('\u202e', '\\u202e'))),
      );
      assert.equal(await panel().locator('[data-view="text"] b').count(), 0);
    });
    await step('attention: heads side by side, the chosen one with its weights', async () => {
      await layer('heads');
      await panel().locator('canvas[data-view="attention"][data-painted]').waitFor();
      await panel().locator('.tiles').focus();
      await painted('attention', () => page.keyboard.press('ArrowRight'));
      for (let token = 0; token < TOKENS; token++)
        near(await colour('attention', token, token), VIRIDIS[1], `token ${token} looks at itself`);
      near(await colour('attention', 0, TOKENS - 1), VIRIDIS[0], 'and at no other');
      await panel().locator('.plane-view').focus();
      await page.keyboard.press('ArrowDown');
      assert.match(
        await panel().locator('.readout').textContent(),
        /^head 1, query 1, key 0: 0\.0000\d+|^head 1, query 1, key 0: 6\.1/,
      );
      await shoot('attention');
    });
    await step('the scatter plot parts the three clusters and marks them by class', async () => {
      await layer('features');
      await tab('Scatter');
      await panel()
        .locator('svg[data-view="scatter"] path.mark')
        .nth(SAMPLES - 1)
        .waitFor();
      await panel().locator('.marks li').nth(2).waitFor();
      const marks = await panel()
        .locator('svg[data-view="scatter"] path.mark')
        .evaluateAll((paths) =>
          paths.map((path) => ({
            sample: Number(path.dataset.sample),
            kind: path.className.baseVal,
            place: path
              .getAttribute('transform')
              .match(/-?[\d.]+/g)
              .map(Number)
              .slice(0, 2),
          })),
        );
      const kinds = [0, 1, 2].map(
        (cluster) => new Set(marks.filter(({ sample }) => sample % 3 === cluster).map(({ kind }) => kind)),
      );
      assert.deepEqual(
        kinds.map((kind) => kind.size),
        [1, 1, 1],
      );
      assert.equal(new Set(kinds.map((kind) => [...kind][0])).size, 3);
      const apart = (a, b) => Math.hypot(a.place[0] - b.place[0], a.place[1] - b.place[1]);
      assert.ok(apart(marks[0], marks[3]) < apart(marks[0], marks[1]) / 3, 'a cluster lies closer together than to the next');
      await shoot('scatter');
    });
    await step('line, histogram and parts of complex numbers', async () => {
      await layer('turned');
      await choose('Part', 'phase');
      await panel().locator('canvas[data-view="heatmap"][data-painted]').waitFor();
      await tab('Histogram');
      await panel().locator('svg[data-view="histogram"] rect').first().waitFor();
      await layer('picture');
      await tab('Histogram');
      await panel().locator('.special', { hasText: '1 NaN' }).waitFor();
      assert.match(await panel().locator('.quantiles').textContent(), /min\s*−1.*median\s*1.*max\s*191/);
      await tab('Line');
      await panel().locator('svg[data-view="line"]').waitFor();
    });
    await step('nothing was logged as an error', () => assert.deepEqual(bench.errors, []));
  } finally {
    await shoot('last');
    await bench.close();
    await server.stop();
  }
}
