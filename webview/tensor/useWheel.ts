import { useEffect, useRef, type RefObject } from 'react';

/** Calls with a zoom factor and the pointer's place (CSS pixels across) when the wheel turns over an element, instead of scrolling. */
export function useWheel(onZoom: (factor: number, across: number) => void): RefObject<HTMLDivElement> {
  const element = useRef<HTMLDivElement>(null);
  const newest = useRef(onZoom);
  newest.current = onZoom;
  useEffect(() => {
    const box = element.current;
    if (box === null) return undefined;
    // React listens to the wheel passively, and the page would scroll as well.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      newest.current(event.deltaY < 0 ? 0.7 : 1 / 0.7, event.clientX - box.getBoundingClientRect().left);
    };
    box.addEventListener('wheel', onWheel, { passive: false });
    return () => box.removeEventListener('wheel', onWheel);
  });
  return element;
}
