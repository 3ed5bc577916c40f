import { LensError } from '../errors.ts';

/** An object out of JSON: the features of a tf.Example. */
export class JsonObject {
  constructor(readonly fields: Readonly<Record<string, unknown>>) {}
}

/** A value out of JSON: number, text, truth value, bytes (`{"b64": …}`), object, or nested lists of these. */
export type JsonLiteral = number | string | boolean | Uint8Array | JsonObject | readonly JsonLiteral[];

/** The literal that parsed JSON is, undefined when it holds null or bytes that are none; lists are followed without recursion limits of the file's making. */
export function jsonLiteral(value: unknown, depth = 0): JsonLiteral | undefined {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  if (!Array.isArray(value))
    return base64Bytes(value) ?? (isObject(value) && !('b64' in value) ? new JsonObject(value) : undefined);
  if (depth >= DEEPEST) return undefined;
  const items: JsonLiteral[] = [];
  for (const item of value as unknown[]) {
    const literal = jsonLiteral(item, depth + 1);
    if (literal === undefined) return undefined;
    items.push(literal);
  }
  return items;
}

const DEEPEST = 64;

/** TensorFlow Serving's way to write bytes into JSON. */
function base64Bytes(value: unknown): Uint8Array | undefined {
  if (!isObject(value) || typeof value['b64'] !== 'string' || Object.keys(value).length !== 1) return undefined;
  try {
    return Uint8Array.from(atob(value['b64']), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/**
 * Values by input name out of a JSON file: `{"NAME": value}`, or a request to TensorFlow Serving, in rows
 * (`{"instances": [{"NAME": value}, …]}`) or columns (`{"inputs": {"NAME": value}}`), whose names may be left out for the only
 * input, or with tf.Examples for it (`{"examples": [{"FEATURE": value}, …], "context": {…}}`). A file that holds no object is that input's value. Source: TensorFlow Serving, RESTful API.
 * @throws LensError bad-input-file
 */
export function jsonInputs(text: string, names: readonly string[], file: string): ReadonlyMap<string, JsonLiteral> {
  const value = parsed(text, file);
  if (!isObject(value)) return only(value, names, file);
  if (Array.isArray(value['instances'])) return rows(value['instances'] as unknown[], names, file);
  if (isExamples(value['examples'])) return only(withContext(value['examples'], value['context']), names, file);
  if ('inputs' in value && !names.includes('inputs'))
    return isObject(value['inputs']) ? columns(value['inputs'], file) : only(value['inputs'], names, file);
  return columns(value, file);
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LensError(
      'bad-input-file',
      `${file} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}.`,
      FORMS,
      { cause },
    );
  }
}

const FORMS = 'Write {"NAME": value, …}, a request {"instances": […]}, {"inputs": …} or {"examples": […]}, or one value.';

function rows(instances: readonly unknown[], names: readonly string[], file: string): ReadonlyMap<string, JsonLiteral> {
  const [first] = instances;
  if (!isObject(first) || base64Bytes(first) !== undefined) return only(instances, names, file);
  const keys = Object.keys(first);
  if (names.length === 1 && !keys.some((key) => names.includes(key))) return only(instances, names, file);
  for (const [index, row] of instances.entries()) {
    const lacking = keys.find((key) => !isObject(row) || !(key in row));
    if (lacking === undefined) continue;
    throw new LensError(
      'bad-input-file',
      `In ${file}, instance ${index} has no ${lacking}, which instance 0 has.`,
      'Give every instance the same keys.',
    );
  }
  return columns(
    Object.fromEntries(keys.map((name) => [name, instances.map((row) => (isObject(row) ? row[name] : undefined))])),
    file,
  );
}

/** The body of Serving's classify and regress, rather than texts for an input called `examples`. */
function isExamples(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => isObject(each) && base64Bytes(each) === undefined);
}

/** What all examples have in common is part of each. */
function withContext(examples: readonly Readonly<Record<string, unknown>>[], context: unknown): readonly unknown[] {
  return isObject(context) ? examples.map((example) => ({ ...context, ...example })) : examples;
}

function only(value: unknown, names: readonly string[], file: string): ReadonlyMap<string, JsonLiteral> {
  const [name] = names;
  if (name === undefined || names.length > 1) {
    throw new LensError(
      'bad-input-file',
      `${file} does not say which input its value is for; there are ${names.length}: ${names.join(', ')}.`,
      'Write {"NAME": value, …}.',
    );
  }
  return columns({ [name]: value }, file);
}

function columns(values: Readonly<Record<string, unknown>>, file: string): ReadonlyMap<string, JsonLiteral> {
  return new Map(
    Object.entries(values).map(([name, value]) => {
      const literal = jsonLiteral(value);
      if (literal !== undefined) return [name, literal];
      throw new LensError(
        'bad-input-file',
        `In ${file}, the value of ${name} holds something other than numbers, texts, truth values and lists.`,
        FORMS,
      );
    }),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
