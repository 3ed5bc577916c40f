/** When a run was: the time of today's, with the day for those before. */
export function whenText(when: string, now: Date, language: string): string {
  const then = new Date(when);
  const time = then.toLocaleTimeString(language);
  return then.toDateString() === now.toDateString()
    ? time
    : `${then.toLocaleDateString(language, { day: 'numeric', month: 'short' })}, ${time}`;
}
