import { create, toBinary } from '@bufbuild/protobuf';
import { LensError } from '../errors.ts';
import { ExampleSchema } from '../proto/messages.ts';
import type { Consumers } from './forward.ts';
import { JsonObject, jsonLiteral, type JsonLiteral } from './jsonInputs.ts';
import { parsedFeatures, parsedMessage } from './parsedFeatures.ts';
import { targetText, type InputTarget } from './target.ts';

/** Makes a tf.Example of a JSON object; `place` says which of several. */
export type ExampleOf = (object: JsonObject, place: string) => Uint8Array;

type Kind = 'int64' | 'float32' | 'string';

/**
 * For an input whose texts the graph parses as tf.Examples: each feature of the kind that the graph asks for, others by their values, whole
 * numbers being integers, as TensorFlow Serving has it. Undefined for any other input.
 */
export function exampleOf(target: InputTarget, consumers: Consumers, source: string): ExampleOf | undefined {
  if (target.dtype !== 'string') return undefined;
  const parser = [...consumers.through(target.ref)].find(({ node, input }) => input === 0 && parsedMessage(node) === 'example');
  if (parser === undefined) return undefined;
  const kinds = new Map((parsedFeatures(parser.node) ?? []).map(({ key, dtype }) => [key, dtype]));
  return ({ fields }, place) => {
    const features = Object.entries(fields).map(([key, value]) => {
      const wrong = (what: string): LensError =>
        new LensError(
          'bad-input-dtype',
          `The feature ${key} of ${place} for ${targetText(target)} from ${source} ${what}.`,
          `The graph parses ${[...kinds].map(([name, dtype]) => `${name} (${dtype})`).join(', ')}.`,
        );
      return [key, featureOf(value, kinds.get(key), wrong)] as const;
    });
    return toBinary(ExampleSchema, create(ExampleSchema, { features: { feature: Object.fromEntries(features) } }));
  };
}

function featureOf(value: unknown, wanted: string | undefined, wrong: (what: string) => LensError): object {
  const literal = jsonLiteral(value);
  const values = literal === undefined ? undefined : scalars(literal);
  if (values === undefined) throw wrong('holds something other than numbers, texts, truth values and lists');
  const kind = isKind(wanted) ? wanted : kindOf(values);
  const misfit = values.find((each) => !fits(each, kind));
  if (misfit !== undefined) throw wrong(`holds ${JSON.stringify(misfit)}; ${kind} is expected`);
  if (kind === 'string')
    return {
      kind: {
        case: 'bytesList',
        value: { value: values.map((each) => (each instanceof Uint8Array ? each : encoded(String(each)))) },
      },
    };
  if (kind === 'float32') return { kind: { case: 'floatList', value: { value: values.map(Number) } } };
  return {
    kind: { case: 'int64List', value: { value: values.map((each) => String(typeof each === 'boolean' ? Number(each) : each)) } },
  };
}

type Scalar = number | string | boolean | Uint8Array;

function scalars(literal: JsonLiteral): Scalar[] | undefined {
  if (literal instanceof JsonObject) return undefined;
  if (typeof literal !== 'object' || literal instanceof Uint8Array) return [literal];
  const parts = literal.map(scalars);
  return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

function isKind(dtype: string | undefined): dtype is Kind {
  return dtype === 'int64' || dtype === 'float32' || dtype === 'string';
}

function kindOf(values: readonly Scalar[]): Kind {
  if (values.some((value) => typeof value === 'string' || value instanceof Uint8Array)) return 'string';
  return values.every((value) => fits(value, 'int64')) ? 'int64' : 'float32';
}

function fits(value: Scalar, kind: Kind): boolean {
  if (kind === 'string') return typeof value === 'string' || value instanceof Uint8Array;
  if (typeof value === 'boolean') return true;
  if (kind === 'float32') return typeof value === 'number' || /^(?:nan|-?inf)$/.test(String(value));
  return typeof value === 'string' ? /^-?\d{1,19}$/.test(value) : Number.isSafeInteger(value);
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
