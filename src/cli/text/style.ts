import type { TextSink } from '../context.ts';

type Paint = (text: string) => string;

/** Terminal colours by meaning; every one is the identity where colours are off. */
export interface Style {
  readonly heading: Paint;
  readonly dim: Paint;
  readonly name: Paint;
  readonly good: Paint;
  readonly warn: Paint;
  readonly bad: Paint;
}

/** Colours for a sink: only on a terminal and never with `NO_COLOR` (https://no-color.org). */
export function styleFor(sink: TextSink, env: Readonly<Record<string, string | undefined>>): Style {
  const on = sink.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  const paint = (code: string): Paint => (on ? (text) => `\u001b[${code}m${text}\u001b[0m` : (text) => text);
  return { heading: paint('1'), dim: paint('2'), name: paint('36'), good: paint('32'), warn: paint('33'), bad: paint('31') };
}
