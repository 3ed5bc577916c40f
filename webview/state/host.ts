import type { PanelService, PanelServiceEvents } from '../../src/rpc/panelService.ts';
import type { Client } from '../../src/rpc/client.ts';

/** The extension host as the page sees it. */
export type Host = Client<PanelService, PanelServiceEvents>;

/** The sentence of a refusal, for showing where the action was. */
export function sentenceOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'sentence' in error && typeof error.sentence === 'string')
    return error.sentence;
  return error instanceof Error ? error.message : String(error);
}
