// The journey by keyboard alone: no mouse, no focus set by the test. What cannot be reached so fails.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appears, disappears, until } from '../workbench.mjs';

/** Presses of Tab, or of an arrow, after which something counts as out of reach. */
const MOST_PRESSES = 150;

/** Whether an element has the focus, and if not, whether it comes after or before what has it. */
function directionTo(element) {
  const { activeElement, body } = element.ownerDocument;
  if (!element.ownerDocument.hasFocus()) return 'elsewhere';
  if (activeElement === element) return 'here';
  if (activeElement === null || activeElement === body) return 'after';
  return element.compareDocumentPosition(activeElement) & activeElement.DOCUMENT_POSITION_FOLLOWING ? 'before' : 'after';
}

/** Somebody who has no mouse. */
export class Keyboard {
  name = 'keyboard';

  constructor(bench) {
    this.bench = bench;
    this.page = bench.page;
    this.keys = bench.page.keyboard;
  }

  // The workbench

  async command(title) {
    await until(`the command “${title}”`, async () => {
      await this.keys.press('F1');
      await this.bench.quickInput().waitFor();
      await this.keys.insertText(title);
      if (await appears(this.bench.commandRow(title), 1500)) {
        await this.#downTo(this.bench.commandRow(title));
        await this.keys.press('Enter');
        return true;
      }
      await this.keys.press('Escape');
      return false;
    });
  }

  async pick(text) {
    const row = this.bench.quickRow(text);
    await row.waitFor({ timeout: 30_000 });
    await until(`the answer “${text}”`, async () => {
      await this.#downTo(row);
      await this.keys.press('Enter');
      // A list that just opened may take no Enter yet; one that is about to go passes a second one on to what lies behind.
      return disappears(row, 8000);
    });
  }

  async pickMany(texts) {
    for (const text of texts) {
      const row = this.bench.quickRow(text);
      await row.waitFor({ timeout: 30_000 });
      await until(`the check of “${text}”`, async () => {
        // An arrow moves from where one types to the rows, where Space checks.
        await this.keys.press('ArrowDown');
        await this.#downTo(row);
        await this.keys.press('Space');
        return appears(row.and(this.page.locator('[aria-checked="true"]')), 2000);
      });
    }
    await this.keys.press('Enter');
  }

  async answer(text) {
    await this.bench.quickInput().waitFor();
    await this.keys.press('Control+a');
    await this.keys.insertText(text);
    await this.keys.press('Enter');
  }

  async fileDialog(path) {
    await this.bench.typePath(path);
    await this.keys.press('Enter');
  }

  async inspect(folder) {
    await this.keys.press('Control+Shift+e');
    await this.rowMenu(this.bench.explorerRow(folder), 'Inspect SavedModel');
  }

  async openFile(name) {
    await this.keys.press('Control+p');
    await this.bench.quickInput().waitFor();
    await this.keys.insertText(name);
    await this.pick(name);
  }

  async showView(name) {
    await until(`the focus in the view ${name}`, async () => {
      await this.command(`SavedModel Lens: Focus on ${name} View`);
      // A view that is opened for it takes the focus before it has rows, and passes it to none.
      return appears(
        this.page.locator(`.sidebar .pane:has(.pane-header[aria-label^="${name}"]) .monaco-list:focus-within`),
        1500,
      );
    });
  }

  titleAction(title) {
    return this.command(`SavedModel Lens: ${title}`);
  }

  async rowMenu(row, title) {
    await this.#treeTo(row);
    const focused = this.page.locator('.monaco-menu .action-item.focused');
    await until(`the menu entry “${title}”`, async () => {
      await this.keys.press('Shift+F10');
      const entry = this.page.locator('.monaco-menu .action-item', { hasText: title });
      if (!(await appears(entry, 1500))) {
        await this.keys.press('Escape');
        return false;
      }
      await this.#press('ArrowDown', async () => (await focused.count()) > 0 && (await focused.textContent()).includes(title));
      await this.keys.press('Enter');
      return true;
    });
  }

