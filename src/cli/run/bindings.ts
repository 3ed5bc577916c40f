import { LensError } from '../../core/errors.ts';
import { parseSpec } from '../../core/inputs/spec.ts';
import type { InputBinding } from '../../rpc/modelService.ts';

/** What `--inputs` says: one npz or JSON file of all inputs, or saved_model_cli's `NAME=FILE[KEY];NAME=FILE`. */
export interface InputsOption {
  readonly file?: string;
  readonly bindings: readonly InputBinding[];
}

/** Reads `--inputs`; a value with `=` is saved_model_cli's form. */
export function parseInputsOption(values: readonly string[]): InputsOption {
  const files = values.filter((value) => !value.includes('='));
  if (files.length > 1) {
    throw new LensError('usage', `--inputs names ${files.length} files.`, 'Give one, and the rest with --input NAME=FILE.');
  }
  const bindings = values
    .filter((value) => value.includes('='))
    .flatMap((value) =>
      value
        .split(';')
        .filter((part) => part.trim() !== '')
        .map((part) => parseBinding('--inputs', part)),
    );
  return { ...(files[0] === undefined ? {} : { file: files[0] }), bindings };
}

/** `NAME=SPEC`; a SPEC alone is for the only input: its name is then ''. */
function parseInput(text: string): InputBinding {
  const spec = text.trim();
  return NAMELESS.test(spec) && isSpec(spec) ? { name: '', spec } : parseBinding('--input', text);
}

/** JSON, or no `=` but in brackets. */
const NAMELESS = /^(?:[[{"].*|[^=(]+(?:\([^()]*\))?)$/s;

function isSpec(text: string): boolean {
  try {
    parseSpec(text);
    return true;
  } catch {
    return false;
  }
}

/** `NAME=SPEC`; the name ends at the first `=`. */
export function parseBinding(flag: string, text: string): InputBinding {
  const at = text.indexOf('=');
  if (at <= 0 || at === text.length - 1) {
    throw new LensError(
      'usage',
      `${flag} "${text}" is not NAME=SPEC.`,
      `Write for example ${flag} NAME=values.npy or ${flag} NAME=zeros.`,
    );
  }
  return { name: text.slice(0, at).trim(), spec: text.slice(at + 1).trim() };
}

/** The bindings of a repeated option; one name twice is refused, as nobody means it. */
export function parseBindings(flag: '--input' | '--feed', texts: readonly string[]): InputBinding[] {
  const bindings = texts.map((text) => (flag === '--input' ? parseInput(text) : parseBinding(flag, text)));
  const names = bindings.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new LensError(
      'usage',
      `${flag} gives ${twice === '' ? 'a value without a name' : twice} more than once.`,
      'Keep one of them.',
    );
  return bindings;
}

/** `--dim NAME.AXIS=SIZE`, repeated. */
export function parseDims(values: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    values.map((value) => {
      const [, key = '', size = ''] = /^(.+\.\d+)=(\d+)$/.exec(value.trim()) ?? [];
      if (key === '' || !Number.isSafeInteger(Number(size))) {
        throw new LensError('usage', `--dim "${value}" is not NAME.AXIS=SIZE.`, 'Write for example --dim image.0=4.');
      }
      return [key, Number(size)];
    }),
  );
}
