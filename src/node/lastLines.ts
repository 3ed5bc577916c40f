/** Splits a stream into lines and keeps the last one that says something. */
export class LastLines {
  #rest = '';
  #last = '';

  constructor(private readonly onLine: ((line: string) => void) | undefined) {}

  get last(): string {
    return (this.#rest.trim() === '' ? this.#last : this.#rest.trim()).slice(0, 500);
  }

  add(chunk: Uint8Array): void {
    const lines = (this.#rest + new TextDecoder().decode(chunk)).split(/\r?\n/);
    this.#rest = (lines.pop() ?? '').slice(-10_000);
    for (const line of lines) {
      if (line.trim() === '') continue;
      this.#last = line.trim();
      this.onLine?.(line);
    }
  }
}
