import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

type Texts = Readonly<Record<string, string>>;

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const read = (name: string): Texts => JSON.parse(readFileSync(join(ROOT, name), 'utf8')) as Texts;
const holes = (text: string): string[] => [...text.matchAll(/\{\d+\}|\(command:[^)]+\)|`#[^`]+#`/g)].map(([hole]) => hole).sort();
const shown = JSON.parse(
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'l10n.mjs'), '--print'], { encoding: 'utf8' }),
) as { readonly texts: readonly string[]; readonly untranslated: readonly string[] };
const languages = readdirSync(join(ROOT, 'l10n')).flatMap((name) => /^bundle\.l10n\.(.+)\.json$/.exec(name)?.[1] ?? []);
const FILES = [
  ['l10n/bundle.l10n', 0.9],
  ['package.nls', 1],
] as const;

describe('translations (npm run l10n keeps them in step)', () => {
  it('have every text of host and page', () => {
    expect(Object.keys(read('l10n/bundle.l10n.json'))).toEqual(shown.texts);
  });

  it('cover the page: no words stand in it that cannot be translated', () => {
    expect(shown.untranslated).toEqual([]);
  });

  it.each(languages)(
    'in %s have every key, the same holes, links and settings in each text, and most of them are translated',
    (language) => {
      for (const [name, share] of FILES) {
        const [english, texts] = [read(`${name}.json`), read(`${name}.${language}.json`)];
        expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
        for (const [key, text] of Object.entries(english)) expect([key, holes(texts[key] ?? '')]).toEqual([key, holes(text)]);
        const words = Object.entries(english).filter(([, text]) => /\p{L}{4}/u.test(text));
        expect(words.filter(([key, text]) => texts[key] !== text).length / words.length).toBeGreaterThanOrEqual(share - 0.05);
      }
    },
  );
});
