import { describe, expect, it } from 'vitest';
import type { KeptRun } from '../../../../src/vscode/model/runHistory.ts';
import { ageOf, groupRuns, runOf } from '../../../../src/vscode/tree/runNodes.ts';

function run(id: string, model: string): KeptRun {
  return {
    id,
    model,
    when: '2026-01-01T00:00:00Z',
    label: id,
    question: { entry: {}, select: [], inputs: [], dims: {} },
    directory: `/runs/${id}`,
  };
}

describe('the history', () => {
  it('groups runs by model in the order of the newest', () => {
    const groups = groupRuns([run('4', '/b'), run('3', '/a'), run('2', '/b'), run('1', '/a')]);
    expect(groups.map(({ model, runs }) => [model, runs.map(({ id }) => id)])).toEqual([
      ['/b', ['4', '2']],
      ['/a', ['3', '1']],
    ]);
  });

  it('knows which run a row belongs to', () => {
    const own = run('1', '/a');
    const node = { kind: 'run', id: '1', run: own, parent: undefined } as const;
    const part = { kind: 'part', id: '1/inputs', part: 'inputs', count: 1, parent: node } as const;
    expect(runOf({ kind: 'line', id: '1/inputs/x', label: 'x', description: '', icon: '', parent: part })).toBe(own);
    expect(runOf({ kind: 'group', id: '/a', model: '/a', title: '/a', runs: [own] })).toBeUndefined();
  });

  it.each([
    ['2026-01-01T00:00:30Z', 'second', 30],
    ['2026-01-01T00:01:00Z', 'minute', 1],
    ['2026-01-01T02:59:59Z', 'hour', 2],
    ['2026-01-09T00:00:00Z', 'day', 8],
    ['2025-12-31T00:00:00Z', 'second', 0],
  ])('says how long ago a run was, seen at %s', (now, unit, count) => {
    expect(ageOf('2026-01-01T00:00:00Z', Date.parse(now))).toEqual({ unit, count });
  });
});
