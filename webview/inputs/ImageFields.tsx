import { IMAGE_FITS } from '../../src/core/inputs/imageOptions.ts';
import { t } from '../state/l10n.ts';
import { Dropdown, Option, TextField, valueOf } from '../toolkit.ts';
import { withPreset, type ImageForm, type ImagePreset } from './imageForm.ts';

interface ImageFieldsProps {
  readonly name: string;
  readonly image: ImageForm;
  /** one channel has no order */
  readonly hasColours: boolean;
  readonly onChange: (image: ImageForm) => void;
}

/** How a picture becomes the input: its size, its range, mean and deviation, the order of its channels. */
export function ImageFields({ hasColours, name, image, onChange }: ImageFieldsProps) {
  const presets: readonly (readonly [ImagePreset, string])[] = [
    ['auto', t('Automatic')],
    ['unit', '0 … 1'],
    ['signed', '−1 … 1'],
    ['byte', '0 … 255'],
    ['torch', t('ImageNet mean, sd')],
    ['caffe', t('Caffe: BGR, mean')],
    ['custom', t('Own numbers')],
  ];
  const fits = { stretch: t('stretched'), contain: t('whole, on black'), cover: t('cut to fill') };
  const field = (key: 'low' | 'high' | 'mean' | 'std', title: string, placeholder: string, size: number) => (
    <label className="size">
      {title}{' '}
      <TextField
        size={size}
        value={image[key]}
        placeholder={placeholder}
        aria-label={t('{0} of {1}', title, name)}
        onInput={(event) => onChange({ ...image, [key]: valueOf(event) })}
      />
    </label>
  );
  return (
    <div className="input-more" role="group" aria-label={t('Preparation of {0}', name)}>
      <label className="size">
        {t('range')}{' '}
        <Dropdown
          value={image.preset}
          aria-label={t('Range of {0}', name)}
          onChange={(event) => onChange(withPreset(image, presets.find(([key]) => key === valueOf(event))?.[0] ?? 'auto'))}
        >
          {presets.map(([key, title]) => (
            <Option key={key} value={key}>
              {title}
            </Option>
          ))}
        </Dropdown>
      </label>
      {image.preset === 'custom' && (
        <>
          {field('low', t('low'), '0', 4)}
          {field('high', t('high'), t('auto'), 4)}
          {field('mean', t('mean'), '0 0 0', 12)}
          {field('std', t('sd'), '1 1 1', 12)}
        </>
      )}
      {hasColours && (
        <label className="size">
          {t('channels')}{' '}
          <Dropdown
            value={image.order}
            aria-label={t('Channel order of {0}', name)}
            onChange={(event) => onChange({ ...image, order: valueOf(event) === 'bgr' ? 'bgr' : 'rgb' })}
          >
            <Option value="rgb">RGB</Option>
            <Option value="bgr">BGR</Option>
          </Dropdown>
        </label>
      )}
      <label className="size">
        {t('size')}{' '}
        <Dropdown
          value={image.fit}
          aria-label={t('Resizing of {0}', name)}
          onChange={(event) => onChange({ ...image, fit: IMAGE_FITS.find((fit) => fit === valueOf(event)) ?? 'stretch' })}
        >
          {IMAGE_FITS.map((fit) => (
            <Option key={fit} value={fit}>
              {fits[fit]}
            </Option>
          ))}
        </Dropdown>
      </label>
    </div>
  );
}