  async unfold(row) {
    await this.#treeTo(row);
    await this.keys.press('ArrowRight');
  }

  async check(row) {
    await this.#treeTo(row);
    await this.keys.press('Space');
  }

  // The panel

  async press(control) {
    await this.#reach(control);
    await this.keys.press('Enter');
  }

  async row(row) {
    const list = row.locator('xpath=ancestor::*[@role="tree" or @role="grid"][1]');
    await this.#reach(list);
    await this.keys.press('Home');
    await this.#press(
      'ArrowDown',
      async () => (await list.getAttribute('aria-activedescendant')) === (await row.getAttribute('id')),
    );
    await this.keys.press('Enter');
  }

  async choose(box, option) {
    await this.#reach(box);
    if (await box.evaluate((element) => element.tagName === 'SELECT')) {
      await this.keys.press('Home');
      await this.#press('ArrowDown', () =>
        box.evaluate((select, wanted) => select.selectedOptions[0]?.text === wanted || select.value === wanted, option),
      );
      return;
    }
    await this.keys.press('Enter');
    await this.keys.press('Home');
    // Attributes follow a frame later than what is selected.
    await this.#press('ArrowDown', () =>
      box.evaluate(({ options, selectedIndex }, wanted) => options[selectedIndex]?.textContent.includes(wanted) === true, option),
    );
    await this.keys.press('Enter');
  }

  async write(field, text) {
    await this.#reach(field);
    // “Select All” goes through the workbench and comes back when the first letters are typed already.
    await this.keys.press('Home');
    await this.keys.press('Shift+End');
    await this.keys.type(text);
  }

  async slide(slider, value) {
    await this.#reach(slider);
    const now = Number(await slider.inputValue());
    for (let i = 0; i < Math.abs(value - now); i++) await this.keys.press(value > now ? 'ArrowRight' : 'ArrowLeft');
  }

  async point(plane, row, column) {
    await this.#reach(plane);
    await this.keys.press('Home');
    for (let i = 0; i < 10; i++) await this.keys.press('PageUp');
    for (let i = 0; i < row; i++) await this.keys.press('ArrowDown');
    await this.keys.press('ArrowRight');
    await this.keys.press('ArrowLeft');
    for (let i = 0; i < column; i++) await this.keys.press('ArrowRight');
  }

  async zoom(plane) {
    await this.#reach(plane);
    await this.keys.press('+');
  }

  async pan(plane) {
    await this.#reach(plane);
    await this.keys.press('End');
    for (let i = 0; i < 2; i++) await this.keys.press('ArrowRight');
    for (let i = 0; i < 3; i++) await this.keys.press('PageDown');
  }

  async unzoom(plane) {
    await this.#reach(plane);
    await this.keys.press('0');
  }

  // The graph

  async box(graph, path) {
    await this.write(graph.locator('vscode-text-field[aria-label="Search boxes"]'), path);
    await this.keys.press('Enter');
  }

  async foldBox() {
    await this.keys.press('Space');
  }

  async wander(graph) {
    await this.#reach(graph.locator('.react-flow__node[tabindex="0"]'));
    for (const key of ['ArrowDown', 'ArrowUp', 'ArrowDown']) await this.keys.press(key);
  }

  // The text editor

  async hover(place) {
    await this.#cursorAt(place);
    return this.bench.hoverText(async () => {
      await this.keys.press('Control+k');
      await this.keys.press('Control+i');
    });
  }

  async lens(place, title) {
    await this.#cursorAt(place);
    await until('the lenses of the line', async () => {
      await this.command('Show CodeLens Commands for Current Line');
      return appears(this.bench.quickRow(title), 2000);
    });
    await this.pick(title);
  }

  async define(place) {
    await this.#cursorAt(place);
    await this.keys.press('F12');
  }

  async fix(place, title) {
    await this.#cursorAt(place);
    const entry = this.page.locator('.action-widget .monaco-list-row', { hasText: title });
    await until(`the quick fix “${title}”`, async () => {
      await this.keys.press('Control+.');
      if (await appears(entry, 2000)) return true;
      await this.keys.press('Escape');
      return false;
    });
    await this.#press('ArrowDown', () => entry.evaluate((element) => element.classList.contains('focused')));
    await this.keys.press('Enter');
  }

  async complete(place, prefix, label) {
    await this.#cursorAt(place, 1);
    await this.keys.type(prefix, { delay: 30 });
    const row = this.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: label }).first();
    await row.waitFor();
    await this.#press('ArrowDown', () => row.evaluate((element) => element.classList.contains('focused')));
    await this.keys.press('Enter');
  }

  async toggleSetting(id) {
    await this.command('Preferences: Open Settings (UI)');
    await this.bench.setting(id);
    await this.#reach(this.page.locator('.settings-editor .setting-item-bool .monaco-custom-toggle').first());
    await this.keys.press('Space');
  }

  // How keys get there

  /** Presses a key until something holds. */
  async #press(key, holds) {
    for (let presses = 0; !(await holds()); presses++) {
      if (presses > MOST_PRESSES) throw new Error(`${key} pressed ${MOST_PRESSES} times does not lead there`);
      await this.keys.press(key);
    }
  }

  #downTo(row) {
    return this.#press('ArrowDown', () => row.evaluate((element) => element.classList.contains('focused')));
  }

  /** Moves the cursor of the tree in the side bar, which has the focus, to a row. */
  async #treeTo(row) {
    const list = this.page.locator('.sidebar .monaco-list:focus-within');
    await list.waitFor();
    const focused = list.locator('.monaco-list-row.focused');
    const index = async (each) => Number(await each.getAttribute('data-index', { timeout: 2000 }).catch(() => NaN));
    await this.keys.press('Home');
    await row.waitFor({ timeout: 30_000 });
    for (let presses = 0; ; presses++) {
      if ((await row.count()) > 0 && (await row.evaluate((element) => element.classList.contains('focused')))) return;
      if (presses > MOST_PRESSES) throw new Error(`the keyboard does not reach the row ${row}`);
      await this.keys.press((await row.count()) > 0 && (await index(row)) < (await index(focused)) ? 'ArrowUp' : 'ArrowDown');
    }
  }

  /** Tabs to an element of the panel (or of a page of the workbench): a part of a set of tabs goes by arrows from the one that Tab finds. */
  async #reach(target) {
    await target.waitFor({ timeout: 30_000 });
    const isTab = (await target.getAttribute('role')) === 'tab';
    const stop = isTab ? target.locator('xpath=..').locator('[role=tab]:not([tabindex="-1"])').first() : target;
    await until(`the focus in the page of ${target}`, async () => {
      if (await stop.evaluate((element) => element.ownerDocument.hasFocus())) return true;
      await this.keys.press('Control+1');
      await this.page.waitForTimeout(50);
      return false;
    });
    for (let presses = 0; ; presses++) {
      const direction = await stop.evaluate(directionTo);
      if (direction === 'here') break;
      if (direction === 'elsewhere' || presses > MOST_PRESSES) throw new Error(`Tab does not lead to ${target}`);
      await this.keys.press(direction === 'after' ? 'Tab' : 'Shift+Tab');
    }
    if (isTab) {
      await this.#press('ArrowRight', () => target.evaluate((element) => element === element.ownerDocument.activeElement));
    }
  }

  /** Puts the cursor before a letter of a word. */
  async #cursorAt({ file, line, word }, letter = 2) {
    const lines = readFileSync(join(this.bench.folder, file), 'utf8').split('\n');
    const row = lines.findIndex((each) => each.includes(line));
    const column = lines[row].indexOf(word) + letter;
    await this.keys.press('Control+g');
    await this.bench.quickInput().waitFor();
    await this.keys.press('Control+a');
    await this.keys.insertText(`:${row + 1}:${column}`);
    await this.keys.press('Enter');
    await this.bench.quickInput().waitFor({ state: 'hidden' });
  }
}
