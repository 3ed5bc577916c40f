// What a person does in VS Code, in terms of its page. Entries of extensions appear a second or two after the workbench, and
// an open menu or palette is not refreshed: so those are opened again until the entry is there.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const PATIENCE_MS = 30_000;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Theme → its id, the class of the workbench, the class of a webview's body. */
export const THEMES = {
  dark: ['Default Dark Modern', 'dark_modern', 'vscode-dark'],
  light: ['Default Light Modern', 'light_modern', 'vscode-light'],
  contrast: ['Default High Contrast', 'hc_black', 'vscode-high-contrast'],
};

/** Errors of ours: from our page, about our extension, or against our content security policy. The workbench logs others of its own. */
const OURS = /savedmodel|dist\/webview|Content Security Policy/i;

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Whether an element is there within a time. */
export function appears(locator, timeout) {
  return locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}

/** Whether an element is gone within a time. */
export function disappears(locator, timeout) {
  return locator.waitFor({ state: 'hidden', timeout }).then(
    () => true,
    () => false,
  );
}

/** Repeats until `attempt` answers true. */
export async function until(what, attempt) {
  for (const limit = Date.now() + PATIENCE_MS; ;) {
    if (await attempt()) return;
    if (Date.now() > limit) throw new Error(`${what} did not appear within ${PATIENCE_MS / 1000} s`);
  }
}

/** One browser window on a folder. */
export class Workbench {
  constructor(page, folder) {
    this.page = page;
    this.folder = folder;
    this.errors = [];
  }

