import { useEffect, useRef, type RefObject } from 'react';

/** Frames in which an element of the toolkit has drawn itself, so that it can take the focus. */
const MOST_FRAMES = 30;

/** Nothing has the focus, or something that can no longer be used. */
function isLost(): boolean {
  const now = document.activeElement;
  return now === null || now === document.body || now.hasAttribute('disabled');
}

/**
 * Keeps the keyboard where it was: the button that starts a run cannot be used while it goes on, and the one that ends it goes
 * with it. The focus then moves from one to the other, unless it is somewhere else by now.
 */
export function useRunFocus(isRunning: boolean): { readonly bar: RefObject<HTMLElement>; readonly started: () => void } {
  const bar = useRef<HTMLElement>(null);
  const isOurs = useRef(false);
  useEffect(() => {
    if (!isOurs.current) return undefined;
    if (!isRunning) isOurs.current = false;
    let frames = 0;
    let next = 0;
    const attempt = (): void => {
      if (!isLost()) return;
      bar.current?.querySelector<HTMLElement>(isRunning ? '.activity vscode-button' : '.run-bar vscode-button')?.focus();
      if (frames++ < MOST_FRAMES) next = requestAnimationFrame(attempt);
    };
    next = requestAnimationFrame(attempt);
    return () => cancelAnimationFrame(next);
  }, [isRunning]);
  const started = (): void => {
    isOurs.current = bar.current?.contains(document.activeElement) === true;
  };
  return { bar, started };
}
