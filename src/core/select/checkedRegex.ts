const LONGEST = 300;

/**
 * A regular expression that cannot take for ever on a long name: refuses a repetition of something that itself repeats or
 * branches, and back references, which JavaScript matches in exponential time.
 */
export function checkedRegex(source: string, flags: string, error: (what: string) => Error): RegExp {
  if (source.length > LONGEST) throw error(`the regular expression is longer than ${LONGEST} characters`);
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, [...new Set(flags)].join(''));
  } catch (cause) {
    throw error(`the regular expression is not valid (${cause instanceof Error ? cause.message : String(cause)})`);
  }
  if (repeatsRepetition(source))
    throw error('the regular expression repeats something that repeats or branches itself, which could take for ever');
  return pattern;
}

interface OpenGroup {
  /** something in it repeats or branches */
  complex: boolean;
}

function repeatsRepetition(source: string): boolean {
  const groups: OpenGroup[] = [{ complex: false }];
  let closed: OpenGroup | undefined;
  let repetitions = 0;
  for (let at = 0; at < source.length; at++) {
    const character = source[at] ?? '';
    const top = groups.at(-1);
    const before: OpenGroup | undefined = closed;
    closed = undefined;
    if (character === '\\') {
      if (/[1-9k]/.test(source[at + 1] ?? '')) return true;
      at++;
    } else if (character === '[') at = classEnd(source, at);
    else if (character === '(') groups.push({ complex: false });
    else if (character === '|' && top !== undefined) top.complex = true;
    else if (character === ')') {
      closed = groups.pop();
      const outer = groups.at(-1);
      if (outer !== undefined && closed?.complex === true) outer.complex = true;
    } else if (repeatsWithoutBound(source, at)) {
      if (before?.complex === true || ++repetitions > 6) return true;
      if (top !== undefined) top.complex = true;
    }
  }
  return false;
}

function repeatsWithoutBound(source: string, at: number): boolean {
  const character = source[at];
  if (character === '*' || character === '+') return true;
  const bounds = character === '{' ? /^\{(\d+)(,?)(\d*)\}/.exec(source.slice(at)) : null;
  if (bounds === null) return false;
  return (bounds[2] === ',' && bounds[3] === '') || Number(bounds[3] === '' ? bounds[1] : bounds[3]) > 10;
}

function classEnd(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === ']') return at;
  }
  return source.length;
}
