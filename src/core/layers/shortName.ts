const CALL = /^(?:Stateful)?PartitionedCall(?:_\d+)?$/;

/** A canonical name without its call components and without the root model's scope; the canonical name itself when nothing is left. */
export function shortName(canonicalName: string, rootScope: string): string {
  const parts = canonicalName.split('/');
  const kept = parts.filter((part) => !CALL.test(part));
  const root = rootScope === '' ? [] : rootScope.split('/');
  const inRoot = root.length > 0 && root.length < kept.length && root.every((label, index) => kept[index] === label);
  const short = (inRoot ? kept.slice(root.length) : kept).join('/');
  return short === '' ? canonicalName : short;
}
