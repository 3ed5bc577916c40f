import { useEffect, useState } from 'react';

/** As in the style sheets. */
const NARROW = '(max-width: 620px)';

/** Whether the panel is so narrow that everything stands in one column. */
export function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const hear = (): void => setNarrow(query.matches);
    hear();
    query.addEventListener('change', hear);
    return () => query.removeEventListener('change', hear);
  }, []);
  return isNarrow;
}
