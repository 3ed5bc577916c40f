// What the journey looks at in each model: the example, and three of other kinds.
import { join } from 'node:path';

const field = (row) => row.locator('vscode-text-field.values-field');
const source = (row) => row.locator('vscode-dropdown.source');
const batch = (bench) => bench.panel().locator('vscode-text-field[aria-label="batch"]');

async function random({ hand, row }) {
  await hand.choose(source(row), 'Random normal');
}

export const MODELS = [
  {
    name: 'digits',
    layer: 'curves',
    other: 'strokes',
    typo: 'curvse',
    wrong: '[[1, 2]]',
    said: '0 … 1',
    input: async ({ hand, row, bench }) => {
      await hand.choose(source(row), 'File…');
      await hand.fileDialog(join(bench.folder, 'digit.png'));
      await row.locator('canvas.thumb').first().waitFor();
    },
    slider: { view: 'Heatmap', label: 'Index on axis 3', to: 7, slice: '[0, :, :, 7]' },
    plane: { slice: '[0, :, :, 5]', rows: 12, columns: 12, place: (r, c) => [0, r, c, 5] },
  },
  {
    // Keras, convolutions
    name: 'mlperf-kws-dscnn',
    signature: 'serving_default',
    layer: 'depthwise_conv2d',
    other: 'conv2d_1',
    typo: 'depthwise_konv2d',
    wrong: '[[1, 2]]',
    said: 'normal',
    input: random,
    slider: { view: 'Heatmap', label: 'Index on axis 3', to: 20, slice: '[0, :, :, 20]' },
    plane: { slice: '[0, :, :, 63]', rows: 25, columns: 5, place: (r, c) => [0, r, c, 63] },
  },
  {
    // an Estimator of TensorFlow 1, text goes in
    name: 'guesslang-estimator',
    signature: 'classification',
    layer: 'dnn/hiddenlayer_0',
    other: 'dnn/hiddenlayer_1',
    typo: 'dnn/hidenlayer_0',
    wrong: '[["a"], ["b"]]',
    said: 'SELECT',
    input: ({ hand, row }) => hand.write(field(row), '["int main() {}", "def f(x): pass", "SELECT 1"]'),
    slider: { view: 'Line', label: 'Index on axis 0', to: 2, slice: '[2, :]' },
    plane: { slice: '[:, 100:140]', whole: '[:, :]', rows: 3, columns: 40, place: (r, c) => [r, 100 + c] },
  },
  {
    // Keras 3, recurrent
    name: 'keras3-vad-lstm',
    signature: 'serve',
    layer: 'reshape_1',
    other: 'rnn_4',
    typo: 'reshape1',
    wrong: '[[1, 2]]',
    said: 'normal',
    input: async ({ hand, row, bench }) => {
      await random({ hand, row });
      await hand.write(batch(bench), '2');
      await bench.page.keyboard.press('Tab');
    },
    slider: { view: 'Heatmap', label: 'Index on axis 0', to: 1, slice: '[1, :, :]' },
    plane: { slice: '[1, :, :]', rows: 49, columns: 80, place: (r, c) => [1, r, c] },
  },
];
