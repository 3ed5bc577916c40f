#!/usr/bin/env node
// Screenshots of every view in three themes, wide and narrow, into gallery/ (which git ignores): `npm run gallery [-- --scene NAME,NAME --theme NAME]`.
// For looking at what a person sees, and for the README's pictures.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ensureCodeServer } from '../../scripts/setup/codeServer.mjs';
import { ROOT, say } from '../../scripts/setup/common.mjs';
import { ensureChromium } from '../../scripts/setup/systemPackages.mjs';
import { packageExtension } from '../../scripts/package.mjs';
import { CHROMIUM_FLAGS } from './browser.mjs';
import { SCENES } from './scenes.mjs';
import { startServer } from './server.mjs';
import { THEMES, Workbench } from './workbench.mjs';
import { makeWorkspace } from './workspace.mjs';

const SIZES = { wide: { width: 1400, height: 900 }, narrow: { width: 900, height: 900 } };

function option(name) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

const wanted = (name, value) =>
  option(name)
    ?.split(',')
    .some((part) => value.includes(part)) ?? true;
const { file: vsix } = await packageExtension();
const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_FLAGS });
const directory = join(ROOT, 'out', 'gallery');
const folder = makeWorkspace(directory);
const server = await startServer({ codeServer: ensureCodeServer('newest'), vsix, directory: join(directory, 'server') });
const bench = await Workbench.open(browser, server, folder);
let failures = 0;
for (const [name, scene] of Object.entries(SCENES)) {
  if (!wanted('scene', name)) continue;
  mkdirSync(join(ROOT, 'gallery', name), { recursive: true });
  try {
    await bench.page.setViewportSize(SIZES.wide);
    await scene(bench);
    for (const theme of Object.keys(THEMES)) {
      if (!wanted('theme', theme)) continue;
      await bench.theme(theme);
      for (const [size, viewport] of Object.entries(SIZES)) {
        await bench.page.setViewportSize(viewport);
        await bench.page.waitForTimeout(700);
        await bench.page.screenshot({ path: join(ROOT, 'gallery', name, `${theme}-${size}.png`) });
      }
    }
    say(`gallery/${name}`);
  } catch (error) {
    failures++;
    say(`gallery/${name} failed: ${error}`);
    await bench.page.screenshot({ path: join(ROOT, 'gallery', name, 'failed.png') });
  }
}
await bench.close();
await server.stop();
await browser.close();
process.exit(failures > 0 ? 1 : 0);
