/** Version folders say nothing by themselves: `1` of TensorFlow Serving, `v2`, `v 1`. */
const VERSION = /^(v|version)?[ ._-]?\d+$/i;

/** Name of a model by its folder, with the one around it when it is called after a version. */
export function modelName(folder: string): string {
  const parts = partsOf(folder);
  const name = parts.at(-1) ?? folder;
  return VERSION.test(name) && parts.length > 1 ? `${parts.at(-2) ?? ''}/${name}` : name;
}

/** The name, and of models that share it as many of the folders around as it takes to tell them apart. */
export function modelTitle(folder: string, others: readonly string[]): string {
  const name = modelName(folder);
  const around = (path: string): readonly string[] => partsOf(path).slice(0, -name.split('/').length);
  const same = others.filter((other) => other !== folder && modelName(other) === name).map(around);
  if (same.length === 0) return name;
  const own = around(folder);
  const last = (parts: readonly string[], count: number): string => parts.slice(-count).join('/');
  let count = 1;
  while (count < own.length && same.some((parts) => last(parts, count) === last(own, count))) count++;
  return own.length === 0 ? name : `${name} · ${last(own, count)}`;
}

function partsOf(path: string): readonly string[] {
  return path.split(/[/\\]/).filter((part) => part !== '');
}
