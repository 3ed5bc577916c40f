import type { Console } from './console.ts';
import { chooseMetaGraph, chooseSignature } from '../core/graph/choose.ts';
import { runnableSignatures } from '../core/graph/graphSignature.ts';
import { inlineEntry } from '../core/graph/inline.ts';
import type { FlatGraph } from '../core/graph/types.ts';
import type { SavedModel } from '../core/model/types.ts';
import type { EntryChoice } from '../rpc/modelService.ts';

/** The inlined graph that the options ask for; a choice made for the user is noted on standard error. */
export function openEntry(model: SavedModel, choice: EntryChoice, console: Console): FlatGraph {
  const { chosen: metaGraph, note } = chooseMetaGraph(model, choice.tagSet);
  if (note !== undefined) console.note(note);
  if (choice.function !== undefined) return inlineEntry(metaGraph, { function: choice.function });
  const signature = chooseSignature({ signatures: runnableSignatures(metaGraph) }, choice.signature);
  if (signature.note !== undefined) console.note(signature.note);
  return inlineEntry(metaGraph, { signature: signature.chosen.key });
}
