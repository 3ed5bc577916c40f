/** Control characters, and those that reorder or hide text. */
// eslint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A piece of a string: as it is, or an escape that stands for a character nobody would see. */
export interface TextPiece {
  readonly text: string;
  readonly isEscape: boolean;
}

/** A string as it can be shown: what is invisible or would reorder the line becomes an escape. */
export function visiblePieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), isEscape: false });
    const code = match[0].charCodeAt(0);
    pieces.push({
      text:
        NAMED[match[0]] ?? (code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`),
      isEscape: true,
    });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isEscape: false });
  return pieces;
}
