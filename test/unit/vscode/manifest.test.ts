import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RUN_FILE_ENDING } from '../../../src/core/run/runFile.ts';
import { COMMANDS, CONTEXT_KEYS, EDITOR_TYPE, PANEL_TYPE, SETTINGS, TEXT_EDITOR_TYPE, VIEWS } from '../../../src/vscode/ids.ts';

interface Manifest {
  readonly version: string;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category?: string;
      readonly icon?: string;
    }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly customEditors: readonly { readonly viewType: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly svg: string; readonly altText: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[];
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
    readonly configuration: readonly {
      readonly title: string;
      readonly order: number;
      readonly properties: Readonly<Record<string, Setting>>;
    }[];
  };
}

interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly scope?: string;
  readonly order?: number;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownDescription?: string;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const text = readFileSync(join(ROOT, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const nls = JSON.parse(readFileSync(join(ROOT, 'package.nls.json'), 'utf8')) as Readonly<Record<string, string>>;
const allSettings = Object.assign({}, ...manifest.contributes.configuration.map(({ properties }) => properties)) as Readonly<
  Record<string, Setting>
>;
const sorted = (names: Iterable<string>): string[] => [...names].sort();

/** Every source file of the extension host, as one text. */
const code = readdirSync(join(ROOT, 'src', 'vscode'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(ROOT, 'src', 'vscode', name), 'utf8'))
  .join('\n');

describe('package.json and the code agree', () => {
  it('on commands, in both directions', () => {
    expect(sorted(manifest.contributes.commands.map(({ command }) => command))).toEqual(sorted(Object.values(COMMANDS)));
    for (const name of Object.keys(COMMANDS)) expect(code).toContain(`[COMMANDS.${name}]`);
  });

  it('on views, editors and settings', () => {
    expect(
      sorted(
        Object.values(manifest.contributes.views)
          .flat()
          .map(({ id }) => id),
      ),
    ).toEqual(sorted(Object.values(VIEWS)));
    expect(manifest.contributes.customEditors.map(({ viewType }) => viewType)).toEqual([EDITOR_TYPE, TEXT_EDITOR_TYPE]);
    expect(sorted(manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties)))).toEqual(
      sorted(Object.values(SETTINGS)),
    );
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

  it('on what walkthrough, welcome views and other settings link to, and on the files they show', () => {
    const steps = manifest.contributes.walkthroughs.flatMap((each) => each.steps);
    const texts = [
      ...steps.map(({ description }) => description),
      ...manifest.contributes.viewsWelcome.map(({ contents }) => contents),
    ].map((key) => nls[key.replaceAll('%', '')] ?? '');
    const known = new Set<string>([...Object.values(COMMANDS), ...Object.values(VIEWS).map((id) => `${id}.focus`)]);
    const named = [
      ...texts.flatMap((each) => [...each.matchAll(/\]\(command:([\w.]+)/g)].map(([, id]) => id ?? '')),
      ...steps.flatMap(({ completionEvents }) => completionEvents.flatMap((event) => /^onCommand:(.*)$/.exec(event)?.[1] ?? [])),
    ];
    expect(named.length).toBeGreaterThan(8);
    for (const id of named) expect(known).toContain(id);
    for (const id of steps.flatMap(({ completionEvents }) =>
      completionEvents.flatMap((event) => /^onView:(.*)$/.exec(event)?.[1] ?? []),
    ))
      expect(Object.values(VIEWS)).toContain(id);
    for (const { media } of steps) expect(existsSync(join(ROOT, media.svg))).toBe(true);
    for (const { url } of manifest.contributes.jsonValidation) expect(existsSync(join(ROOT, url))).toBe(true);
    const settings = new Set<string>(Object.values(SETTINGS));
    for (const [, id] of Object.values(nls)
      .join('\n')
      .matchAll(/#(savedmodelLens\.[\w.]+)#/g))
      expect(settings).toContain(id);
  });

  it('on run files', () => {
    expect(manifest.contributes.jsonValidation.map(({ fileMatch }) => fileMatch)).toEqual([`*${RUN_FILE_ENDING}`]);
  });
});

describe('the manifest', () => {
  it('gives every command a category, an icon and a localised title, and every setting a description', () => {
    for (const { command, title, category, icon } of manifest.contributes.commands)
      expect([command, category, title, icon]).toEqual([
        command,
        'SavedModel Lens',
        `%command.${command.split('.')[1] ?? ''}%`,
        expect.stringMatching(/^\$\(.+\)$/),
      ]);
    for (const { properties } of manifest.contributes.configuration)
      for (const property of Object.values(properties)) expect(property.markdownDescription).toMatch(/^%setting\..+%$/);
  });

  it('groups settings in order, each with a type, a default, a scope and its place; what names native code belongs to the machine', () => {
    expect(manifest.contributes.configuration.map(({ order }) => order)).toEqual(
      manifest.contributes.configuration.map((_each, i) => i + 1),
    );
    for (const { title, properties } of manifest.contributes.configuration) {
      expect(title).toMatch(/^%configuration\..+%$/);
      expect(Object.values(properties).map(({ order }) => order)).toEqual(Object.values(properties).map((_each, i) => i + 1));
      for (const [id, { type, default: value, scope, enum: words, enumDescriptions }] of Object.entries(properties)) {
        expect([id, typeof value]).toEqual([id, type]);
        expect([id, scope]).toEqual([
          id,
          expect.stringMatching(/^(machine|window|resource|language-overridable|machine-overridable)$/),
        ]);
        expect(enumDescriptions?.length).toBe(words?.length);
      }
    }
    for (const id of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations)
      expect(allSettings[id]?.scope).toBe('machine');
    expect([allSettings[SETTINGS.engine]?.scope, allSettings[SETTINGS.libtensorflow]?.scope]).toEqual(['machine', 'machine']);
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
