import type { PythonToken } from './pythonTokens.ts';

/** A path that an expression stands for, and the token after the expression. */
export interface PathValue {
  readonly path: string | undefined;
  readonly next: number;
  readonly isPath: boolean;
}

const WRAPPERS: ReadonlySet<string> = new Set(['str', 'fspath', 'expanduser', 'resolve']);
const PATHS: ReadonlySet<string> = new Set(['Path', 'PurePath', 'PosixPath', 'PurePosixPath']);

/**
 * Reads `"…"`, a constant's name, `Path("…")`, `Path("…") / "…"`, `str(…)`. Anything else (`os.path.join`, f-strings, sums)
 * has no path: what it gives is not guessed.
 */
export function readPath(
  tokens: readonly PythonToken[],
  at: number,
  constants: ReadonlyMap<string, string | undefined>,
): PathValue {
  let value = readPrimary(tokens, at, constants);
  while (value.path !== undefined && value.isPath && tokens[value.next]?.text === '/') {
    const part = readPrimary(tokens, value.next + 1, constants);
    value = { path: part.path === undefined ? undefined : joined(value.path, part.path), next: part.next, isPath: true };
  }
  const after = tokens[value.next];
  const isEnd = after === undefined || after.kind === 'line' || after.text === ',' || after.text === ')' || after.text === ';';
  return isEnd ? value : { ...value, path: undefined };
}

function readPrimary(tokens: readonly PythonToken[], at: number, constants: ReadonlyMap<string, string | undefined>): PathValue {
  const token = tokens[at];
  if (token?.kind === 'string') return { path: token.isPlain ? token.value : undefined, next: at + 1, isPath: false };
  if (token?.kind !== 'name') return { path: undefined, next: at + 1, isPath: false };
  const last = nameEnd(tokens, at);
  const word = tokens[last]?.text ?? '';
  if (tokens[last + 1]?.text !== '(')
    return { path: last === at ? constants.get(word) : undefined, next: last + 1, isPath: last === at && constants.has(word) };
  const isPath = PATHS.has(word);
  if (!isPath && !WRAPPERS.has(word)) return { path: undefined, next: last + 2, isPath: false };
  const inner = readPath(tokens, last + 2, constants);
  const isClosed = tokens[inner.next]?.text === ')';
  return { path: isClosed ? inner.path : undefined, next: inner.next + 1, isPath };
}

/** Index of the last name of `a.b.c` that begins at `at`. */
export function nameEnd(tokens: readonly PythonToken[], at: number): number {
  let last = at;
  while (tokens[last + 1]?.text === '.' && tokens[last + 2]?.kind === 'name') last += 2;
  return last;
}

function joined(left: string, right: string): string {
  return /^([/\\]|[A-Za-z]:)/.test(right) ? right : `${left.replace(/\/$/, '')}/${right}`;
}

/** Names that are given one path and never another: `MODEL_DIR = "…"`. A name with several values has none. */
export function pathConstants(tokens: readonly PythonToken[]): ReadonlyMap<string, string | undefined> {
  const constants = new Map<string, string | undefined>();
  for (let at = 0; at < tokens.length; at++) {
    const name = tokens[at];
    const before = tokens[at - 1];
    const isStart = before === undefined || before.kind === 'line' || before.text === ';';
    if (!isStart || name?.kind !== 'name') continue;
    const equals = assignedAt(tokens, at);
    if (equals === undefined) continue;
    const { path } = readPath(tokens, equals + 1, constants);
    const isNew = !constants.has(name.text);
    constants.set(name.text, isNew || constants.get(name.text) === path ? path : undefined);
  }
  return constants;
}

/** Index of the `=` of `NAME = …` or `NAME: type = …` that begins at `at`. */
export function assignedAt(tokens: readonly PythonToken[], at: number): number | undefined {
  let equals = at + 1;
  if (tokens[equals]?.text === ':') {
    while (tokens[equals] !== undefined && tokens[equals]?.kind !== 'line' && tokens[equals]?.text !== '=') equals++;
  }
  return tokens[equals]?.text === '=' && tokens[equals + 1]?.text !== '=' ? equals : undefined;
}
