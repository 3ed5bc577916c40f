import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Size } from './size.ts';

/** Size of the inside of an element, kept up to date; undefined until it was measured. */
export function useSize<T extends HTMLElement>(): readonly [RefObject<T>, Size | undefined] {
  const ref = useRef<T>(null);
  const [size, setSize] = useState<Size>();
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void =>
      setSize((old) => {
        const next = { width: element.clientWidth, height: element.clientHeight };
        return old?.width === next.width && old.height === next.height ? old : next;
      });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
