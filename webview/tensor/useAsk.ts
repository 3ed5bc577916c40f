import { useEffect, useRef, useState } from 'react';
import { sentenceOf } from '../state/host.ts';
import { Latest } from './latest.ts';

/** An answer on its way, here, or refused; `value` is the last one that came, for the question `asked`. */
export interface Answer<Q, T> {
  readonly asked: Q | undefined;
  readonly value: T | undefined;
  readonly problem: string | undefined;
  /** a newer question is on its way */
  readonly isLoading: boolean;
}

/** Asks whenever the question changes (as JSON); what was shown stays until the next answer is here. Undefined asks nothing. */
export function useAsk<Q, T>(question: Q | undefined, ask: (question: Q, signal: AbortSignal) => Promise<T>): Answer<Q, T> {
  const [answer, setAnswer] = useState<Answer<Q, T>>({
    asked: undefined,
    value: undefined,
    problem: undefined,
    isLoading: question !== undefined,
  });
  const latest = useRef<Latest<T>>();
  const key = question === undefined ? '' : JSON.stringify(question);
  const newest = useRef(key);
  newest.current = key;
  useEffect(() => {
    latest.current = new Latest<T>();
    return () => latest.current?.cancel();
  }, []);
  useEffect(() => {
    if (question === undefined) return;
    setAnswer((now) => (now.isLoading ? now : { ...now, isLoading: true }));
    const settle = (part: Pick<Answer<Q, T>, 'value' | 'problem'>): void =>
      setAnswer({ asked: question, ...part, isLoading: newest.current !== key });
    latest.current?.ask(
      (signal) => ask(question, signal),
      (value) => settle({ value, problem: undefined }),
      (error) => settle({ value: undefined, problem: sentenceOf(error) }),
    );
    // The key says all that the question depends on.
  }, [key]);
  return answer;
}
