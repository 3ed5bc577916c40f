import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMANDS, CONTEXT_KEYS, EDITOR_TYPE, PANEL_TYPE, SETTINGS, VIEWS } from '../../../src/vscode/ids.ts';

interface Manifest {
  readonly version: string;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category?: string; readonly icon?: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly customEditors: readonly { readonly viewType: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, { readonly markdownDescription?: string }>> }[];
  };
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const text = readFileSync(join(ROOT, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const nls = JSON.parse(readFileSync(join(ROOT, 'package.nls.json'), 'utf8')) as Readonly<Record<string, string>>;
const sorted = (names: Iterable<string>): string[] => [...names].sort();

/** Every source file of the extension host, as one text. */
const code = readdirSync(join(ROOT, 'src', 'vscode'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts')).map((name) => readFileSync(join(ROOT, 'src', 'vscode', name), 'utf8')).join('\n');

describe('package.json and the code agree', () => {
  it('on commands, in both directions', () => {
    expect(sorted(manifest.contributes.commands.map(({ command }) => command))).toEqual(sorted(Object.values(COMMANDS)));
    for (const name of Object.keys(COMMANDS)) expect(code).toContain(`[COMMANDS.${name}]`);
  });

  it('on views, editors and settings', () => {
    expect(sorted(Object.values(manifest.contributes.views).flat().map(({ id }) => id))).toEqual(sorted(Object.values(VIEWS)));
    expect(manifest.contributes.customEditors.map(({ viewType }) => viewType)).toEqual([EDITOR_TYPE]);
    expect(sorted(manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties)))).toEqual(sorted(Object.values(SETTINGS)));
    expect(manifest.activationEvents).toContain(`onWebviewPanel:${PANEL_TYPE}`);
  });

  it('on context keys: every key of a when clause is set, every key that is set is used', () => {
    const used = new Set([...text.matchAll(/savedmodelLens\.(?:folders|is\w+|has\w+)/g)].map(([key]) => key));
    expect(sorted(used)).toEqual(sorted(Object.values(CONTEXT_KEYS)));
  });

  it('on what menus name', () => {
    const known = new Set<string>(Object.values(COMMANDS));
    for (const { command } of Object.values(manifest.contributes.menus).flat()) expect(known).toContain(command);
  });
});

describe('the manifest', () => {
  it('gives every command a category, an icon and a localised title, and every setting a description', () => {
    for (const { command, title, category, icon } of manifest.contributes.commands) expect([command, category, title, icon]).toEqual([command, 'SavedModel Lens', `%command.${command.split('.')[1] ?? ''}%`, expect.stringMatching(/^\$\(.+\)$/)]);
    for (const { properties } of manifest.contributes.configuration) for (const property of Object.values(properties)) expect(property.markdownDescription).toMatch(/^%setting\..+%$/);
  });

  it('has a text for every key, and no text that nobody uses', () => {
    expect(sorted(new Set([...text.matchAll(/%([\w.]+)%/g)].map(([, key]) => key ?? '')))).toEqual(sorted(Object.keys(nls)));
  });

  it('asks for no newer VS Code in its types than it supports', () => {
    expect(manifest.devDependencies['@types/vscode']).toBe(manifest.engines.vscode.replace('^', ''));
  });

  it('has the version that the changelog begins with', () => {
    const [, newest] = /^## \[(\d+\.\d+\.\d+)\]/m.exec(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8')) ?? [];
    expect(newest).toBe(manifest.version);
  });
});
