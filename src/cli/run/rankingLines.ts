import type { RankedClass } from './ranking.ts';
import { numberText } from '../text/format.ts';
import type { Style } from '../text/style.ts';
import { printable } from '../../core/printable.ts';
import { table } from '../text/table.ts';

/** The best classes of each output, best first. */
export function rankingLines(rankings: ReadonlyMap<string, readonly RankedClass[]>, style: Style): string[] {
  return [...rankings].flatMap(([output, classes]) => [
    '',
    `${style.heading('Best classes of')} ${style.name(printable(output))}`,
    ...table(
      [{ title: '' }, { title: '', align: 'right' }],
      classes.map(({ label, score }) => [label, numberText(score)]),
      { indent: '  ' },
    ),
  ]);
}
