import { t } from '../state/l10n.ts';
import { shapeText } from '../tensor/numbers.ts';
import { Button, Checkbox, checkedOf } from '../toolkit.ts';
import type { ListRow } from './listRows.ts';

interface NoRunProps {
  readonly row: ListRow | undefined;
  readonly hasRun: boolean;
  readonly canRun: boolean;
  readonly shape: string;
  readonly onRun: () => void;
  /** key of a variable whose value is stored */
  readonly keyOf: (name: string) => string | undefined;
  readonly onVariable: (key: string) => void;
  readonly isChecked: boolean;
  readonly onCheck: (isChecked: boolean) => void;
}

/** What is known of a layer before it ran: structure, weights, and the next step. */
export function NoRun({ row, hasRun, canRun, shape, onRun, keyOf, onVariable, isChecked, onCheck }: NoRunProps) {
  if (row !== undefined && row.layer === undefined) {
    return (
      <section className="tensor" aria-label={t('Tensor')}>
        <header className="tensor-head">
          <h2>{row.label}</h2>
          <span className="dim">{row.type}</span>
        </header>
        <p className="dim">{row.reason ?? (hasRun ? t('This tensor was not part of the run shown.') : t('Not run yet.'))}</p>
        <dl className="card">
          <dt>{t('Output')}</dt>
          <dd>
            {shape} <code>{row.id.slice('tensor:'.length)}</code>
          </dd>
        </dl>
        {row.isFetchable && (
          <Checkbox checked={isChecked} onChange={(event) => onCheck(checkedOf(event))}>
            {t('Fetch it in the next run')}
          </Checkbox>
        )}
      </section>
    );
  }
  if (row?.layer === undefined) {
    return (
      <section className="tensor blank" aria-label={t('Tensor')}>
        <p>
          {canRun
            ? hasRun
              ? t('Choose a layer to see its activation.')
              : t('Choose a layer, or run the model to see every layer’s activations.')
            : t('Choose a layer to see its structure and weights.')}
        </p>
        {canRun && !hasRun && <Button onClick={onRun}>{t('Run all layers')}</Button>}
      </section>
    );
  }
  const { layer } = row;
  return (
    <section className="tensor" aria-label={t('Layer')}>
      <header className="tensor-head">
        <h2>{layer.path}</h2>
        <span className="dim">
          {layer.type}
          {layer.typeSource === 'inferred' && ` ${t('(inferred)')}`}
        </span>
      </header>
      <p className="dim">
        {row.reason ?? (hasRun ? t('This layer was not part of the run shown. Check it and run again.') : t('Not run yet.'))}
      </p>
      <dl className="card">
        <dt>{t('Output')}</dt>
        <dd>
          {shape}
          {layer.outputs[0] === undefined ? (
            ''
          ) : (
            <>
              {' '}
              <code>{layer.outputs[0].tensor}</code>
            </>
          )}
        </dd>
        {layer.inputs.length > 0 && (
          <>
            <dt>{t('Inputs')}</dt>
            <dd>
              {layer.inputs.map((input) => (
                <div key={input.tensor}>
                  {input.dtype} {shapeText(input.shape)} <code>{input.tensor}</code>
                </div>
              ))}
            </dd>
          </>
        )}
        {layer.objectPath !== undefined && (
          <>
            <dt>{t('Object')}</dt>
            <dd>
              <code>{layer.objectPath}</code>
            </dd>
          </>
        )}
        <dt>{t('Ops')}</dt>
        <dd>{layer.ops}</dd>
        {layer.params.count > 0 && (
          <>
            <dt>{t('Parameters')}</dt>
            <dd>
              {layer.params.count.toLocaleString()}
              {layer.params.variables.map((variable) => (
                <VariableLine key={variable.name} variable={variable} storedAs={keyOf(variable.name)} onVariable={onVariable} />
              ))}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

type LayerVariable = NonNullable<ListRow['layer']>['params']['variables'][number];

/** A weight of the layer; a click shows its stored values. */
function VariableLine({
  onVariable,
  storedAs,
  variable,
}: {
  readonly variable: LayerVariable;
  readonly storedAs: string | undefined;
  readonly onVariable: (key: string) => void;
}) {
  const text = <code>{variable.name}</code>;
  return (
    <div>
      {storedAs === undefined ? (
        text
      ) : (
        <button type="button" className="link" title={t('Show the stored values')} onClick={() => onVariable(storedAs)}>
          {text}
        </button>
      )}{' '}
      {variable.dtype} {shapeText(variable.shape)}
    </div>
  );
}
