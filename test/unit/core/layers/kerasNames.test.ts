import { expect, test } from 'vitest';
import { classOfDefaultName } from '../../../../src/core/layers/kerasNames.ts';

test.each([
  ['dense', 'Dense'],
  ['conv2d_3', 'Conv2D'],
  ['conv2d_transpose', 'Conv2DTranspose'],
  ['max_pooling2d_12', 'MaxPooling2D'],
  ['conv_lstm2d', 'ConvLSTM2D'],
  ['re_lu_1', 'ReLU'],
  ['p_re_lu', 'PReLU'],
  ['rms_normalization', 'RMSNormalization'],
  ['global_average_pooling1d', 'GlobalAveragePooling1D'],
  ['forward_lstm', 'LSTM'],
  ['backward_gru_1', 'GRU'],
  ['sequential_2', 'Sequential'],
  ['up_sampling2d', 'UpSampling2D'],
  ['rnn', 'RNN'],
])('%s is the default name of a %s', (name, type) => {
  expect(classOfDefaultName(name)).toBe(type);
});

test("a name of the user's own says nothing", () => {
  for (const name of ['encoder', 'dense_layer1', 'conv1_bn', 'forward_', 'forward_pass'])
    expect(classOfDefaultName(name)).toBeUndefined();
});
