import type { ShowDocument } from '../core/describe/documents.ts';
import { chooseMetaGraph, chooseSignature } from '../core/graph/choose.ts';
import type { EntryChoice } from '../rpc/modelService.ts';

/** What is chosen for a user who leaves tag set or signature out, as sentences; the same choice that the worker makes. */
export function choiceNotes({ metaGraphs }: ShowDocument, { tagSet, signature, function: path }: EntryChoice): string[] {
  const metaGraph = chooseMetaGraph({ metaGraphs: metaGraphs.map((row) => ({ tags: row.tagSet, row })) }, tagSet);
  const signatures = new Map(metaGraph.chosen.row.signatures.map((row) => [row.key, row]));
  const note = path === undefined ? chooseSignature({ signatures }, signature).note : undefined;
  return [metaGraph.note, note].filter((text) => text !== undefined);
}
