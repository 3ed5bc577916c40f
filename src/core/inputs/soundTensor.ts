import { LensError } from '../errors.ts';
import { shapeText } from '../tensor/layout.ts';
import type { Shape } from '../tensor/tensor.ts';
import { convertTo, type Converted } from './convert.ts';
import { targetText, type InputTarget } from './target.ts';
import { parseWav, type Sound } from './wav.ts';

/**
 * A sound as an input of shape [n], [batch,n], [batch,n,channels] or [n,channels]: mixed to one channel unless the input has more,
 * cut off or filled with silence to a fixed length (with a note). The rate is kept as it is.
 */
export function soundTensor(target: InputTarget, bytes: Uint8Array, source: string): Converted {
  const sound = parseWav(bytes, source);
  const { shape = [-1] } = target;
  const { length: axis, channels } = soundAxes(target, shape);
  const own = sound.channels[0]?.length ?? 0;
  const fixed = shape[axis] ?? -1;
  const samples = fixed >= 0 ? fixed : own;
  const mixed = channels === 1 ? [mono(sound)] : sound.channels;
  if (mixed.length !== channels)
    throw new LensError(
      'bad-input-shape',
      `The sound ${source} has ${mixed.length} channels; ${targetText(target)} of shape ${shapeText(shape)} takes ${channels}.`,
    );
  const data = Float32Array.from({ length: samples * channels }, (_, i) => mixed[i % channels]?.[Math.floor(i / channels)] ?? 0);
  const full = shape.map((size, i) => (i === axis ? samples : size < 0 ? 1 : size));
  const { tensor } = convertTo(target, { dtype: 'float32', shape: full, data }, source);
  return samples === own
    ? { tensor }
    : {
        tensor,
        note: `The sound ${source} has ${own} samples and was ${own > samples ? 'cut' : 'filled up with silence'} to ${samples}.`,
      };
}

function soundAxes(target: InputTarget, shape: Shape): { length: number; channels: number } {
  const [first = -1, second = -1, third = -1] = shape;
  if (shape.length === 1) return { length: 0, channels: 1 };
  if (shape.length === 2 && second > 0 && second <= 8) return { length: 0, channels: second };
  if (shape.length === 2 && first <= 1) return { length: 1, channels: 1 };
  if (shape.length === 3 && first <= 1 && third > 0 && third <= 8) return { length: 1, channels: third };
  if (shape.length === 3 && first <= 1 && second === 1) return { length: 2, channels: 1 };
  throw new LensError('bad-input-shape', `A sound does not fit ${targetText(target)} of shape ${shapeText(shape)}.`);
}

function mono({ channels }: Sound): Float32Array {
  const [first = new Float32Array(0), ...others] = channels;
  if (others.length === 0) return first;
  return first.map((value, i) => others.reduce((sum, channel) => sum + (channel[i] ?? 0), value) / channels.length);
}
