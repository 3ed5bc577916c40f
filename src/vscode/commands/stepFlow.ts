/** How a step ended: answered, not needed, gone back from, or given up. */
export type StepEnd = 'answered' | 'skipped' | 'back' | 'stopped';

/** Where a step stands in its row. */
export interface StepPlace {
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}

/** One question; what it learns it writes into the state. */
export type Step<State> = (state: State, place: StepPlace) => Promise<StepEnd>;

/** Asks one question after the other; *Back* leads to the last one that was really asked. True when all are answered. */
export async function runSteps<State>(state: State, steps: readonly Step<State>[]): Promise<boolean> {
  const asked: number[] = [];
  for (let at = 0; ;) {
    const step = steps[at];
    if (step === undefined) return true;
    const end = await step(state, { step: at + 1, totalSteps: steps.length, canGoBack: asked.length > 0 });
    if (end === 'stopped') return false;
    if (end === 'back') {
      const before = asked.pop();
      if (before === undefined) return false;
      at = before;
      continue;
    }
    if (end === 'answered') asked.push(at);
    at++;
  }
}
