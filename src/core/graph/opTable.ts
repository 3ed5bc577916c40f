import table from './opTable.json' with { type: 'json' };
import type { OpArg, OpAttr, OpInfo, OpTable, PlainAttr } from './opInfo.ts';

/**
 * Every op of TensorFlow's own registry, made by scripts/op-table/make_op_table.py. One line of text per op, read when asked for:
 *
 *     line   = name "|" ["s"] "|" args "|" args "|" attrs        s: stateful; inputs, outputs
 *     arg    = name ":" ( "@" typeListAttr | [numberAttr "*"] ( typeAttr | dtypeNumber ) ) ["&"]     &: reference
 *     attr   = name ":" type ["=" default as JSON without blanks]
 *
 * Lines are sorted by name: a model names a few dozen of them, so they are searched and never all looked at.
 */
class TextOpTable implements OpTable {
  readonly #lines: readonly string[];
  readonly #parsed = new Map<string, OpInfo>();

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  get(name: string): OpInfo | undefined {
    const known = this.#parsed.get(name);
    if (known !== undefined) return known;
    const line = this.#find(name);
    if (line === undefined) return undefined;
    const info = parseLine(line);
    this.#parsed.set(name, info);
    return info;
  }

  #find(name: string): string | undefined {
    let low = 0;
    let high = this.#lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const line = this.#lines[middle] ?? '';
      const found = line.slice(0, line.indexOf('|'));
      if (found === name) return line;
      if (found < name) low = middle + 1;
      else high = middle;
    }
    return undefined;
  }
}

/** The ops of the TensorFlow version this table was made from, `TABLE_VERSION`. */
export const opTable: OpTable = new TextOpTable(table.ops);

/** TensorFlow version of `opTable`. */
export const TABLE_VERSION: string = table.tensorflow;

function parseLine(line: string): OpInfo {
  const [name = '', flags = '', inputs = '', outputs = '', attrs = ''] = line.split('|');
  return {
    name,
    stateful: flags.includes('s'),
    inputs: words(inputs).map(parseArg),
    outputs: words(outputs).map(parseArg),
    attrs: new Map(
      words(attrs)
        .map(parseAttr)
        .map((attr) => [attr.name, attr]),
    ),
  };
}

function words(text: string): readonly string[] {
  return text === '' ? [] : text.split(' ');
}

function parseArg(text: string): OpArg {
  const colon = text.indexOf(':');
  const isRef = text.endsWith('&');
  const kind = text.slice(colon + 1, isRef ? -1 : undefined);
  const name = text.slice(0, colon);
  if (kind.startsWith('@')) return { name, dtype: 0, typeAttr: '', numberAttr: '', typeListAttr: kind.slice(1), isRef };
  const star = kind.indexOf('*');
  const type = kind.slice(star + 1);
  const isNumber = /^\d/.test(type);
  return {
    name,
    dtype: isNumber ? Number(type) : 0,
    typeAttr: isNumber ? '' : type,
    numberAttr: star < 0 ? '' : kind.slice(0, star),
    typeListAttr: '',
    isRef,
  };
}

function parseAttr(text: string): OpAttr {
  const colon = text.indexOf(':');
  const equals = text.indexOf('=', colon);
  const name = text.slice(0, colon);
  if (equals < 0) return { name, type: text.slice(colon + 1), default: undefined };
  const value = JSON.parse(text.slice(equals + 1)) as PlainAttr;
  return { name, type: text.slice(colon + 1, equals), default: value };
}
