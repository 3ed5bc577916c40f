import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pythonSource } from '../../../../src/core/source/pythonSource.ts';
import { stringAt } from '../../../../src/core/source/types.ts';

const models = (text: string) => pythonSource(text).models.map(({ path, variables }) => [path, variables[0]]);
const roles = (text: string) =>
  pythonSource(text)
    .strings.filter(({ role }) => role !== 'other')
    .map(({ value, role, receiver }) => [value, role, receiver]);

describe('load calls in Python', () => {
  it.each([
    ['m = tf.saved_model.load("a/b")', 'a/b'],
    ['m = tf.compat.v1.saved_model.load(session, ["serve"], "a")', 'a'],
    ['m = tf.saved_model.load(export_dir="a", tags=None)', 'a'],
    ['m = keras.models.load_model(r"a\\b")', 'a\\b'],
    ['m = tf.keras.layers.TFSMLayer("a", call_endpoint="serving_default")', 'a'],
    ['m = TFSMLayer(call_endpoint="x", filepath="a")', 'a'],
    ['m = hub.load("a")', 'a'],
    ['m = load_model(\n    "a",  # where it lies\n    compile=False)', 'a'],
    ['MODEL_DIR: str = "a"\nm = load_model(MODEL_DIR)', 'a'],
    ['m = load_model(Path("a") / "b" / "c")', 'a/b/c'],
    ['BASE = pathlib.Path("a")\nm = load_model(str(BASE / "b"))', 'a/b'],
    ['from tensorflow.saved_model import load\nm = load("a")', 'a'],
    ['from tensorflow.saved_model import save, load as get\nm = get("a")', 'a'],
  ])('%s', (text, path) => expect(models(text)).toEqual([[path, 'm']]));

  it.each([
    'm = load_model(os.path.join("a", "b"))',
    'm = load_model(f"{root}/a")',
    'm = load_model("a" + name)',
    'm = load_model("a" "b")',
    'm = load_model(sys.argv[1])',
    'm = load_model()',
    'D = "a"\nD = "b"\nm = load_model(D)',
    'm = load_model(b"a")',
  ])('%s gives no path: nothing is guessed', (text) => expect(models(text)).toEqual([[undefined, 'm']]));

  it.each([
    'm = torch.load("a")',
    'm = np.load("a.npy")',
    'load("a")',
    '# load_model("a")',
    'x = "load_model(\\"a\\")"',
    '"""\nload_model("a")\n"""',
  ])('%s is none', (text) => expect(models(text)).toEqual([]));

  it('knows the attribute that holds a model', () => {
    expect(models('class A:\n  def __init__(self):\n    self.net = load_model("a")\n')).toEqual([['a', 'self.net']]);
  });

  it('marks the name of the call', () => {
    const text = 'x = 1\nm = tf.saved_model.load("a")';
    const [model] = pythonSource(text).models;
    expect(text.slice(model?.from, model?.to)).toBe('tf.saved_model.load');
  });
});

describe('layer names in Python', () => {
  it.each([
    ['m.get_layer("x")', 'x', 'm'],
    ["m.get_layer(name='x').output", 'x', 'm'],
    ['self.net.get_layer("x", 3)', 'x', 'self.net'],
    ['load_model("a").get_layer("x")', 'x', undefined],
    ['f(1)\nm.get_layer("x', 'x', 'm'],
    ['get_layer(r"a\\b")', 'a\\b', undefined],
    ["get_layer('it\\'s')", "it's", undefined],
    ['get_layer("a\\x1b\\u00e4\\n\\q")', 'a\x1bä\n\\q', undefined],
  ])('%s', (text, name, receiver) => expect(roles(text)).toEqual([[name, 'layer', receiver]]));

  it('finds none where the name is made up', () => {
    expect(roles('get_layer("a" + b); get_layer(f"a{i}"); get_layer(index=3); get_layers("a")')).toEqual([]);
  });

  it('finds selections of our own command lines', () => {
    expect(roles('subprocess.run(["savedmodel-lens", "run", "m", "--select", "a,b"])')).toEqual([
      ['a,b', 'selection', undefined],
    ]);
    const text = `os.system("savedmodel-lens run m --select 'a, b' --select=c")`;
    expect(roles(text)).toEqual([
      ['a, b', 'selection', undefined],
      ['c', 'selection', undefined],
    ]);
    expect(models(text)).toEqual([['m', undefined]]);
  });

  it('goes on after a bracket that is never closed', () => {
    expect(roles('x = f(1, (2\ndef g(m):\n  return m.get_layer("a")\n')).toEqual([['a', 'layer', 'm']]);
  });

  it('knows variables that hold something else', () => {
    const {
      others,
      models: [model],
    } = pythonSource('a = load_model("m")\nb = build()\na = b\nc.d = 1\nif b == c: pass\ne = a.get_layer("x")\nf = e.encoder');
    expect([...others]).toEqual(['b', 'c.d']);
    expect(model?.variables).toEqual(['a', 'e', 'f']);
  });

  it('gives strings in order, each with the place of its content, and fails on no text', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('get_layer("', "'", '"""', '\n', 'load_model(', '\\', '= ', 'x', ')', '#', 'f"', '--select '),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        let last = -1;
        for (const string of pythonSource(text).strings) {
          expect(string.from).toBeGreaterThan(last);
          expect(string.to).toBeGreaterThanOrEqual(string.from);
          expect(string.to).toBeLessThanOrEqual(text.length);
          if (!/\\/.test(text.slice(string.from, string.to))) expect(text.slice(string.from, string.to)).toBe(string.value);
          last = string.to;
        }
      }),
    );
  });
});

describe('stringAt', () => {
  it('finds the string around an offset, its ends included', () => {
    const source = pythonSource('a("one", "two")');
    const at = (offset: number) => stringAt(source, offset)?.value;
    expect([2, 3, 4, 6, 7, 9, 10, 13, 14].map(at)).toEqual([
      undefined,
      'one',
      'one',
      'one',
      undefined,
      undefined,
      'two',
      'two',
      undefined,
    ]);
  });
});
