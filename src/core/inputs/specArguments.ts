/** `seed=3, high=2` or, in order, `3, 0, 2`: values by name. */
export function parseArguments(text: string, names: readonly string[], error: (what: string) => Error): Map<string, string> {
  const values = new Map<string, string>();
  const parts = text.trim() === '' ? [] : text.split(',');
  parts.forEach((part, i) => {
    const at = part.indexOf('=');
    const name = at < 0 ? names[i] : part.slice(0, at).trim();
    if (name === undefined || !names.includes(name))
      throw error(`has the argument ${part.trim()}; ${names.join(', ')} are known`);
    if (values.has(name)) throw error(`says ${name} twice`);
    values.set(name, part.slice(at + 1).trim());
  });
  return values;
}
