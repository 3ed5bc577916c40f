import { describe, expect, it } from 'vitest';
import { runSteps, type Step, type StepEnd } from '../../../../src/vscode/commands/stepFlow.ts';

/** Steps that answer from lists, one entry a visit; writes down where each stood. */
function script(...ends: readonly (readonly StepEnd[])[]): { steps: Step<string[]>[] } {
  const visits = ends.map(() => 0);
  return {
    steps: ends.map((list, i) => async (log, { canGoBack, step, totalSteps }) => {
      log.push(`${step}/${totalSteps}${canGoBack ? ' back' : ''}`);
      const visit = visits[i] ?? 0;
      visits[i] = visit + 1;
      return list[Math.min(visit, list.length - 1)] ?? 'stopped';
    }),
  };
}

async function play(
  ...ends: readonly (readonly StepEnd[])[]
): Promise<{ readonly isDone: boolean; readonly log: readonly string[] }> {
  const log: string[] = [];
  const isDone = await runSteps(log, script(...ends).steps);
  return { isDone, log };
}

describe('questions one after the other', () => {
  it('end when all are answered', async () => {
    expect(await play(['answered'], ['answered'])).toEqual({ isDone: true, log: ['1/2', '2/2 back'] });
  });

  it('go back to the last one that was asked, over those that answered themselves', async () => {
    expect(await play(['answered'], ['skipped'], ['back', 'answered'])).toEqual({
      isDone: true,
      log: ['1/3', '2/3 back', '3/3 back', '1/3', '2/3 back', '3/3 back'],
    });
  });

  it('offer no way back while nothing was asked', async () => {
    expect((await play(['skipped'], ['answered'])).log).toEqual(['1/2', '2/2']);
  });

  it('stop when one is given up, or gone back from the first', async () => {
    expect(await play(['answered'], ['stopped'], ['answered'])).toEqual({ isDone: false, log: ['1/3', '2/3 back'] });
    expect((await play(['back'])).isDone).toBe(false);
  });
});
