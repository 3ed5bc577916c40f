let strings: Readonly<Record<string, string>> = {};

/** Takes the texts of the person's language; the English text is its own key, so that what is missing is shown in English. */
export function setStrings(bundle: Readonly<Record<string, string>>): void {
  strings = bundle;
}

/** The text in the person's language, with `{0}`, `{1}`, … replaced. The first argument must be a literal: scripts/l10n.mjs collects it. */
export function t(message: string, ...args: readonly (string | number)[]): string {
  return (strings[message] ?? message).replace(/\{(\d+)\}/g, (hole, index: string) => String(args[Number(index)] ?? hole));
}
