import { describe, expect, it } from 'vitest';
import type { ManifestTensor } from '../../../src/core/run/manifest.ts';
import { BEGINNING, type ActiveRun } from '../../../src/rpc/activity.ts';
import type { RunSummary, ShownRun } from '../../../src/rpc/panelService.ts';
import { finished, isDeleted, NO_NEWS, progressed, shown, started, type Heard } from '../../../webview/state/runNews.ts';

const active = (id: string): ActiveRun => ({ id, label: id, activity: BEGINNING });
const summary = (id: string): RunSummary => ({ id, when: '', label: id, entry: {}, tensors: 1, partial: false, stale: false });
const run = (id: string): ShownRun => ({ summary: summary(id), manifest: {} as ShownRun['manifest'] });
const tensor = { name: 'a' } as ManifestTensor;
const after = (...heard: readonly Heard[]) => heard.reduce((now, each) => each(now), NO_NEWS);

describe('what is heard of runs', () => {
  it('a run begins, gives tensors and ends', () => {
    const going = after(started(active('1')), progressed({ kind: 'tensors', tensors: [tensor] }));
    expect(going.active?.activity.tensors).toEqual([tensor]);
    expect(finished('1', run('1'), undefined)(going)).toEqual({ run: run('1'), active: undefined, problem: undefined });
  });

  it('the end of a run does not end the one that began before it was told', () => {
    const now = after(started(active('1')), started(active('2')), finished('1', run('1'), 'stopped'));
    expect(now).toEqual({ run: run('1'), active: active('2'), problem: undefined });
  });

  it('looking at a kept run leaves the one that goes on', () => {
    expect(after(started(active('1')), shown(run('0')))).toMatchObject({ run: run('0'), active: { id: '1' } });
  });

  it('a run that gave nothing leaves the run shown and says why', () => {
    expect(after(shown(run('0')), started(active('1')), finished('1', undefined, 'why'))).toEqual({
      run: run('0'),
      active: undefined,
      problem: 'why',
    });
  });

  it('progress of no run is nothing', () => {
    expect(progressed({ kind: 'stage', stage: 'run' })(NO_NEWS)).toBe(NO_NEWS);
  });
});

describe('the run shown', () => {
  it('was deleted when it was listed and is not any more', () => {
    expect(isDeleted(run('1'), [summary('1'), summary('0')], [summary('0')])).toBe(true);
  });

  it('was not deleted while it is not listed yet, or is listed still', () => {
    expect(isDeleted(run('1'), [summary('0')], [summary('0')])).toBe(false);
    expect(isDeleted(run('1'), [], [summary('1')])).toBe(false);
    expect(isDeleted(undefined, [summary('0')], [])).toBe(false);
  });
});
