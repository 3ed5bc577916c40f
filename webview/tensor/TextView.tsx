import type { TensorWindow } from '../../src/rpc/modelService.ts';
import { exactText } from './exactText.ts';

/** Strings of a tensor, one a row with its index. */
export function TextView(props: { readonly window: TensorWindow; readonly total: number }) {
  const rows = Array.from({ length: props.window.data.length }, (_, i) => exactText(props.window, i));
  return (
    <div className="values-scroll" tabIndex={0} role="region" aria-label="Strings">
      <table data-view="text">
        <tbody>{rows.map((text, i) => <tr key={`${i}:${text}`}><th scope="row">{i}</th><td className="text">{text}</td></tr>)}</tbody>
      </table>
      {rows.length < props.total && <p className="dim">{(props.total - rows.length).toLocaleString()} more are in the dump.</p>}
    </div>
  );
}
