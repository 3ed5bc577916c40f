import { expect, it } from 'vitest';
import { inlineEntry } from '../../src/core/graph/inline.ts';
import { tensorName } from '../../src/core/graph/types.ts';
import { findLayers } from '../../src/core/layers/findLayers.ts';
import { openModelFiles } from '../../src/node/modelFiles.ts';
import { fixture } from './cli.ts';

it('lists outputs that nothing uses, in the order of Keras', async () => {
  const files = await openModelFiles(fixture('unused_outputs'));
  const [metaGraph] = files.model.metaGraphs;
  if (metaGraph === undefined) throw new Error('no metagraph');
  const { all } = findLayers(inlineEntry(metaGraph), files);
  const outputs = Object.fromEntries(
    all.map(({ path, outputs: refs }) => [path, refs.map(({ ref }) => tensorName(ref).replace(/^.*\/unused\//, ''))]),
  );
  expect(outputs).toMatchObject({ attend: ['attend/attention_output/add', 'attend/softmax/Softmax'], out: ['out/BiasAdd'] });
});
