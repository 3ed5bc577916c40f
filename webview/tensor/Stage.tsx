import type { ReactNode, RefObject } from 'react';
import { t } from '../state/l10n.ts';

interface StageProps {
  /** takes the size that the picture may have */
  readonly box?: RefObject<HTMLDivElement>;
  readonly readout: string;
  /** what the read-out says while nothing is pointed at */
  readonly hint?: string;
  readonly problem: string | undefined;
  readonly isWaiting: boolean;
  /** legend and notes, beside the read-out */
  readonly notes?: ReactNode;
  readonly children: ReactNode;
}

/** The picture in the room that is left, and below it one line: the value pointed at, what was reduced, what the colours mean. */
export function Stage(props: StageProps) {
  const { problem } = props;
  return (
    <div className="stage">
      <div className="picture" ref={props.box}>
        {problem !== undefined ? (
          <p className="problem" role="alert">
            {problem}
          </p>
        ) : props.isWaiting ? (
          <p className="empty" aria-busy="true">
            {t('Reading values…')}
          </p>
        ) : (
          props.children
        )}
      </div>
      <footer className="stage-foot">
        <p className={props.readout === '' ? 'readout dim' : 'readout'} role="status">
          {props.readout !== '' ? props.readout : (props.hint ?? '')}
        </p>
        {props.notes}
      </footer>
    </div>
  );
}
