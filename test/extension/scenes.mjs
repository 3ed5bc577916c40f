// What the gallery shows: name → how to get there from where the scene before ended.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npy, plant } from './plantedFiles.mjs';
import { plantedPanel, runPlanted } from './plantedPanel.mjs';

async function choose(bench, layer) {
  await bench.panel().locator('.layer', { hasText: layer }).first().click();
  await bench.panel().locator('h2', { hasText: layer }).first().waitFor();
}

/** A view of a layer of the example. */
function view(layer, title) {
  return async (bench) => {
    await choose(bench, layer);
    await bench.panel().getByRole('tab', { name: title, exact: true }).click();
    await bench.page.waitForTimeout(500);
  };
}

/** A view of an output of the planted model. */
function plantedView(output, title) {
  return async (bench) => {
    const { layer, tab } = plantedPanel(bench);
    await layer(output);
    await tab(title);
    await bench.page.waitForTimeout(500);
  };
}

const SIDE = 96;
const SIGNALS = [
  [0.3, 0.35, 5],
  [0.7, 0.4, 7],
  [0.5, 0.75, 9],
];

/** Three overlapping lights, one in each channel. */
function lights() {
  const data = Float32Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
    const [row, column, channel] = [Math.floor(i / 3 / SIDE) / SIDE, (Math.floor(i / 3) % SIDE) / SIDE, i % 3];
    const [x, y, sharpness] = SIGNALS[channel];
    return Math.exp(-sharpness * ((row - y) ** 2 + (column - x) ** 2));
  });
  return npy(data, [1, SIDE, SIDE, 3]);
}

/** Opens a file of the workspace in the editor. */
async function openFile(bench, name) {
  await bench.openExplorer();
  await bench.explorerRow(name).dblclick();
  await bench.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ timeout: 30_000 });
}

/** A word of the open file, as it is drawn. */
function word(bench, text) {
  return bench.page.locator('.monaco-editor .view-line span span', { hasText: text }).first();
}

export const SCENES = {
  structure: async (bench) => {
    await bench.contextMenu(bench.explorerRow('digits'), 'Inspect SavedModel');
    await bench.panel().locator('h1', { hasText: 'digits' }).waitFor({ timeout: 60_000 });
    await bench.openSideBar();
    await bench.treeRow('strokes').waitFor({ timeout: 30_000 });
    await bench.panel().locator('.layer', { hasText: 'curves' }).first().click();
  },
  inputs: async (bench) => {
    const panel = bench.panel();
    await panel.locator('.input-row vscode-dropdown').first().click();
    await panel.locator('vscode-option', { hasText: 'File…' }).first().click();
    await bench.fileDialog(join(bench.folder, 'digit.png'));
    await panel.locator('canvas.thumb').first().waitFor({ timeout: 30_000 });
  },
  maps: async (bench) => {
    const panel = bench.panel();
    await panel.locator('vscode-button', { hasText: 'Run all layers' }).first().click();
    await panel.locator('.verdict', { hasText: 'outputs unchanged' }).waitFor({ timeout: 90_000 });
    await view('strokes', 'Feature maps')(bench);
  },
  heatmap: view('curves', 'Heatmap'),
  line: view('features', 'Line'),
  values: view('shapes', 'Values'),
  histogram: view('strokes', 'Histogram'),
  classes: view('output', 'Top classes'),
  statistics: async (bench) => {
    await bench.panel().getByRole('button', { name: 'Statistics' }).click();
    await bench.page.waitForTimeout(500);
  },
  graph: async (bench) => {
    await bench.panel().getByRole('button', { name: 'Statistics' }).click();
    await bench.panel().getByRole('tab', { name: 'Graph' }).click();
    await bench.panel().locator('.react-flow__node').first().waitFor({ timeout: 30_000 });
    await bench.page.waitForTimeout(1000);
  },
  filter: async (bench) => {
    await bench.panel().getByRole('tab', { name: 'List', exact: true }).click();
    await bench.command('SavedModel Lens: Filter Layers…');
    await bench.page.locator('.quick-input-title', { hasText: 'Filter Layers' }).waitFor();
    await bench.page.locator('.quick-input-widget .quick-input-box input').fill('type:Conv2D');
    await bench.page.keyboard.press('Enter');
    await bench.treeRow('flatten').waitFor({ state: 'hidden' });
    await bench.check('strokes');
  },
  hover: async (bench) => {
    await openFile(bench, 'net.py');
    await bench.hover(word(bench, '"curves"'));
  },
  problem: async (bench) => {
    await bench.page.mouse.move(5, 5);
    await bench.page.keyboard.press('Escape');
    await word(bench, 'no_such_layer').hover();
    await bench.page.locator('.monaco-hover', { hasText: 'has no layer' }).waitFor();
  },
  attention: async (bench) => {
    await bench.page.mouse.move(5, 5);
    await bench.page.keyboard.press('Escape');
    const files = plant(bench.folder);
    writeFileSync(files.image, lights());
    await bench.command('View: Close All Editors');
    await bench.openExplorer();
    await bench.explorerRow('planted').waitFor({ timeout: 30_000 });
    await runPlanted(bench, files);
    await plantedView('heads', 'Attention')(bench);
    await bench.panel().locator('canvas[data-view="attention"][data-painted]').waitFor();
  },
  image: plantedView('picture', 'Image'),
  text: plantedView('told', 'Text'),
  scatter: async (bench) => {
    await plantedView('features', 'Scatter')(bench);
    await bench.panel().locator('svg[data-view="scatter"] path.mark').first().waitFor();
  },
  walkthrough: async (bench) => {
    await bench.command('View: Close All Editors');
    await bench.command('Welcome: Open Walkthrough...');
    await bench.pick('Look inside a TensorFlow model');
    await bench.page.locator('.gettingStartedContainer .step-title').first().waitFor({ timeout: 30_000 });
  },
};
