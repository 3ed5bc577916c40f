/** A JSON object whose fields nobody promised. */
export type JsonRecord = Readonly<Partial<Record<string, unknown>>>;

/**
 * Keras' JSON as Python writes it: NaN and ±Infinity may stand bare (they become null).
 * Undefined when the text is no JSON object.
 */
export function parseKerasJson(text: string): JsonRecord | undefined {
  return asRecord(
    parse(text) ??
      parse(text.replace(/"(?:[^"\\]|\\.)*"|-?Infinity\b|\bNaN\b/g, (token) => (token.startsWith('"') ? token : 'null'))),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value as an object, undefined for anything else (arrays too). */
export function asRecord(value: unknown): JsonRecord | undefined {
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a list: arrays, and `{"class_name": "__tuple__", "items": […]}`; else empty. */
function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const items = asRecord(value)?.['items'];
  return Array.isArray(items) ? items : [];
}

/** The objects of a list. */
export function asRecords(value: unknown): readonly JsonRecord[] {
  return asList(value)
    .map(asRecord)
    .filter((record) => record !== undefined);
}

/** The value when it is a text, else undefined. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
