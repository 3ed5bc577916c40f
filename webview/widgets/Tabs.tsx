import { useEffect, useRef, type KeyboardEvent } from 'react';

interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly key: T; readonly title: string }[];
  /** none while something else is looked at */
  readonly chosen: T | undefined;
  /** id of the element that a tab changes; the tabs are `tab-KEY` */
  readonly controls: string;
  readonly onChoose: (key: T) => void;
}

/** One of several ways to look: arrow keys, Home and End move between the tabs, Enter or Space chooses, so that nobody must pass through views on the way. */
export function Tabs<T extends string>({ chosen, controls, label, onChoose, tabs }: TabsProps<T>) {
  const list = useRef<HTMLDivElement>(null);
  // Where there is no room for all, the chosen one is in sight.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>('[aria-selected=true]');
    const [box, row] = [tab?.getBoundingClientRect(), list.current?.getBoundingClientRect()];
    if (box === undefined || row === undefined) return;
    if (box.left < row.left) list.current?.scrollBy({ left: box.left - row.left - 24 });
    else if (box.right > row.right) list.current?.scrollBy({ left: box.right - row.right + 24 });
  }, [chosen]);
  const onKey = (event: KeyboardEvent): void => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>('[role=tab]') ?? [])];
    const now = all.findIndex((tab) => tab === document.activeElement);
    const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[(next + all.length) % all.length]?.focus();
  };
  return (
    <div ref={list} className="views" role="tablist" aria-label={label} onKeyDown={onKey}>
      {tabs.map(({ key, title }, i) => (
        <button
          key={key}
          type="button"
          role="tab"
          id={`tab-${key}`}
          aria-selected={key === chosen}
          aria-controls={controls}
          tabIndex={key === chosen || (chosen === undefined && i === 0) ? 0 : -1}
          className={key === chosen ? 'tab on' : 'tab'}
          onClick={() => onChoose(key)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
