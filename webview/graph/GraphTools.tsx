import { useState } from 'react';
import type { GraphPicture, PlacedBox } from '../../src/rpc/graphService.ts';
import { t } from '../state/l10n.ts';
import { Button, Dropdown, Option, TextField, valueOf } from '../toolkit.ts';
import { COLOUR_MODES, modeTitle } from './colouring.ts';
import type { GraphSettings } from './graphSettings.ts';

interface GraphToolsProps {
  readonly picture: GraphPicture | undefined;
  readonly settings: GraphSettings;
  /** box of the chosen row */
  readonly chosen: string | undefined;
  readonly onChange: (part: Partial<GraphSettings>) => void;
  readonly onGoTo: (id: string) => void;
  readonly onChoose: (box: PlacedBox) => void;
}

const RADII = [1, 2, 3, 5, 8, 12];

/** Boxes whose name or type holds the text, from the one after the last found. */
function findNext(
  boxes: readonly PlacedBox[],
  query: string,
  last: string | undefined,
): { readonly box: PlacedBox; readonly place: number; readonly count: number } | undefined {
  const wanted = query.trim().toLowerCase();
  const hits =
    wanted === ''
      ? []
      : boxes.filter(({ path, type }) => path.toLowerCase().includes(wanted) || type.toLowerCase().includes(wanted));
  const at = (hits.findIndex(({ id }) => id === last) + 1) % Math.max(1, hits.length);
  const box = hits[at];
  return box === undefined ? undefined : { box, place: at + 1, count: hits.length };
}

/** Search, colour and how much of the graph is shown. */
export function GraphTools({ picture, settings, chosen, onChange, onGoTo, onChoose }: GraphToolsProps) {
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<string>();
  const [last, setLast] = useState<string>();
  const search = (): void => {
    const hit = findNext(picture?.boxes ?? [], query, last);
    setFound(hit === undefined ? t('nothing found') : t('{0} of {1}', hit.place, hit.count));
    setLast(hit?.box.id);
    if (hit !== undefined) {
      onChoose(hit.box);
      onGoTo(hit.box.id);
    }
  };
  const { around } = picture ?? {};
  const radius = around?.radius ?? 3;
  const centre = chosen ?? around?.id ?? picture?.boxes.find(({ isOpen }) => !isOpen)?.id;
  const isForced = around !== undefined && settings.around === undefined;
  return (
    <div className="layers-tools graph-tools">
      <TextField
        placeholder={t('Search boxes')}
        aria-label={t('Search boxes')}
        value={query}
        onInput={(event) => {
          setQuery(valueOf(event));
          setFound(undefined);
        }}
        onKeyDown={(event: unknown) => {
          if (typeof event === 'object' && event !== null && 'key' in event && event.key === 'Enter') search();
        }}
      />
      {found !== undefined && (
        <span className="dim" role="status">
          {found}
        </span>
      )}
      <label>
        {t('Colour')}{' '}
        <Dropdown
          value={settings.colour}
          aria-label={t('Colour by')}
          onChange={(event) => onChange({ colour: COLOUR_MODES.find((mode) => mode === valueOf(event)) ?? 'type' })}
        >
          {COLOUR_MODES.map((mode) => (
            <Option key={mode} value={mode}>
              {modeTitle(mode)}
            </Option>
          ))}
        </Dropdown>
      </label>
      <label>
        {t('Show')}{' '}
        <Dropdown
          key={isForced ? 'forced' : 'free'}
          value={around === undefined ? 'all' : String(radius)}
          aria-label={t('How much of the graph is shown')}
          onChange={(event) => {
            const chosenRadius = Number(valueOf(event));
            onChange({
              around: Number.isNaN(chosenRadius) || centre === undefined ? undefined : { id: centre, radius: chosenRadius },
            });
          }}
        >
          {!isForced && <Option value="all">{t('everything')}</Option>}
          {RADII.map((steps) => (
            <Option key={steps} value={String(steps)}>
              {steps === 1 ? t('± 1 step') : t('± {0} steps', steps)}
            </Option>
          ))}
        </Dropdown>
      </label>
      {around !== undefined && chosen !== undefined && chosen !== around.id && (
        <Button appearance="secondary" onClick={() => onChange({ around: { id: chosen, radius } })}>
          {t('Look from the chosen box')}
        </Button>
      )}
    </div>
  );
}
