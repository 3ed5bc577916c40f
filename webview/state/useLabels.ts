import { useCallback, useEffect, useState } from 'react';
import type { Host } from './host.ts';

/** Names of classes from a labels file that the person picked. */
export interface LabelsControl {
  readonly file: string | undefined;
  readonly labels: readonly string[] | undefined;
  readonly pick: () => void;
}

/** Keeps the labels file over reloads; one that is gone is forgotten. */
export function useLabels(host: Host, kept: string | undefined, onProblem: (error: unknown) => void): LabelsControl {
  const [file, setFile] = useState(kept);
  const [labels, setLabels] = useState<readonly string[]>();
  const read = useCallback(
    (spec: string): Promise<void> =>
      host.call('readLabels', { spec }).then((names) => {
        setLabels(names);
        setFile(spec);
      }),
    [host],
  );
  useEffect(() => {
    if (kept !== undefined) read(kept).catch(() => setFile(undefined));
  }, [read, kept]);
  const pick = (): void => {
    host
      .call('pickInputFile', { name: 'labels', kind: 'labels' })
      .then((picked) => (picked === undefined ? undefined : read(picked.spec)))
      .catch(onProblem);
  };
  return { file, labels, pick };
}
