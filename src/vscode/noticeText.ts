/**
 * A text for a notification or a field's message, which VS Code reads for links (`[text](command:…)`): names from files are in it,
 * and stay letters. A character without width keeps brackets and address apart.
 */
export function noticeText(text: string): string {
  return text.replaceAll('](', ']\u2060(');
}

/** A text for an entry of a quick pick, which reads `$(name)` as an icon: in a name from a file it stays letters. */
export function labelText(text: string): string {
  return text.replaceAll('$(', '$\u2060(');
}
