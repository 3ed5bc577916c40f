// The journey by mouse: clicks, hovers, drags, wheel. The keys are for text only.
import { appears, until } from '../workbench.mjs';

/** Somebody who points: every element is reached by where it is on the screen. */
export class Mouse {
  name = 'mouse';

  constructor(bench) {
    this.bench = bench;
    this.page = bench.page;
  }

  // The workbench

  command(title) {
    return this.bench.command(title);
  }

  pick(text) {
    return this.bench.pick(text);
  }

  /** Checks entries of an open quick pick and accepts them. */
  async pickMany(texts) {
    for (const text of texts) await this.bench.pick(text);
    await this.page.locator('.quick-input-widget .monaco-text-button:visible', { hasText: 'OK' }).first().click();
  }

  /** Answers an input box. */
  async answer(text) {
    await this.bench.quickInput().fill(text);
    await this.page.keyboard.press('Enter');
  }

  async fileDialog(path) {
    await this.bench.typePath(path);
    await this.page.locator('.quick-input-widget .monaco-text-button:visible', { hasText: 'OK' }).first().click();
  }

  async inspect(folder) {
    await this.bench.openExplorer();
    await this.bench.contextMenu(this.bench.explorerRow(folder), 'Inspect SavedModel');
  }

  async openFile(name) {
    await this.bench.openExplorer();
    await this.bench.explorerRow(name).dblclick();
  }

  /** Brings a view of ours to the front, unfolded. */
  async showView(name) {
    await this.bench.openSideBar();
    const header = this.page.locator(`.sidebar .pane-header[aria-label^="${name}"]`);
    await header.waitFor();
    if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
    // A tooltip of the icon would cover rows.
    await this.page.mouse.move(700, 20);
  }

  /** A button of the view Models: they show while the mouse is over it. */
  async titleAction(title) {
    await this.page.locator('.sidebar .pane-header[aria-label^="Models"]').hover();
    await this.page.locator(`.sidebar a.action-label[aria-label^="${title}"]`).first().click();
  }

  rowMenu(row, title) {
    return this.bench.contextMenu(row, title);
  }

  unfold(row) {
    return row.locator('.monaco-tl-twistie').click();
  }

  check(row) {
    return row.locator('.monaco-custom-toggle, .custom-view-tree-node-item-checkbox').first().click();
  }

  // The panel

  press(control) {
    return control.click();
  }

  /** Chooses a row of a list or table. */
  row(row) {
    return row.click();
  }

  async choose(box, option) {
    if (await box.evaluate((element) => element.tagName === 'SELECT')) {
      // The list of a native box is drawn by the system, outside the page.
      await box.selectOption(option);
      return;
    }
    await box.click();
    await box.locator('vscode-option', { hasText: option }).first().click();
  }

  async write(field, text) {
    await field.click({ clickCount: 3 });
    await this.page.keyboard.type(text);
  }

  /** Drags the thumb of a slider to a value. */
  async slide(slider, value) {
    const box = await slider.boundingBox();
    const [least, most] = await slider.evaluate(({ min, max }) => [Number(min), Number(max)]);
    const x = (at) => box.x + 8 + ((box.width - 16) * (at - least)) / (most - least);
    await this.page.mouse.move(x(Number(await slider.inputValue())), box.y + box.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(x(value), box.y + box.height / 2, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Points at a value of the picture. */
  async point(plane, row, column) {
    const canvas = plane.locator('canvas').first();
    const [box, rows, columns] = [
      await canvas.boundingBox(),
      Number(await canvas.getAttribute('height')),
      Number(await canvas.getAttribute('width')),
    ];
    await this.page.mouse.move(box.x + 1, box.y + 1);
    await this.page.mouse.move(box.x + ((column + 0.5) * box.width) / columns, box.y + ((row + 0.5) * box.height) / rows);
  }

  async zoom(plane) {
    await plane.hover();
    await this.page.mouse.wheel(0, -200);
  }

  /** Moves the part of a picture that is shown. */
  async pan(plane) {
    const { x, y, width, height } = await plane.locator('canvas').first().boundingBox();
    await this.page.mouse.move(x + width * 0.7, y + height * 0.7);
    await this.page.mouse.down();
    await this.page.mouse.move(x + width * 0.2, y + height * 0.2, { steps: 6 });
    await this.page.mouse.up();
  }

  async unzoom(plane) {
    await plane.dblclick();
  }

  // The graph

  /** Shows the tensor of a box: found by moving about in the picture. */
  async box(graph, path) {
    await graph.locator('.react-flow__controls-fitview').click();
    await graph.locator(`.react-flow__node[data-id="layer:${path}"]`).click();
  }

  async foldBox(graph, box) {
    await graph.locator('.react-flow__controls-fitview').click();
    await box.dblclick({ position: { x: 8, y: 8 } });
  }

  /** Moves about in the graph. */
  async wander(graph) {
    const { x, y, width, height } = await graph.locator('.react-flow__pane').boundingBox();
    await this.page.mouse.move(x + width - 20, y + height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(x + width - 60, y + height / 2 - 40, { steps: 4 });
    await this.page.mouse.up();
  }

  // The text editor

  hover(place) {
    return this.bench.hover(this.#word(place));
  }

  async lens(_place, title) {
    await this.page.locator('.editor-instance .view-lines').hover();
    await this.page.mouse.wheel(0, -2000);
    await this.page.locator('.editor-instance .codelens-decoration a', { hasText: title }).first().click();
  }

  async define(place) {
    await this.#word(place).click();
    await this.page.keyboard.down('Control');
    await this.#word(place).hover();
    await this.#word(place).click();
    await this.page.keyboard.up('Control');
  }

  /** The quick fix behind the hover of a warning. */
  async fix(place, title) {
    const link = this.page.locator('.monaco-hover:not(.hidden) a.action', { hasText: 'Quick Fix' });
    await until('the link “Quick Fix”', async () => {
      await this.page.mouse.move(5, 5);
      await this.#word(place).hover();
      return appears(link, 2000);
    });
    await link.click();
    const entry = this.page.locator('.action-widget .monaco-list-row', { hasText: title });
    const { x, y, width, height } = await entry.boundingBox();
    // A layer over a menu that just opened goes away as soon as the mouse moves.
    await this.page.mouse.move(x + 10, y + height / 2);
    await this.page.mouse.move(x + width / 2, y + height / 2);
    await this.page.mouse.click(x + width / 2, y + height / 2);
  }

  /** Puts the cursor before a letter, types, and takes a suggestion. */
  async complete(place, prefix, label) {
    const { x, y, width, height } = await this.#word(place).boundingBox();
    const { length } = await this.#word(place).textContent();
    await this.page.mouse.click(x + width - width / length, y + height / 2);
    await this.page.keyboard.type(prefix, { delay: 30 });
    await this.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: label }).first().click();
  }

  async toggleSetting(id) {
    await this.command('Preferences: Open Settings (UI)');
    await this.bench.setting(id);
    await this.page.locator('.settings-editor .setting-item-bool .monaco-custom-toggle').first().click();
  }

  #word({ line, word }) {
    return this.page
      .locator('.editor-instance .view-line')
      .filter({ hasText: line })
      .locator('span span', { hasText: word })
      .last();
  }
}
