// What the gallery shows: name → how to get there from where the scene before ended.
import { join } from 'node:path';

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

export const SCENES = {
  structure: async (bench) => {
    await bench.contextMenu(bench.explorerRow('digits'), 'Inspect SavedModel');
    await bench.panel().locator('h1', { hasText: 'digits' }).waitFor({ timeout: 60_000 });
    await bench.openSideBar();
    await bench.treeRow('strokes').waitFor({ timeout: 30_000 });
    await bench.panel().locator('.layer', { hasText: 'curves' }).first().click();
  },
  maps: async (bench) => {
    const panel = bench.panel();
    await panel.locator('.input-row vscode-dropdown').first().click();
    await panel.locator('vscode-option', { hasText: 'File…' }).first().click();
    await bench.fileDialog(join(bench.folder, 'digit.png'));
    await panel.locator('canvas.thumb').first().waitFor({ timeout: 30_000 });
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
};
