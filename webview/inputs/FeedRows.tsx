import { useRef } from 'react';
import type { InputCheck } from '../../src/rpc/modelService.ts';
import type { Host } from '../state/host.ts';
import { t } from '../state/l10n.ts';
import { TextField, valueOf } from '../toolkit.ts';
import type { FeedState } from './formState.ts';
import { InputRow } from './InputRow.tsx';

interface FeedRowsProps {
  readonly host: Host;
  readonly feeds: readonly FeedState[];
  readonly checks: ReadonlyMap<string, InputCheck>;
  readonly isOld: boolean;
  readonly onChange: (feeds: readonly FeedState[]) => void;
}

/** Tensors inside the graph that are given a value: what stands before them does not run. */
export function FeedRows({ host, feeds, checks, isOld, onChange }: FeedRowsProps) {
  // A row keeps its key when one before it goes: what is typed stays where it was typed.
  const keys = useRef<number[]>([]);
  while (keys.current.length < feeds.length) keys.current.push(Math.max(0, ...keys.current) + 1);
  keys.current.length = feeds.length;
  return feeds.map((feed, i) => {
    const replace = (next: FeedState | undefined): void => {
      if (next === undefined) keys.current.splice(i, 1);
      onChange(feeds.flatMap((each, j) => (j !== i ? [each] : next === undefined ? [] : [next])));
    };
    const check = checks.get(feed.name.trim());
    return (
      <InputRow
        key={keys.current[i]}
        host={host}
        name={feed.name === '' ? t('tensor {0}', i + 1) : feed.name}
        dtype={check?.value?.dtype}
        isInner
        state={feed.state}
        check={check}
        isOld={isOld}
        onChange={(state) => replace({ ...feed, state })}
        title={
          <>
            <TextField
              className="feed-name"
              placeholder={t('tensor or layer')}
              value={feed.name}
              aria-label={t('Tensor to feed')}
              onInput={(event) => replace({ ...feed, name: valueOf(event) })}
            />
            <button
              type="button"
              className="icon"
              aria-label={t('Do not feed {0}', feed.name)}
              onClick={() => replace(undefined)}
            >
              ×
            </button>
          </>
        }
      />
    );
  });
}
