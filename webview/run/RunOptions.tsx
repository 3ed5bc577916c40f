import { useState } from 'react';
import { ITERATIONS, type Iterations } from '../../src/core/run/iterations.ts';
import type { RunLimits } from '../../src/rpc/modelService.ts';
import type { FormState } from '../inputs/formState.ts';
import { t } from '../state/l10n.ts';
import { Dropdown, Option, TextField, valueOf } from '../toolkit.ts';
import { bytesOf, limitText } from './sizeText.ts';

interface RunOptionsProps {
  readonly form: FormState;
  /** limits of the settings */
  readonly usual: RunLimits;
  readonly onChange: (part: Partial<FormState>) => void;
}

/** What a run takes besides the checked layers, and where it stops. */
export function RunOptions({ form, usual, onChange }: RunOptionsProps) {
  const { limits } = form;
  const set = (name: keyof RunLimits, value: number | undefined): void => {
    const rest = Object.fromEntries(Object.entries(limits).filter(([key]) => key !== name));
    onChange({ limits: value === undefined ? rest : { ...rest, [name]: value } });
  };
  return (
    <div className="run-options" role="group" aria-label={t('Options of the run')}>
      <label className="size terms">
        {t('also select')}{' '}
        <TextField
          value={form.terms}
          aria-label={t('also select')}
          placeholder="@ops, type:Conv2D, dense_1.input"
          onInput={(event) => onChange({ terms: valueOf(event) })}
        />
      </label>
      <label className="size">
        {t('in loops')}{' '}
        <Dropdown
          value={form.iterations}
          aria-label={t('in loops')}
          title={t('What to keep of a tensor inside a loop')}
          onChange={(event) => onChange({ iterations: ITERATIONS.find((each) => each === valueOf(event)) ?? 'all' })}
        >
          {ITERATIONS.map((each) => (
            <Option key={each} value={each}>
              {iterationsTitle(each)}
            </Option>
          ))}
        </Dropdown>
      </label>
      <LimitField
        title={t('values up to')}
        value={limits.maxBytes}
        usual={usual.maxBytes}
        show={limitText}
        read={bytesOf}
        onChange={(value) => set('maxBytes', value)}
      />
      <LimitField
        title={t('seconds')}
        value={limits.timeout}
        usual={usual.timeout}
        show={String}
        read={positiveOf}
        onChange={(value) => set('timeout', value)}
      />
      <LimitField
        title={t('memory up to')}
        value={limits.maxMemory}
        usual={usual.maxMemory}
        show={limitText}
        read={bytesOf}
        onChange={(value) => set('maxMemory', value)}
      />
    </div>
  );
}

function iterationsTitle(iterations: Iterations): string {
  switch (iterations) {
    case 'all':
      return t('every iteration');
    case 'last':
      return t('the last iteration');
    case 'stats':
      return t('statistics');
  }
}

function positiveOf(text: string): number | undefined {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) && value > 0 ? value : undefined;
}

interface LimitFieldProps {
  readonly title: string;
  readonly value: number | undefined;
  readonly usual: number | undefined;
  readonly show: (value: number) => string;
  readonly read: (text: string) => number | undefined;
  readonly onChange: (value: number | undefined) => void;
}

/** A limit; empty means that of the settings. What is no size says so and changes nothing. */
function LimitField({ title, value, usual, show, read, onChange }: LimitFieldProps) {
  const [text, setText] = useState(value === undefined ? '' : show(value));
  const isWrong = text.trim() !== '' && read(text) === undefined;
  return (
    <label className="size">
      {title}{' '}
      <TextField
        size={8}
        value={text}
        aria-label={title}
        placeholder={usual === undefined ? t('no limit') : show(usual)}
        aria-invalid={isWrong}
        onInput={(event) => {
          setText(valueOf(event));
          onChange(read(valueOf(event)));
        }}
      />
      {isWrong && (
        <span className="problem" role="alert">
          {t('not a size such as 500 MB')}
        </span>
      )}
    </label>
  );
}
