import type { Manifest } from '../../src/core/run/manifest.ts';
import { t } from '../state/l10n.ts';
import { shortJson } from '../tensor/numbers.ts';
import { limitText } from './sizeText.ts';

/** Whether looking changed what the model computes, and whether all was computed. */
export function Verdict({ manifest, isStale }: { readonly manifest: Manifest; readonly isStale: boolean }) {
  const { outputs, partial, limits, tensors } = manifest;
  const changed = outputs.filter((output) => output.unchanged === false);
  const unknown = outputs.filter((output) => output.unchanged === null);
  const copied = outputs.filter(({ reason, unchanged }) => unchanged === true && reason !== undefined);
  const marks = [
    ...(partial
      ? [
          limits.maxBytes === undefined
            ? t('partial: {0} tensors', tensors.length)
            : t('partial: {0} tensors, the limit is {1}', tensors.length, limitText(limits.maxBytes)),
        ]
      : []),
    ...(isStale ? [t('stale: the model has changed since')] : []),
  ];
  return (
    <span className="verdict-line" role="status">
      {changed.length > 0 ? (
        <span className="verdict bad">
          ✗{' '}
          {t(
            'outputs changed: {0}',
            changed.map((output) => `${output.name} ${t('by')} ${shortJson(output.maxAbsDifference ?? undefined)}`).join(', '),
          )}
        </span>
      ) : unknown.length > 0 ? (
        <span className="dim unjudged" title={unknown.map(({ name, reason }) => `${name}: ${reason ?? ''}`).join('\n')}>
          {t('outputs not judged: {0}', unknown[0]?.reason ?? t('no proof run'))}
        </span>
      ) : outputs.length > 0 ? (
        <span className="verdict" title={meaningOf(manifest)}>
          ✓ {copied.length > 0 ? t('outputs unchanged (compared with a copy)') : t('outputs unchanged')}
        </span>
      ) : null}
      {marks.map((mark) => (
        <span key={mark} className="mark">
          {mark}
        </span>
      ))}
    </span>
  );
}

/** What “unchanged” means: against what, and how exactly. */
function meaningOf({ outputs }: Manifest): string {
  const isExact = outputs.every(({ bitEqual }) => bitEqual === true);
  const isCopied = outputs.every(({ reason }) => reason !== undefined);
  return [
    ...(isCopied ? [] : [t('The model ran once more without anything being looked at, and gave the same outputs.')]),
    isExact ? t('Equal bit for bit.') : t('Equal within rounding.'),
    ...new Set(outputs.flatMap(({ reason }) => reason ?? [])),
  ].join('\n');
}
