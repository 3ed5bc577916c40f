import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import { WEIGHTS } from '../../src/rpc/panelService.ts';
import { sentenceOf, type Host } from '../state/host.ts';
import { t } from '../state/l10n.ts';
import { savePicture } from './savePicture.ts';

interface TensorActionsProps {
  readonly host: Host;
  readonly run: string;
  readonly tensor: ManifestTensor;
  readonly slice: string;
  readonly onNotice: (notice: string | undefined) => void;
}

/** What can be taken away: the picture, the values, the name, the command that gives them. */
export function TensorActions({ host, onNotice, run, slice, tensor }: TensorActionsProps) {
  const attempt = (work: Promise<string | undefined>): void => {
    work.then(onNotice, (error: unknown) => onNotice(sentenceOf(error)));
  };
  const copy = async (text: string, done: string): Promise<string> => {
    await host.call('copyText', { text });
    return done;
  };
  const dump = async (): Promise<string | undefined> => {
    const path = await host.call('dump', { run, names: [tensor.name] });
    return path === undefined ? undefined : t('Dumped to {0}', path);
  };
  const command = async (): Promise<string> =>
    copy(await host.call('cliCommand', { run, name: tensor.name }), t('Command copied.'));
  // A stored variable belongs to no run: there is nothing to dump, and no command that computes it.
  const isOfRun = run !== WEIGHTS;
  const reference = isOfRun ? `activations[${JSON.stringify(tensor.key)}]${slice === '[]' ? '' : slice}` : tensor.name;
  return (
    <span className="actions" role="group" aria-label={t('Actions')}>
      <Action
        icon={PICTURE}
        label={t('Save picture')}
        title={t('Save picture: what is shown, as PNG')}
        onClick={() => attempt(savePicture(host, tensor))}
      />
      {isOfRun && (
        <Action icon={DUMP} label={t('Dump')} title={t('Dump: the whole tensor as npz')} onClick={() => attempt(dump())} />
      )}
      <Action
        icon={COPY}
        label={t('Copy name')}
        title={t('Copy name and slice, as Python indexes the dump')}
        onClick={() => attempt(copy(reference, t('Name and slice copied.')))}
      />
      {isOfRun && (
        <Action
          icon={COMMAND}
          label={t('Copy command')}
          title={t('Copy the command line that prints this tensor')}
          onClick={() => attempt(command())}
        />
      )}
    </span>
  );
}

const PICTURE = 'M1.5 2.5h13v11h-13zM1.5 11l3.5-4 3 3.5L10.5 8l4 4M11 5.5a.8.8 0 1 0 .01 0';
const DUMP = 'M8 1.5v8.5M4.5 6.5L8 10l3.5-3.5M1.5 10.5v3.5h13v-3.5';
const COPY = 'M5.5 1.5h8v10h-8zM5.5 4.5h-3v10h8v-3';
const COMMAND = 'M1.5 2.5h13v11h-13zM4 5.5l2.5 2.5L4 10.5M8 10.5h4';

/** A button of VS Code's toolbars: a picture, with its name for those who ask. */
function Action(props: { readonly icon: string; readonly label: string; readonly title: string; readonly onClick: () => void }) {
  return (
    <button type="button" className="action" aria-label={props.label} title={props.title} onClick={props.onClick}>
      <svg width={16} height={16} viewBox="0 0 16 16" aria-hidden="true">
        <path d={props.icon} />
      </svg>
    </button>
  );
}
