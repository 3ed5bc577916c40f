import { useEffect, useState } from 'react';
import type { EntryChoice, SelectedRow } from '../../src/rpc/modelService.ts';
import { sentenceOf, type Host } from '../state/host.ts';

/** What the selector language makes of the text in the search field. */
export interface SelectorSearch {
  /** the text that this is the answer to */
  readonly query: string;
  readonly tensors: readonly SelectedRow[];
  readonly problem: string | undefined;
}

const NOTHING: SelectorSearch = { query: '', tensors: [], problem: undefined };
const PAUSE_MS = 250;

/** Text that means nothing but a name needs no question: a part of a name is looked for in the page. */
export function isSelector(query: string): boolean {
  return /[*?[\]:@!"]|^\/.+\/[imsu]*$/.test(query.trim());
}

/** The selector that looks for a plain text in the names of all ops; undefined when the text is empty or a selector already. */
export function opsQuery(query: string): string | undefined {
  const text = query.trim();
  return text === '' || isSelector(text) ? undefined : `/${text.replaceAll(/[\\^$.|?*+()[\]{}/]/g, '\\$&')}/i`;
}

/** Asks the host for what a selector selects, a moment after the last change. */
export function useSearch(host: Host, entry: EntryChoice, query: string): SelectorSearch {
  const [found, setFound] = useState<SelectorSearch>(NOTHING);
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      if (!isSelector(query)) {
        setFound(NOTHING);
        return;
      }
      host.call('select', { entry, terms: [query.trim()] }, { signal: abort.signal }).then(
        ({ tensors }) => {
          if (!abort.signal.aborted) setFound({ query, tensors, problem: undefined });
        },
        (error: unknown) => {
          if (!abort.signal.aborted) setFound({ query, tensors: [], problem: sentenceOf(error) });
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [host, entry, query]);
  return found.query === query ? found : NOTHING;
}
