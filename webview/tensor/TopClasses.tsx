import { useLayoutEffect, useRef } from 'react';
import { shortNumber } from './numbers.ts';

interface TopClassesProps {
  readonly values: ArrayLike<number>;
  readonly labels: readonly string[] | undefined;
  readonly onLabels: () => void;
}

const MOST = 10;

/** The classes with the largest values, named by a labels file when there is one. */
export function TopClasses(props: TopClassesProps) {
  const order = Array.from({ length: props.values.length }, (_, i) => i)
    .filter((i) => !Number.isNaN(props.values[i]))
    .sort((a, b) => (props.values[b] ?? 0) - (props.values[a] ?? 0))
    .slice(0, MOST);
  const most = Math.max(...order.map((i) => props.values[i] ?? 0), Number.MIN_VALUE);
  return (
    <div className="classes" data-view="classes">
      <table>
        <thead><tr><th scope="col">Class</th><th scope="col">Value</th><td /></tr></thead>
        <tbody>
          {order.map((i) => (
            <tr key={i}>
              <th scope="row">{props.labels?.[i] ?? `class ${i}`}</th>
              <td className="number">{shortNumber(props.values[i] ?? NaN, 5)}</td>
              <td className="share"><ShareBar share={(props.values[i] ?? 0) / most} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {props.labels === undefined && <button type="button" className="link" onClick={props.onLabels}>Name the classes from a labels file…</button>}
    </div>
  );
}

function ShareBar(props: { readonly share: number }) {
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (bar.current !== null) bar.current.style.width = `${Math.max(0, Math.min(1, props.share)) * 100}%`;
  }, [props.share]);
  return <div ref={bar} className="share-bar" aria-hidden="true" />;
}
