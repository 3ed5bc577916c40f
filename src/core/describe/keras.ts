import type { MetaGraphRow } from './documents.ts';
import type { KerasMetadataNode, MetaGraph } from '../model/types.ts';

/** Class, name and Keras version of the root model, from keras_metadata.pb or, up to TF 2.4, from the object graph. */
export function kerasRow(metaGraph: MetaGraph, nodes: readonly KerasMetadataNode[] | undefined): MetaGraphRow['keras'] {
  const text = nodes?.find(({ nodeId }) => nodeId === 0)?.metadata ?? metaGraph.objectGraph?.objects[0]?.metadata ?? '';
  if (text === '') return undefined;
  const metadata = parseRecord(text);
  const version = metadata?.['keras_version'];
  if (metadata === undefined || typeof version !== 'string') return undefined;
  return { version, class: textOf(metadata['class_name']), name: textOf(metadata['name']) };
}

function parseRecord(text: string): Partial<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
