const ESCAPE = /\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|[\s\S])/g;
const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '/': '/',
  '\n': '',
};

/** What a string of Python or a double-quoted one of YAML stands for; unknown escapes stay as they are. */
export function unescaped(content: string): string {
  if (!content.includes('\\')) return content;
  return content.replace(ESCAPE, (whole, escape: string) => {
    if (/^[xuU]./.test(escape)) return codePoint(Number.parseInt(escape.slice(1), 16)) ?? whole;
    if (/^[0-7]/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8));
    return SIMPLE[escape] ?? whole;
  });
}

function codePoint(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** A text between quotes of Python or double quotes of YAML, so that `unescaped` gives it again. */
export function escaped(text: string, quote: string): string {
  // eslint-disable-next-line no-control-regex -- names from files hold control characters
  return text.replace(/[\\\x00-\x1f\x7f]|["']/g, (character) => {
    if (character === '"' || character === "'") return character === quote[0] ? `\\${character}` : character;
    if (character === '\\') return '\\\\';
    return character === '\n' ? '\\n' : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
