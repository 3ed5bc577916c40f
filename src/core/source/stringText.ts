import { escaped } from './escapes.ts';

/** A text as it stands between quotes of Python, JSON or YAML: what would end or change the string is escaped. */
export function stringText(text: string, quote: string | undefined, language: string): string {
  if (quote === undefined) return text;
  if (language === 'json' || language === 'jsonc') return JSON.stringify(text).slice(1, -1);
  if (language === 'yaml' && quote === "'") return text.replaceAll("'", "''");
  return escaped(text, quote);
}
