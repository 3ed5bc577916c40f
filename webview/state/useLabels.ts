import { useState } from 'react';
import type { Host } from './host.ts';

/** Names of classes from a labels file that the person picks. */
export function useLabels(host: Host): { readonly labels: readonly string[] | undefined; readonly pick: () => Promise<void> } {
  const [labels, setLabels] = useState<readonly string[]>();
  const pick = async (): Promise<void> => {
    const picked = await host.call('pickInputFile', { name: 'labels', kind: 'labels' });
    if (picked !== undefined) setLabels(await host.call('readLabels', { spec: picked.spec }));
  };
  return { labels, pick };
}
