import { fromBinary } from '@bufbuild/protobuf';
import { LensError } from '../errors.ts';
import { crc32c, maskCrc } from '../model/crc32c.ts';
import { TensorProtoSchema } from '../proto/messages.ts';
import { decodeTensor } from '../proto/tensorProto.ts';
import { DELIMITED, WireError, WireReader } from '../proto/wireReader.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * Values by input name out of a TensorFlow Serving warm-up file (`assets.extra/tf_serving_warmup_requests`, a TFRecord of PredictionLog):
 * those of its first request. Examples of a classify or regress request are the only input's.
 * Sources: tensorflow_serving/apis/prediction_log.proto, predict.proto, input.proto; tensorflow/core/lib/io/record_writer.h.
 * @throws LensError bad-input-file
 */
export function servingLogInputs(bytes: Uint8Array, names: readonly string[], file: string): ReadonlyMap<string, Tensor> {
  try {
    for (const record of records(bytes, file)) {
      const inputs = inputsOf(record, names);
      if (inputs.size > 0) return inputs;
    }
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause;
    throw new LensError('bad-input-file', `${file} holds a damaged request: ${cause.message}.`, FORMS, { cause });
  }
  throw new LensError('bad-input-file', `${file} holds no predict, classify or regress request.`, FORMS);
}

const FORMS = 'Give an .npz, a .json, or a warm-up file of TensorFlow Serving.';

/** Records of a TFRecord: length, its CRC, bytes, their CRC. */
function* records(bytes: Uint8Array, file: string): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    const isHeader = at + 12 <= bytes.length && maskCrc(crc32c(bytes.subarray(at, at + 8))) === view.getUint32(at + 8, true);
    const length = isHeader ? Number(view.getBigUint64(at, true)) : 0;
    if (!isHeader || length > bytes.length - at - 16) {
      throw new LensError(
        'bad-input-file',
        `${file} is ${at === 0 ? 'neither an .npz nor a file of requests' : 'cut off'}.`,
        FORMS,
      );
    }
    yield bytes.subarray(at + 12, at + 12 + length);
    at += length + 16;
  }
}

/** Fields of PredictionLog that hold a request, each in its own field 1. */
const [CLASSIFY, REGRESS, PREDICT] = [2, 3, 6];

function inputsOf(record: Uint8Array, names: readonly string[]): ReadonlyMap<string, Tensor> {
  for (const [field, log] of messages(record)) {
    for (const [part, request] of messages(log)) {
      if (part !== 1) continue;
      if (field === PREDICT)
        return new Map(
          messages(request)
            .filter(([each]) => each === 2)
            .flatMap(([, entry]) => entryOf(entry)),
        );
      if (field === CLASSIFY || field === REGRESS) return examplesOf(request, names);
    }
  }
  return new Map();
}

/** One entry of `map<string, TensorProto> inputs`. */
function entryOf(entry: Uint8Array): [string, Tensor][] {
  const parts = new Map(messages(entry));
  const value = parts.get(2);
  return value === undefined
    ? []
    : [[new TextDecoder().decode(parts.get(1) ?? new Uint8Array(0)), decodeTensor(fromBinary(TensorProtoSchema, value))]];
}

/** `Input.example_list.examples`, still serialised, as the model parses them itself. */
function examplesOf(request: Uint8Array, [only, ...others]: readonly string[]): ReadonlyMap<string, Tensor> {
  const within = (message: Uint8Array, field: number): Uint8Array[] =>
    messages(message)
      .filter(([each]) => each === field)
      .map(([, value]) => value);
  const examples = within(request, 2)
    .flatMap((input) => within(input, 1))
    .flatMap((list) => within(list, 1));
  if (only === undefined || others.length > 0 || examples.length === 0) return new Map();
  return new Map([[only, { dtype: 'string', shape: [examples.length], data: examples }]]);
}

/** Length-delimited fields of a message, in order. */
function messages(bytes: Uint8Array): (readonly [number, Uint8Array])[] {
  const reader = new WireReader(bytes);
  const found: (readonly [number, Uint8Array])[] = [];
  while (reader.next()) {
    if (reader.wire === DELIMITED) found.push([reader.field, reader.view()]);
    else reader.skip();
  }
  return found;
}
