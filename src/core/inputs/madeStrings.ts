import { toBinary } from '@bufbuild/protobuf';
import { gzipSync, zlibSync } from 'fflate';
import { numberAttr, numbersAttr, textOf } from '../graph/nodeAttrs.ts';
import { staticShape } from '../graph/shapes/staticShape.ts';
import type { FlatNode, TensorRef } from '../graph/types.ts';
import { TensorProtoSchema } from '../proto/messages.ts';
import { encodeTensor } from '../proto/tensorProto.ts';
import { dtypeOf, type DType } from '../tensor/dtype.ts';
import { bytesOf, dataFromBytes, elementCount, isNumeric, newData } from '../tensor/layout.ts';
import type { Shape } from '../tensor/tensor.ts';
import { exampleFor, jsonExampleFor, type ExampleParts } from './example.ts';
import type { Consumers } from './forward.ts';
import { bmpPicture, jpegPicture, pngPicture, type PictureSize } from './madePictures.ts';
import { parsedMessage } from './parsedFeatures.ts';
import { wholeNumbers } from './roles.ts';
import { wavBytes } from './wav.ts';

/** A string made for the ops that take it, and what it is, in words. */
export interface MadeString {
  readonly bytes: Uint8Array;
  readonly how: string;
}

/** Strings in strings (a compressed picture in a tf.Example) are made this deep. */
const DEEPEST = 6;
const RATE = 16_000;
/** Side of a picture where the graph does not say. */
const SIDE = 64;
const MOST_ELEMENTS = 1 << 24;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A string that the graph can work on: a serialised example or tensor, a picture, a sound, a number, a row of CSV, or plain text. */
export function madeString(ref: TensorRef, consumers: Consumers): MadeString {
  return new StringMaker(consumers, 0).make(ref);
}

class StringMaker {
  constructor(
    private readonly consumers: Consumers,
    private readonly depth: number,
  ) {}

  make(ref: TensorRef): MadeString {
    let isCut = false;
    for (const { node, input } of this.consumers.through(ref)) {
      isCut ||= node.op === 'Substr';
      const made = input === 0 ? this.#forOp(node, isCut) : undefined;
      if (made !== undefined) return made;
    }
    return { bytes: utf8('the quick brown fox jumps over the lazy dog'), how: 'text' };
  }

  #inner(ref: TensorRef): Uint8Array {
    return this.depth > DEEPEST ? new Uint8Array(0) : new StringMaker(this.consumers, this.depth + 1).make(ref).bytes;
  }

  get #parts(): ExampleParts {
    return { text: (ref) => this.#inner(ref), numbers: (ref) => wholeNumbers(ref, this.consumers) };
  }

  #forOp(node: FlatNode, isCut: boolean): MadeString | undefined {
    const output: TensorRef = { node, index: 0 };
    const bytes = exampleFor(node, this.#parts);
    if (bytes !== undefined) {
      const message = parsedMessage(node) === 'sequence' ? 'tf.SequenceExample' : 'tf.Example';
      return { bytes, how: `a serialised ${message} with the features that the graph parses` };
    }
    switch (node.op) {
      case 'DecodeJpeg':
      case 'DecodePng':
      case 'DecodeImage':
      case 'DecodeGif':
        return { bytes: pngPicture(this.#pictureSize(output)), how: 'a small PNG picture' };
      case 'DecodeAndCropJpeg':
      case 'ExtractJpegShape':
        return { bytes: jpegPicture(this.#pictureSize(output)), how: 'a small JPEG picture' };
      case 'DecodeBmp':
        return { bytes: bmpPicture(this.#pictureSize(output)), how: 'a small BMP picture' };
      case 'DecodeWav':
        return {
          bytes: wavBytes(
            Float32Array.from({ length: RATE }, (_, i) => 0.1 * Math.sin(i / 10)),
            RATE,
          ),
          how: 'a second of sound',
        };
      case 'DecodeCSV':
        return {
          bytes: utf8((numbersAttr(node, 'OUT_TYPE') ?? []).map(() => '0').join(textOf(node, 'field_delim'))),
          how: 'a row of CSV',
        };
      case 'StringToNumber':
        return { bytes: utf8(isCut ? '0'.repeat(16) : '0'), how: 'the number 0' };
      case 'DecodeRaw':
      case 'DecodePaddedRaw':
        return { bytes: this.#zeros(node, output, 8).bytes, how: 'zero bytes' };
      case 'ParseTensor':
        return { bytes: this.#tensor(node, output), how: 'a serialised tensor of zeros' };
      case 'DecodeBase64':
        return { bytes: utf8(base64(this.#inner(output))), how: 'base64' };
      case 'DecodeJSONExample':
        return { bytes: utf8(this.#json(output)), how: 'a tf.Example as JSON' };
      case 'DecodeCompressed':
        return { bytes: compressed(this.#inner(output), textOf(node, 'compression_type')), how: 'compressed bytes' };
      default:
        return undefined;
    }
  }

  #json(ref: TensorRef): string {
    for (const { node } of this.consumers.through(ref)) {
      const json = jsonExampleFor(node, this.#parts);
      if (json !== undefined) return json;
    }
    return '{}';
  }

  /** Rows and columns that the graph wants of a decoded picture. */
  #pictureSize(ref: TensorRef): PictureSize {
    const [rows = -1, columns = -1] = this.#fixedShape(ref).slice(-3);
    return rows > 0 && columns > 0 ? { rows, columns } : { rows: SIDE, columns: SIDE };
  }

  /** As many zeros as the graph wants of decoded bytes, `otherwise` where it does not say. */
  #zeros(node: FlatNode, output: TensorRef, otherwise: number): { bytes: Uint8Array; shape: Shape; dtype: DType } {
    const dtype = dtypeOf(numberAttr(node, 'out_type') ?? 0);
    const known = this.#fixedShape(output);
    const shape = known.length === 0 ? [otherwise] : known.map((size) => Math.max(size, 1));
    const fits = isNumeric(dtype) && elementCount(shape) <= MOST_ELEMENTS;
    return { bytes: fits ? bytesOf(newData(dtype, elementCount(shape))) : new Uint8Array(0), shape, dtype };
  }

  #tensor(node: FlatNode, output: TensorRef): Uint8Array {
    const { bytes, shape, dtype } = this.#zeros(node, output, 1);
    const data = isNumeric(dtype) ? dataFromBytes(dtype, bytes) : [utf8('text')];
    return toBinary(TensorProtoSchema, encodeTensor({ dtype, shape: isNumeric(dtype) ? shape : [1], data }));
  }

  /** The shape, most of it known, that a decoded value is said to have or is brought into, without a leading batch. */
  #fixedShape(ref: TensorRef): readonly number[] {
    for (const { node } of this.consumers.through(ref)) {
      const shape = /^(?:EnsureShape|Reshape)$/.test(node.op) ? staticShape({ node, index: 0 }) : undefined;
      if (shape !== undefined && shape.some((size) => size > 1)) return shape;
    }
    return [];
  }
}

function base64(bytes: Uint8Array): string {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function compressed(bytes: Uint8Array, kind: string): Uint8Array {
  if (kind === 'GZIP') return gzipSync(bytes);
  return kind === 'ZLIB' ? zlibSync(bytes) : bytes;
}
