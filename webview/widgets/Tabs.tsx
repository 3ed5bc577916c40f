import { useRef, type KeyboardEvent } from 'react';

interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly key: T; readonly title: string }[];
  readonly chosen: T;
  /** id of the element that a tab changes; the tabs are `tab-KEY` */
  readonly controls: string;
  readonly onChoose: (key: T) => void;
}

/** One of several ways to look: arrow keys, Home and End move between the tabs, Enter or Space chooses, so that nobody must pass through views on the way. */
export function Tabs<T extends string>({ chosen, controls, label, onChoose, tabs }: TabsProps<T>) {
  const list = useRef<HTMLDivElement>(null);
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
      {tabs.map(({ key, title }) => (
        <button
          key={key}
          type="button"
          role="tab"
          id={`tab-${key}`}
          aria-selected={key === chosen}
          aria-controls={controls}
          tabIndex={key === chosen ? 0 : -1}
          className={key === chosen ? 'tab on' : 'tab'}
          onClick={() => onChoose(key)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
