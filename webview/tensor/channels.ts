import type { SliceSummaries } from '../../src/rpc/tensorService.ts';
import type { Domain } from './scale.ts';

/** A channel without any signal: all its finite values are 0, and there are some. */
export function isDead(summaries: SliceSummaries, channel: number): boolean {
  const finite = summaries.finite[channel] ?? 0;
  return finite > 0 && summaries.zeros[channel] === finite;
}

/** Finite range of a channel. */
export function channelDomain(summaries: SliceSummaries, channel: number): Domain | undefined {
  const [low = 0, high = 0] = [summaries.low[channel], summaries.high[channel]];
  return low <= high ? { low, high } : undefined;
}

/** Channels as they stand, or the strongest first (sum of squares); of equals the first. */
export function channelOrder(summaries: SliceSummaries, sort: 'index' | 'energy'): number[] {
  const order = Array.from({ length: summaries.energy.length }, (_, channel) => channel);
  return sort === 'index' ? order : order.sort((a, b) => (summaries.energy[b] ?? 0) - (summaries.energy[a] ?? 0) || a - b);
}

/** Channels without signal. */
export function countDead(summaries: SliceSummaries): number {
  return summaries.finite.reduce((dead, _, channel) => dead + (isDead(summaries, channel) ? 1 : 0), 0);
}
