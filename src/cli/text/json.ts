/** JSON as cli.md has it: non-finite numbers are words, integers beyond 2^53 decimal strings. */
export function jsonText(document: unknown): string {
  return `${JSON.stringify(document, replace, 2)}\n`;
}

function replace(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  return value;
}
