import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

/** One thing that can be done. */
export interface MenuItem {
  readonly title: string;
  readonly run: () => void;
}

/** A button with three dots that opens a list of actions; arrow keys, Home, End and Escape as in the workbench's menus. */
export function Menu({ label, items }: { readonly label: string; readonly items: readonly MenuItem[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const entries = (): HTMLElement[] => [...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  useEffect(() => {
    if (!isOpen) return undefined;
    entries()[0]?.focus();
    const away = (event: Event): void => {
      if (!(event.target instanceof Node) || box.current?.contains(event.target) !== true) setIsOpen(false);
    };
    document.addEventListener('pointerdown', away);
    document.addEventListener('focusin', away);
    return () => {
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('focusin', away);
    };
  }, [isOpen]);
  const close = (): void => {
    setIsOpen(false);
    button.current?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    const all = entries();
    const at = all.findIndex((entry) => entry === document.activeElement);
    const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[
      event.key
    ];
    if (event.key === 'Escape') close();
    else if (to !== undefined) all[to]?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <span className="menu" ref={box} onKeyDown={isOpen ? onKey : undefined}>
      <button
        type="button"
        className="icon"
        ref={button}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={label}
        title={label}
        onClick={() => setIsOpen(!isOpen)}
      >
        ⋯
      </button>
      {isOpen && (
        <span className="menu-list" role="menu" aria-label={label}>
          {items.map(({ title, run }) => (
            <button
              key={title}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                run();
              }}
            >
              {title}
            </button>
          ))}
        </span>
      )}
    </span>
  );
}
