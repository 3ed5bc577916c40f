// A model with more layers than a graph can show: written here as text, so that no test needs TensorFlow or a large file.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FLOAT = 'attr { key: "T" value { type: DT_FLOAT } }';

function node(name, op, inputs, attrs = FLOAT) {
  return `node { name: "${name}" op: "${op}" ${inputs.map((input) => `input: "${input}"`).join(' ')} ${attrs} }`;
}

/** Writes FOLDER/NAME/saved_model.pbtxt: `layers` scopes in a chain, each of three ops, with a skip connection around every tenth. */
export function writeLargeModel(folder, name, layers) {
  const nodes = [
    node(
      'x',
      'Placeholder',
      [],
      'attr { key: "dtype" value { type: DT_FLOAT } } attr { key: "shape" value { shape { dim { size: 8 } } } }',
    ),
  ];
  let last = 'x';
  for (let i = 0; i < layers; i++) {
    const scope = `block_${i}`;
    nodes.push(
      node(`${scope}/scaled`, 'Neg', [last]),
      node(`${scope}/active`, 'Relu', [`${scope}/scaled`]),
      node(`${scope}/sum`, 'Add', [`${scope}/active`, i % 10 === 9 ? `block_${i - 9}/sum` : last]),
    );
    last = `${scope}/sum`;
  }
  const info = (tensor) => `name: "${tensor}:0" dtype: DT_FLOAT tensor_shape { dim { size: 8 } }`;
  const signature = `signature_def { key: "serving_default" value { inputs { key: "x" value { ${info('x')} } } outputs { key: "y" value { ${info(last)} } } method_name: "tensorflow/serving/predict" } }`;
  const text = `saved_model_schema_version: 1\nmeta_graphs {\nmeta_info_def { tags: "serve" tensorflow_version: "1.15.0" }\ngraph_def {\n${nodes.join('\n')}\nversions { producer: 1087 }\n}\n${signature}\n}\n`;
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'saved_model.pbtxt'), text);
}
