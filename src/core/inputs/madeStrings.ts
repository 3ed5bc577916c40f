import { encode } from 'fast-png';
import { calledFunctions } from '../graph/functionUse.ts';
import { numbersAttr } from '../graph/nodeAttrs.ts';
import type { FlatGraph, FlatNode, TensorRef } from '../graph/types.ts';
import type { FunctionRecord } from '../model/types.ts';
import { exampleFor } from './example.ts';
import type { Consumers } from './forward.ts';
import { wavBytes } from './wav.ts';

/** A string made for the ops that take it, and what it is, in words. */
export interface MadeString {
  readonly bytes: Uint8Array;
  readonly how: string;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A string that the graph can work on: a serialised example, a picture, a sound, a number, a row of CSV, or plain text. */
export function madeString(ref: TensorRef, flat: FlatGraph, consumers: Consumers): MadeString {
  for (const { node } of consumers.through(ref)) {
    const made = forOp(node) ?? insideFunctions(node, flat);
    if (made !== undefined) return made;
  }
  return { bytes: utf8('the quick brown fox jumps over the lazy dog'), how: 'text' };
}

function forOp(node: FlatNode): MadeString | undefined {
  const example = exampleFor(node);
  if (example !== undefined) return { bytes: example, how: 'a serialised tf.Example with the features that the graph parses' };
  if (node.op === 'DecodeCSV') {
    const row = (numbersAttr(node, 'OUT_TYPE') ?? []).map(() => '0').join(',');
    return { bytes: utf8(row), how: 'a row of CSV' };
  }
  return forOpName(node.op);
}

function forOpName(op: string): MadeString | undefined {
  if (/^ParseSequenceExample/.test(op) || op === 'ParseSingleSequenceExample')
    return { bytes: new Uint8Array(0), how: 'an empty tf.SequenceExample' };
  if (/^(?:DecodeJpeg|DecodePng|DecodeImage|DecodeAndCropJpeg|DecodeGif)$/.test(op))
    return { bytes: picture(), how: 'a small PNG picture' };
  if (op === 'DecodeWav')
    return {
      bytes: wavBytes(
        Float32Array.from({ length: 16_000 }, (_, i) => 0.1 * Math.sin(i / 10)),
        16_000,
      ),
      how: 'a second of sound',
    };
  if (op === 'StringToNumber') return { bytes: utf8('0'), how: 'the number 0' };
  if (op === 'DecodeRaw' || op === 'DecodePaddedRaw') return { bytes: new Uint8Array(8), how: 'eight zero bytes' };
  if (op === 'DecodeBase64') return { bytes: utf8('AAAA'), how: 'base64 of zeros' };
  if (op === 'DecodeJSONExample') return { bytes: utf8('{}'), how: 'an empty JSON object' };
  return op === 'DecodeCompressed' ? { bytes: new Uint8Array(0), how: 'nothing' } : undefined;
}

/** Loops and maps of TF 2 decode in their bodies. */
function insideFunctions(node: FlatNode, { metaGraph }: FlatGraph): MadeString | undefined {
  const { functions } = metaGraph.graph;
  const open: FunctionRecord[] = [...calledFunctions(node, functions)];
  const seen = new Set(open);
  for (let at = 0; at < open.length; at++) {
    for (const inner of open[at]?.nodes ?? []) {
      const made = forOpName(inner.op);
      if (made !== undefined) return made;
      for (const called of calledFunctions(inner, functions)) {
        if (seen.has(called)) continue;
        seen.add(called);
        open.push(called);
      }
    }
  }
  return undefined;
}

/** 64 × 64 pixels, a ramp in each colour. */
function picture(): Uint8Array {
  const side = 64;
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < side * side; i++) data.set([(i % side) * 4, Math.floor(i / side) * 4, 128], i * 3);
  return encode({ width: side, height: side, data, channels: 3, depth: 8 });
}
