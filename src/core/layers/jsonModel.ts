import { configSpec, NO_OBJECTS } from './configSpec.ts';
import { asText, parseKerasJson } from './kerasJson.ts';
import type { ModelSpec } from './spec.ts';

/** The model of a Keras JSON text (`model.to_json()`); undefined when it is none. */
export function modelFromJson(text: string): ModelSpec | undefined {
  const json = parseKerasJson(text);
  if (json === undefined) return undefined;
  const model = configSpec(json, { index: 0, object: undefined, depth: 0 }, NO_OBJECTS, new Set());
  return model.children.length === 0 ? undefined : { ...model, kerasVersion: asText(json['keras_version']) };
}
