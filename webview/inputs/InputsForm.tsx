import type { TensorSpecRow } from '../../src/rpc/modelService.ts';
import type { Host } from '../state/host.ts';
import { t } from '../state/l10n.ts';
import { shapeText } from '../tensor/numbers.ts';
import { useNarrow } from '../widgets/useNarrow.ts';
import { Menu, type MenuItem } from '../widgets/Menu.tsx';
import { FeedRows } from './FeedRows.tsx';
import { InputRow } from './InputRow.tsx';
import { fileLabel, NO_INPUT } from './sources.ts';
import { UnknownSizes } from './UnknownSizes.tsx';
import type { InputsState } from './useInputsCheck.ts';
import type { FormControl } from './useRunForm.ts';

interface InputsFormProps {
  readonly host: Host;
  readonly signature: readonly TensorSpecRow[];
  readonly control: FormControl;
  readonly check: InputsState;
  /** whether the person opened or closed it; undefined: neither */
  readonly isOpen: boolean | undefined;
  readonly onOpen: (isOpen: boolean) => void;
  /** a run was started or is shown: the picture matters more than the form */
  readonly hasRun: boolean;
  /** what can be done with the whole form */
  readonly actions: readonly MenuItem[];
}

/** One row for each input of the signature, the sizes that it leaves open, and tensors that are fed inside the graph. */
export function InputsForm(props: InputsFormProps) {
  const { host, signature, control, check, actions } = props;
  const { state, change } = control;
  const isNarrow = useNarrow();
  const checks = new Map(check.inputs.map((each) => [each.name, each]));
  const given = Object.values(state.inputs).filter(({ kind }) => kind !== 'auto').length;
  const wrong = [check.dimensions, check.inputsFile, check.failure].filter((problem) => problem !== undefined);
  const isWrong = wrong.length > 0 || check.inputs.some(({ problem }) => problem !== undefined);
  // In a narrow panel the form folds for the picture, unless there is something in it to mend.
  const isOpen = props.isOpen ?? !(isNarrow && props.hasRun && !isWrong);
  return (
    <section className="inputs" aria-label={t('Inputs')}>
      <div className="inputs-head">
        <button type="button" className="section" aria-expanded={isOpen} onClick={() => props.onOpen(!isOpen)}>
          <span className="twistie" aria-hidden="true">
            {isOpen ? '⌄' : '›'}
          </span>
          {t('Inputs')}
        </button>
        <span className="dim">
          {signature.length === 0
            ? t('none')
            : signature.length > 3 || !isOpen
              ? given === 0
                ? t('{0}, automatic', signature.length)
                : t('{0}, {1} given', signature.length, given)
              : ''}
        </span>
        {isOpen && (
          <UnknownSizes
            inputs={signature}
            dims={state.dims}
            batch={state.batch}
            onDims={(dims) => change({ dims })}
            onBatch={(batch) => change({ batch })}
          />
        )}
        {state.inputsFile !== undefined && (
          <span className="chip" title={state.inputsFile}>
            {t('all from {0}', fileLabel(state.inputsFile))}
            <button
              type="button"
              className="icon"
              aria-label={t('Forget the file of all inputs')}
              onClick={() => change({ inputsFile: undefined })}
            >
              ×
            </button>
          </span>
        )}
        <span className="grow" />
        {isOpen && signature.length > 0 && <span className="dim hint">{t('Hold Shift to drop a file on an input')}</span>}
        <Menu label={t('More actions for inputs')} items={actions} />
      </div>
      {wrong.map((problem) => (
        <p key={problem} className="problem" role="alert">
          <span aria-hidden="true">✗</span> {problem}
        </p>
      ))}
      {isOpen && (signature.length > 0 || state.feeds.length > 0) && (
        <div className="input-rows">
          {signature.map((input) => (
            <InputRow
              key={input.name}
              host={host}
              name={input.name}
              dtype={input.dtype}
              isInner={false}
              check={checks.get(input.name)}
              isOld={check.isOld}
              state={state.inputs[input.name] ?? NO_INPUT}
              title={
                <>
                  <span className="input-name" title={`${input.name}\n${input.tensor}`}>
                    {input.name}
                  </span>{' '}
                  <span className="dim input-shape">
                    {input.dtype} {shapeText(input.shape)}
                  </span>
                </>
              }
              onChange={(next) => change({ inputs: { ...state.inputs, [input.name]: next } })}
            />
          ))}
          <FeedRows host={host} feeds={state.feeds} checks={checks} isOld={check.isOld} onChange={(feeds) => change({ feeds })} />
        </div>
      )}
    </section>
  );
}
