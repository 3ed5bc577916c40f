import { useEffect, useState } from 'react';
import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import { t } from '../state/l10n.ts';
import { COLOUR_MAPS } from './colourTable.ts';
import { robustDomain } from './colouring.ts';
import { SCALE_KINDS, type Domain } from './scale.ts';
import type { RangeKind, ViewSettings } from './settings.ts';
import { tensorDomain } from './tensorFacts.ts';

interface ColourBarProps {
  readonly tensor: ManifestTensor;
  readonly settings: ViewSettings;
  readonly onChange: (part: Partial<ViewSettings>) => void;
}

function rangeTitle(range: RangeKind): string {
  switch (range) {
    case 'own':
      return t('each map its own');
    case 'slice':
      return t('this slice');
    case 'tensor':
      return t('whole tensor');
    case 'robust':
      return t('1 to 99 %');
    case 'custom':
      return t('min and max…');
  }
}

/** How values become colours: map, scale, range; and the order of maps. */
export function ColourBar({ onChange, settings, tensor }: ColourBarProps) {
  const isComplex = /^complex/.test(tensor.dtype);
  const isMaps = settings.kind === 'maps';
  const ranges: readonly RangeKind[] = [
    ...(isMaps ? (['own'] as const) : []),
    'tensor',
    'slice',
    ...(robustDomain(tensor) === undefined ? [] : (['robust'] as const)),
    'custom',
  ];
  return (
    <div className="bar" role="group" aria-label={t('Colours')}>
      {isComplex && (
        <Choice
          label={t('Part')}
          value={settings.part}
          options={['abs', 're', 'im', 'phase']}
          onChoose={(part) => onChange({ part })}
        />
      )}
      <Choice
        label={t('Colours')}
        value={settings.mapName}
        options={['auto', ...COLOUR_MAPS]}
        onChoose={(mapName) => onChange({ mapName })}
      />
      <Choice isPlain label={t('Scale')} value={settings.scale} options={SCALE_KINDS} onChoose={(scale) => onChange({ scale })} />
      <Choice
        label={t('Range')}
        value={settings.range}
        options={ranges}
        titleOf={rangeTitle}
        onChoose={(range) =>
          onChange({
            range,
            ...(range === 'custom' ? { domain: settings.domain ?? tensorDomain(tensor) ?? { low: 0, high: 1 } } : {}),
          })
        }
      />
      {settings.range === 'custom' && (
        <DomainFields domain={settings.domain ?? { low: 0, high: 1 }} onChange={(domain) => onChange({ domain })} />
      )}
      {isMaps && (
        <Choice
          isPlain
          label={t('Order')}
          value={settings.sort}
          options={['index', 'energy'] as const}
          titleOf={(sort) => (sort === 'index' ? t('by index') : t('strongest first'))}
          onChoose={(sort) => onChange({ sort, page: 0 })}
        />
      )}
    </div>
  );
}

function Choice<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly T[];
  readonly titleOf?: (option: T) => string;
  readonly isPlain?: boolean;
  readonly onChoose: (option: T) => void;
}) {
  return (
    <label className="choice">
      {props.isPlain === true ? null : props.label}
      <select
        value={props.value}
        aria-label={props.label}
        title={props.label}
        onChange={(event) => {
          const found = props.options.find((option) => option === event.target.value);
          if (found !== undefined) props.onChoose(found);
        }}
      >
        {props.options.map((option) => (
          <option key={option} value={option}>
            {props.titleOf?.(option) ?? option}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Two numbers; what is not a range yet stands with its reason beside the fields and changes nothing. */
function DomainFields({ domain, onChange }: { readonly domain: Domain; readonly onChange: (domain: Domain) => void }) {
  const [low, setLow] = useState(String(domain.low));
  const [high, setHigh] = useState(String(domain.high));
  useEffect(() => {
    if (Number(low) !== domain.low) setLow(String(domain.low));
    if (Number(high) !== domain.high) setHigh(String(domain.high));
  }, [domain.low, domain.high]);
  const parsed = { low: Number(low), high: Number(high) };
  const areNumbers = low.trim() !== '' && high.trim() !== '' && Number.isFinite(parsed.low) && Number.isFinite(parsed.high);
  const problem = !areNumbers
    ? t('Two numbers are needed.')
    : parsed.low >= parsed.high
      ? t('Min must be below max.')
      : undefined;
  const commit = (nextLow: string, nextHigh: string): void => {
    setLow(nextLow);
    setHigh(nextHigh);
    const next = { low: Number(nextLow), high: Number(nextHigh) };
    if (
      nextLow.trim() !== '' &&
      nextHigh.trim() !== '' &&
      Number.isFinite(next.low) &&
      Number.isFinite(next.high) &&
      next.low < next.high
    )
      onChange(next);
  };
  return (
    <span className="domain">
      <input
        type="text"
        value={low}
        size={7}
        aria-label={t('Lowest value of the colour scale')}
        aria-invalid={problem !== undefined}
        onChange={(event) => commit(event.target.value, high)}
      />
      <input
        type="text"
        value={high}
        size={7}
        aria-label={t('Highest value of the colour scale')}
        aria-invalid={problem !== undefined}
        onChange={(event) => commit(low, event.target.value)}
      />
      {problem !== undefined && (
        <span className="problem" role="alert">
          {problem}
        </span>
      )}
    </span>
  );
}
