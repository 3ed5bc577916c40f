/** `node` → `node:0`; a name with an index stays. */
export function withIndex(name: string): string {
  return /:\d+$/.test(name) ? name : `${name}:0`;
}
