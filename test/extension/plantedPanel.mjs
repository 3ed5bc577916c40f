// What a person does with the model `planted` in its panel.

/** Opens the model in the workbench's folder and runs it with its planted inputs; then the list of layers is on the screen. */
export async function runPlanted(bench, files, patience = 90_000) {
  const panel = () => bench.panel();
  await bench.contextMenu(bench.explorerRow('planted'), 'Inspect SavedModel');
  await panel().locator('h1', { hasText: 'planted' }).waitFor({ timeout: 60_000 });
  for (const [name, path] of Object.entries(files)) {
    const row = panel().locator(`.input-row[aria-label="Input ${name}"]`);
    await row.locator('vscode-dropdown').first().click();
    await row.locator('vscode-option', { hasText: 'File…' }).first().click();
    await bench.fileDialog(path);
    await row.locator('vscode-button', { hasText: path.split('/').at(-1) }).waitFor();
  }
  await panel().locator('vscode-button', { hasText: 'Run all layers' }).first().click();
  await panel().locator('.verdict', { hasText: 'outputs unchanged' }).waitFor({ timeout: patience });
  // A run that nobody asked a layer of ends with its table of statistics.
  const table = panel().locator('button.toggle', { hasText: 'Statistics' });
  await table.waitFor();
  if ((await table.getAttribute('aria-pressed')) === 'true') await table.click();
  await panel().locator('.layer').first().waitFor();
}

/** Choosing an output and a view. */
export function plantedPanel(bench) {
  return {
    layer: async (name) => {
      await bench
        .panel()
        .locator('.layer', { hasText: `output ${name}` })
        .first()
        .click();
      await bench.panel().locator('h2', { hasText: name }).waitFor();
    },
    tab: (name) => bench.panel().getByRole('tab', { name, exact: true }).click(),
  };
}