  static async open(browser, server, folder, viewport = { width: 1400, height: 900 }, language = undefined) {
    const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] });
    // The page of VS Code says its language in this variable; texts of its own it would fetch from elsewhere.
    if (language !== undefined)
      await context.addInitScript((code) => {
        globalThis._VSCODE_NLS_LANGUAGE = code;
      }, language);
    const page = await context.newPage();
    const bench = new Workbench(page, folder);
    page.on('console', (message) => {
      if (message.type() === 'error' && OURS.test(`${message.text()} ${message.location().url}`))
        bench.errors.push(message.text());
    });
    page.on('pageerror', (error) => {
      if (OURS.test(String(error.stack))) bench.errors.push(String(error));
    });
    await page.goto(`${server.url}/?folder=${encodeURIComponent(folder)}`);
    await page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 60_000 });
    await page.locator('.activitybar a[aria-label^="SavedModel Lens"]').waitFor({ timeout: 60_000 });
    return bench;
  }

  close() {
    return this.page.context().close();
  }

  explorerRow(name) {
    return this.page
      .locator('.explorer-folders-view .monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText: new RegExp(`^${escape(name)}$`) }) });
  }

  async contextMenu(row, title) {
    await until(`the menu entry “${title}”`, async () => {
      // A menu that is still open covers the row: the click is given up, the menu closed, and all tried again.
      const isOpen = await row.click({ button: 'right', timeout: 3000 }).then(
        () => true,
        () => false,
      );
      const item = this.page.locator('.monaco-menu .action-item').filter({ hasText: title });
      const isThere = isOpen && (await appears(item, 1000));
      if (isThere) {
        // A menu takes no mouse-up in its first tenth of a second.
        await this.page.waitForTimeout(200);
        // The menu may close under the click when entries arrive: then it is opened again.
        const isClicked = await item.click({ timeout: 3000 }).then(
          () => true,
          () => false,
        );
        return isClicked && disappears(item, 1000);
      }
      await this.page.keyboard.press('Escape');
      return false;
    });
  }

  /** Titles of the context menu of a row. */
  async menuTitles(row) {
    await row.click({ button: 'right' });
    await this.page.locator('.monaco-menu .action-item').first().waitFor();
    const titles = await this.page.locator('.monaco-menu .action-item .action-label').allTextContents();
    await this.page.keyboard.press('Escape');
    return titles.filter((title) => title !== '');
  }

  async command(title) {
    await until(`the command “${title}”`, async () => {
      await this.page.keyboard.press('F1');
      await this.quickInput().waitFor();
      await this.quickInput().fill(`>${title}`);
      const row = this.commandRow(title);
      if (await appears(row, 1500)) {
        await row.click();
        return true;
      }
      await this.page.keyboard.press('Escape');
      return false;
    });
  }

  /** Where one types in an open quick pick, palette or file dialog. */
  quickInput() {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }

  quickRow(text) {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();
  }

  /** The versions of VS Code do not agree on capitals. */
  commandRow(title) {
    return this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.getByText(new RegExp(`^${escape(title)}$`, 'i')) })
      .first();
  }

  /** Chooses an entry of the open quick pick. */
  async pick(text) {
    const row = this.quickRow(text);
    await row.waitFor({ timeout: PATIENCE_MS });
    await row.click();
  }

  /** Types a path into a simple file dialog. */
  async typePath(path) {
    await this.quickInput().waitFor();
    await this.page.waitForTimeout(500);
    await this.quickInput().fill(path);
    await this.page.waitForTimeout(700);
  }

  /** Fills the path of a simple file dialog. */
  async fileDialog(path) {
    await this.typePath(path);
    await this.page.keyboard.press('Enter');
  }

  async openSideBar() {
    const icon = this.page.locator('.activitybar .action-item:has(a[aria-label^="SavedModel Lens"])');
    const isOpen = await icon.evaluate((element) => element.classList.contains('checked'));
    if (!isOpen) await icon.locator('a').first().click({ force: true });
  }

  async openExplorer() {
    const icon = this.page.locator('.activitybar .action-item:has(a[aria-label^="Explorer"])');
    if (!(await icon.evaluate((element) => element.classList.contains('checked'))))
      await icon.locator('a').first().click({ force: true });
  }

  /** Row of a tree of ours by its label. */
  treeRow(label) {
    return this.page
      .locator('.sidebar .monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText: new RegExp(`^${escape(label)}$`) }) })
      .first();
  }

  async check(label) {
    await this.treeRow(label).waitFor({ timeout: PATIENCE_MS });
    await this.treeRow(label).locator('.monaco-custom-toggle, .custom-view-tree-node-item-checkbox').first().click();
  }

  /** The page of the visible panel of ours. */
  panel() {
    return this.page
      .frameLocator('iframe.webview.ready[src*="extensionId=savedmodel-lens"] >> visible=true')
      .frameLocator('iframe#active-frame');
  }

  /** The frame itself, for evaluating in it. */
  panelFrame() {
    return this.page
      .frames()
      .filter((frame) => frame.url().includes('fake.html'))
      .at(-1);
  }

  notification(text) {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text });
  }

  async clearNotifications() {
    await this.command('Notifications: Clear All Notifications');
  }

  /** What the hover says that `show` brings up; it is not refreshed in place, so it is brought up again until it says something. */
  async hoverText(show) {
    const rows = this.page.locator('.monaco-hover:not(.hidden) .hover-row .rendered-markdown');
    let texts = [];
    await until('a hover', async () => {
      await this.page.keyboard.press('Escape');
      await show();
      if (!(await appears(rows.first(), 2000))) return false;
      texts = await rows.allTextContents();
      return texts.some((text) => text !== '' && !text.startsWith('Loading'));
    });
    return texts.join('\n');
  }

  hover(locator) {
    return this.hoverText(async () => {
      await this.page.mouse.move(5, 5);
      await locator.hover();
    });
  }

  /** Opens the settings on one of them. */
  async setting(id) {
    await this.page.locator('.settings-editor .search-container .view-line').waitFor({ timeout: PATIENCE_MS });
    await this.page.keyboard.type(`@id:${id}`);
    await this.page
      .locator('.settings-editor .setting-item-contents')
      .nth(1)
      .waitFor({ state: 'detached', timeout: PATIENCE_MS });
    await this.page.locator('.settings-editor .setting-item-bool').waitFor({ timeout: PATIENCE_MS });
  }

  async theme(name) {
    const file = join(this.folder, '.vscode', 'settings.json');
    mkdirSync(join(this.folder, '.vscode'), { recursive: true });
    const settings = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    writeFileSync(file, JSON.stringify({ ...settings, 'workbench.colorTheme': THEMES[name][0] }));
    await this.page.waitForFunction(
      (className) => document.querySelector('.monaco-workbench')?.className.includes(className),
      THEMES[name][1],
      { timeout: PATIENCE_MS },
    );
  }

  /** What axe-core finds wrong in the panel, as `rule: first element`. */
  async accessibilityFindings() {
    const frame = await this.panel()
      .locator('body')
      .elementHandle()
      .then((body) => body.ownerFrame());
    return this.axeIn(frame);
  }

  /** What axe-core finds wrong in a frame, or in one part of it. */
  async axeIn(frame, part) {
    await frame.evaluate(AXE);
    return frame.evaluate(async (selector) => {
      const { violations } = await window.axe.run(selector === undefined ? document : { include: [selector] }, {
        resultTypes: ['violations'],
      });
      return violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map((node) => node.html.slice(0, 160))
            .join(' | ')}`,
      );
    }, part);
  }

  /** Number of different colours on a canvas of the panel, read from its pixels. */
  async canvasColours(view) {
    const canvas = this.panel().locator(`canvas[data-view="${view}"][data-painted]`);
    await canvas.waitFor({ timeout: PATIENCE_MS });
    return canvas.evaluate((element) => {
      const { data } = element.getContext('2d').getImageData(0, 0, element.width, element.height);
      const colours = new Set();
      for (let i = 0; i < data.length; i += 4)
        if (data[i + 3] > 0) colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return colours.size;
    });
  }
}
