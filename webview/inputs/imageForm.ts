import { imageOptionsText, type ImageFit, type ImageOptions } from '../../src/core/inputs/imageOptions.ts';

/** How a picture is prepared: a usual way, or numbers of one's own. */
export type ImagePreset = 'auto' | 'unit' | 'signed' | 'byte' | 'torch' | 'caffe' | 'custom';

/** What the form holds of a picture's preparation; numbers as they were typed. */
export interface ImageForm {
  readonly preset: ImagePreset;
  readonly low: string;
  readonly high: string;
  /** one number, or one for each channel, between spaces, commas or slashes */
  readonly mean: string;
  readonly std: string;
  readonly order: 'rgb' | 'bgr';
  readonly fit: ImageFit;
}

export const NO_IMAGE: ImageForm = { preset: 'auto', low: '', high: '', mean: '', std: '', order: 'rgb', fit: 'stretch' };

/** The usual ways: those of keras.applications' preprocess_input, and plain ranges. */
const PRESETS: Readonly<Record<Exclude<ImagePreset, 'auto' | 'custom'>, ImageOptions>> = {
  unit: { low: 0, high: 1 },
  signed: { low: -1, high: 1 },
  byte: { low: 0, high: 255 },
  torch: { low: 0, high: 1, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  caffe: { low: 0, high: 255, mean: [103.939, 116.779, 123.68] },
};

/** What stands behind the picture's name in a SPEC; numbers that are none are left for the check to refuse. */
export function imageText({ preset, low, high, mean, std, order, fit }: ImageForm): string {
  const sized: ImageOptions = { ...(order === 'bgr' ? { order } : {}), ...(fit === 'stretch' ? {} : { fit }) };
  if (preset !== 'custom') return imageOptionsText({ ...(preset === 'auto' ? {} : PRESETS[preset]), ...sized });
  const parts = (
    [
      ['low', low],
      ['high', high],
      ['mean', list(mean)],
      ['std', list(std)],
    ] as const
  ).flatMap(([name, value]) => (value.trim() === '' ? [] : [`${name}=${value.trim()}`]));
  const rest = imageOptionsText(sized).slice(1, -1);
  const all = [...parts, ...(rest === '' ? [] : [rest])];
  return all.length === 0 ? '' : `(${all.join(',')})`;
}

/** The form with another usual way; Caffe's takes blue first. */
export function withPreset(form: ImageForm, preset: ImagePreset): ImageForm {
  return preset === 'custom'
    ? { ...form, preset }
    : { ...NO_IMAGE, preset, order: preset === 'caffe' ? 'bgr' : 'rgb', fit: form.fit };
}

function list(text: string): string {
  return text
    .trim()
    .split(/[\s,/]+/)
    .join('/');
}

/** The form of options out of a SPEC: a usual way where they are one. */
export function imageFormOf({ order = 'rgb', fit = 'stretch', ...values }: ImageOptions): ImageForm {
  const rest = { order, fit };
  const written = imageOptionsText(values);
  if (written === '') return { ...NO_IMAGE, ...rest };
  const preset = (Object.keys(PRESETS) as (keyof typeof PRESETS)[]).find((name) => imageOptionsText(PRESETS[name]) === written);
  if (preset !== undefined) return { ...NO_IMAGE, preset, ...rest };
  const { low, high, mean, std } = values;
  return {
    preset: 'custom',
    low: low?.toString() ?? '',
    high: high?.toString() ?? '',
    mean: mean?.join(' ') ?? '',
    std: std?.join(' ') ?? '',
    ...rest,
  };
}

/** Whether a picture of this shape has colours whose order could matter: three channels or four, first or last; a shape that is not known may. */
export function hasColours(shape: readonly number[] | undefined): boolean {
  if (shape === undefined) return true;
  const channels = [shape.at(-1) ?? 1, shape.at(-3) ?? 1];
  return shape.length >= 3 && channels.some((count) => count === 3 || count === 4);
}
