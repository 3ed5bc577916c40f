// The Python that the journey looks at with the editor's helps.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Python that loads a model, names a layer rightly and wrongly, and has room for another. */
function pythonFor({ name, layer, typo }) {
  return `import tensorflow as tf

model = tf.saved_model.load("${name}")
right = model.get_layer("${layer}")
wrong = model.get_layer("${typo}")
other = model.get_layer()
`;
}

/** The Python files of the journey. */
export function writePython(folder, models) {
  for (const model of models) writeFileSync(join(folder, `use-${model.name}.py`), pythonFor(model));
}
