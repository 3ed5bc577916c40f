import { ownFunctions } from '../../src/core/describe/ownFunctions.ts';
import type { EntryChoice } from '../../src/rpc/modelService.ts';
import type { PanelState } from '../../src/rpc/panelService.ts';
import { t } from '../state/l10n.ts';
import { Dropdown, Option, valueOf } from '../toolkit.ts';

interface Entry {
  readonly title: string;
  readonly choice: EntryChoice;
}

function entriesOf(panel: PanelState): Entry[] {
  const isMany = panel.document.metaGraphs.length > 1;
  return panel.document.metaGraphs.flatMap((metaGraph) => {
    const prefix = isMany ? `${metaGraph.tagSet.join(',') || t('(no tags)')} · ` : '';
    return [
      ...metaGraph.signatures.map((signature) => ({
        title: `${prefix}${signature.key}`,
        choice: { tagSet: metaGraph.tagSet, signature: signature.key },
      })),
      ...ownFunctions(metaGraph.functions).map((each) => ({
        title: `${prefix}${each.path}()`,
        choice: { tagSet: metaGraph.tagSet, function: each.path },
      })),
    ];
  });
}

/** Which signature or function of the model is looked at. */
export function EntryChooser(props: { readonly panel: PanelState; readonly onChoose: (entry: EntryChoice) => void }) {
  const { panel } = props;
  const entries = entriesOf(panel);
  const current = entries.findIndex(
    ({ choice }) =>
      (choice.tagSet ?? []).join() === panel.layers.tagSet.join() &&
      (panel.layers.function !== undefined
        ? choice.function === panel.layers.function
        : choice.signature === panel.layers.signature),
  );
  if (entries.length <= 1) return <span className="dim">{entries[0]?.title ?? t('no signature')}</span>;
  return (
    <Dropdown
      key={entries.map((entry) => entry.title).join()}
      value={String(Math.max(0, current))}
      aria-label={t('Signature')}
      onChange={(event) => {
        const entry = entries[Number(valueOf(event))];
        if (entry !== undefined) props.onChoose(entry.choice);
      }}
    >
      {entries.map((entry, i) => (
        <Option key={entry.title} value={String(i)}>
          {entry.title}
        </Option>
      ))}
    </Dropdown>
  );
}
