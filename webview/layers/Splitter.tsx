import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { t } from '../state/l10n.ts';

interface SplitterProps {
  /** percent of the width left of it */
  readonly width: number;
  readonly onWidth: (width: number) => void;
}

const [LEAST, MOST] = [18, 82];
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -2, ArrowRight: 2, PageUp: -10, PageDown: 10, Home: -100, End: 100 };

function within(width: number): number {
  return Math.min(MOST, Math.max(LEAST, Math.round(width * 10) / 10));
}

/** The line between layers and tensor: moved by mouse and by arrow keys. */
export function Splitter({ onWidth, width }: SplitterProps) {
  const isMoving = useRef(false);
  const onMove = (event: PointerEvent<HTMLDivElement>): void => {
    const all = event.currentTarget.parentElement?.getBoundingClientRect();
    if (isMoving.current && all !== undefined) onWidth(within((100 * (event.clientX - all.left)) / Math.max(1, all.width)));
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onWidth(within(width + step));
  };
  return (
    <div
      className="splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('Width of the layers')}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={Math.round(width)}
      onKeyDown={onKey}
      onPointerMove={onMove}
      onPointerDown={(event) => {
        isMoving.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onLostPointerCapture={() => {
        isMoving.current = false;
      }}
    />
  );
}
