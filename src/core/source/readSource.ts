import { dataSource } from './dataSource.ts';
import { jsonStrings } from './jsonStrings.ts';
import { pythonSource } from './pythonSource.ts';
import type { Source } from './types.ts';
import { yamlStrings } from './yamlStrings.ts';

/** Larger texts are data, not something that somebody writes. */
const LONGEST = 2_000_000;
const NOTHING: Source = { strings: [], models: [], others: new Set(), entry: {} };

/** Languages in which layer names are looked for. */
export const SOURCE_LANGUAGES = ['python', 'json', 'jsonc', 'yaml'] as const;

/** What a text says of models and layers; takes a time linear in its length and never fails. */
export function readSource(text: string, language: string, isRunFile: boolean): Source {
  if (text.length > LONGEST) return NOTHING;
  switch (language) {
    case 'python':
      return pythonSource(text);
    case 'json':
    case 'jsonc':
      return dataSource(jsonStrings(text), isRunFile);
    case 'yaml':
      return dataSource(yamlStrings(text), isRunFile);
    default:
      return NOTHING;
  }
}
