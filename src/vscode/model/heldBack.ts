/** Work that waits while somebody holds it back; asked for several times meanwhile, it is done once. */
export class HeldBack {
  #holders = 0;
  #isWanted = false;

  constructor(private readonly work: () => void) {}

  /** Answers what lets go again. */
  hold(): () => void {
    this.#holders++;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holders--;
      if (this.#isWanted) this.do();
    };
  }

  /** Does the work now, or as soon as nobody holds it. */
  do(): void {
    this.#isWanted = this.#holders > 0;
    if (!this.#isWanted) this.work();
  }
}
