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

const UNSAFE = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A text from a file made safe to print: control characters and direction marks become visible escapes. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0);
    return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
