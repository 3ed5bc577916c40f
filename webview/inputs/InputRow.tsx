import { useState, type DragEvent, type ReactNode } from 'react';
import type { DType } from '../../src/core/tensor/dtype.ts';
import type { InputCheck } from '../../src/rpc/modelService.ts';
import { sentenceOf, type Host } from '../state/host.ts';
import { t } from '../state/l10n.ts';
import { shapeText, shortNumber } from '../tensor/numbers.ts';
import { Dropdown, Option, valueOf } from '../toolkit.ts';
import { droppedFile } from './droppedFile.ts';
import { ImageFields } from './ImageFields.tsx';
import { hasColours } from './imageForm.ts';
import { SourceFields } from './SourceFields.tsx';
import { isPicture, sourcesFor, withFile, type InputState, type SourceKind } from './sources.ts';
import { Thumbnail } from './Thumbnail.tsx';

interface InputRowProps {
  readonly host: Host;
  /** how the row is called, for labels */
  readonly name: string;
  /** the name as it is shown, or a field for it */
  readonly title: ReactNode;
  readonly dtype: DType | undefined;
  readonly isInner: boolean;
  readonly state: InputState;
  readonly check: InputCheck | undefined;
  /** the check is of an earlier form */
  readonly isOld: boolean;
  readonly onChange: (state: InputState) => void;
}

function titles(): Readonly<Record<SourceKind, string>> {
  return {
    auto: t('Automatic'),
    file: t('File…'),
    uniform: t('Random uniform'),
    normal: t('Random normal'),
    zeros: t('Zeros'),
    ones: t('Ones'),
    range: t('0, 1, 2, …'),
    json: t('Values'),
    text: t('Text'),
  };
}

/** One input: where its values come from, what they are, and what is wrong with them. */
export function InputRow(props: InputRowProps) {
  const { check, host, name, onChange, state } = props;
  const [problem, setProblem] = useState<string>();
  const [isOver, setIsOver] = useState(false);
  const [isLarge, setIsLarge] = useState(false);
  const kinds = sourcesFor(props.dtype, props.isInner);
  const words = titles();
  const attempt = (work: Promise<InputState | undefined>): void => {
    setProblem(undefined);
    work.then(
      (next) => {
        if (next !== undefined) onChange(next);
      },
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  };
  const choose = (): void =>
    attempt(
      host
        .call('pickInputFile', { name, kind: 'tensor' })
        .then((picked) => (picked === undefined ? undefined : withFile(state, picked.spec))),
    );
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    attempt(droppedFile(host, event.dataTransfer).then((path) => (path === undefined ? undefined : withFile(state, path))));
  };
  const wrong = problem ?? check?.problem;
  return (
    <div
      className={`input-row${isOver ? ' over' : ''}`}
      role="group"
      aria-label={t('Input {0}', name)}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
    >
      <span className="input-title">{props.title}</span>
      <Dropdown
        key={kinds.join()}
        className="source"
        value={state.kind}
        aria-label={t('Source of {0}', name)}
        onChange={(event) => {
          const kind = kinds.find((known) => known === valueOf(event)) ?? 'auto';
          if (kind === state.kind) return;
          onChange({ ...state, kind, value: '', key: '' });
          if (kind === 'file') choose();
        }}
      >
        {kinds.map((kind) => (
          <Option key={kind} value={kind}>
            {words[kind]}
          </Option>
        ))}
      </Dropdown>
      <span className="input-fields">
        <SourceFields
          host={host}
          name={name}
          state={state}
          isText={props.dtype === 'string'}
          onChange={onChange}
          onChoose={choose}
        />
      </span>
      <CheckCell check={check} name={name} isOld={props.isOld} isLarge={isLarge} onLarge={() => setIsLarge(!isLarge)} />
      {isPicture(state) && props.dtype !== 'string' && (
        <ImageFields
          name={name}
          hasColours={hasColours(check?.value?.shape)}
          image={state.image}
          onChange={(image) => onChange({ ...state, image })}
        />
      )}
      {isLarge && check?.value !== undefined && <Details check={check} name={name} />}
      {wrong !== undefined && (
        <p className="input-problem problem" role="alert">
          <span aria-hidden="true">✗</span> {wrong}
        </p>
      )}
    </div>
  );
}

interface CheckCellProps {
  readonly check: InputCheck | undefined;
  readonly name: string;
  readonly isOld: boolean;
  readonly isLarge: boolean;
  readonly onLarge: () => void;
}

/** The picture and shape of what goes in; a press enlarges it and says more. */
function CheckCell({ check, name, isOld, isLarge, onLarge }: CheckCellProps) {
  const value = check?.value;
  if (value === undefined) return <span className="input-check" />;
  const { range } = value;
  const said = value.isSynthesised
    ? value.source
    : range === undefined || value.sample.kind === 'none'
      ? value.text
      : `${shortNumber(range.min)} … ${shortNumber(range.max)}`;
  return (
    <button
      type="button"
      className={`input-check${isOld ? ' old' : ''}`}
      aria-expanded={isLarge}
      aria-label={t('What goes into {0}: {1}', name, `${shapeText(value.shape)}${said === '' ? '' : ` · ${said}`}`)}
      title={[value.note, value.text].filter((text) => text !== undefined).join('\n')}
      onClick={onLarge}
    >
      <Thumbnail sample={value.sample} label={t('Picture of {0}', name)} />
      <span className="input-said">
        {shapeText(value.shape)}
        {said === '' ? '' : ` · ${said}`}
      </span>
    </button>
  );
}

function Details({ check: { value }, name }: { readonly check: InputCheck; readonly name: string }) {
  if (value === undefined) return null;
  return (
    <div className="input-more details">
      <span className="large">
        <Thumbnail sample={value.sample} label={t('Enlarged picture of {0}', name)} />
      </span>
      <dl className="card">
        <dt>{t('Goes in as')}</dt>
        <dd>
          {value.dtype} {shapeText(value.shape)} <code>{value.tensor}</code>
        </dd>
        {value.range !== undefined && (
          <>
            <dt>{t('Range')}</dt>
            <dd className="number-text">
              {shortNumber(value.range.min)} … {shortNumber(value.range.max)}, {t('mean')} {shortNumber(value.range.mean)} ±{' '}
              {shortNumber(value.range.std)}
            </dd>
          </>
        )}
        <dt>{t('Values')}</dt>
        <dd>
          <code>{value.text}</code>
        </dd>
        <dt>{t('From')}</dt>
        <dd>{value.source}</dd>
        {value.note !== undefined && (
          <>
            <dt>{t('Changed')}</dt>
            <dd>{value.note}</dd>
          </>
        )}
      </dl>
    </div>
  );
}
