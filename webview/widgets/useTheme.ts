import { useSyncExternalStore } from 'react';

let changes = 0;

/** VS Code writes a theme into the classes of the body and the variables of the root. */
function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(() => {
    changes++;
    onChange();
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return () => observer.disconnect();
}

/** A number that changes with the theme: what is drawn in its colours is drawn again. */
export function useTheme(): number {
  return useSyncExternalStore(subscribe, () => changes);
}
