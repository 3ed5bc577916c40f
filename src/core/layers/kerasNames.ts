/** Classes of tf_keras and Keras 3 whose default layer names users and exporters keep. */
const CLASSES: readonly string[] = [
  'Activation', 'ActivityRegularization', 'AdaptiveAveragePooling1D', 'AdaptiveAveragePooling2D', 'AdaptiveAveragePooling3D', 'AdaptiveMaxPooling1D',
  'AdaptiveMaxPooling2D', 'AdaptiveMaxPooling3D', 'Add', 'AdditiveAttention', 'AlphaDropout', 'Attention', 'Average', 'AveragePooling1D',
  'AveragePooling2D', 'AveragePooling3D', 'BatchNormalization', 'Bidirectional', 'CategoryEncoding', 'CenterCrop', 'Concatenate', 'Conv1D',
  'Conv1DTranspose', 'Conv2D', 'Conv2DTranspose', 'Conv3D', 'Conv3DTranspose', 'ConvLSTM1D', 'ConvLSTM2D', 'ConvLSTM3D', 'Cropping1D', 'Cropping2D',
  'Cropping3D', 'Dense', 'DenseFeatures', 'DepthwiseConv1D', 'DepthwiseConv2D', 'Discretization', 'Dot', 'Dropout', 'ELU', 'EinsumDense',
  'Embedding', 'Flatten', 'Functional', 'GRU', 'GaussianDropout', 'GaussianNoise', 'GlobalAveragePooling1D', 'GlobalAveragePooling2D',
  'GlobalAveragePooling3D', 'GlobalMaxPooling1D', 'GlobalMaxPooling2D', 'GlobalMaxPooling3D', 'GroupNormalization', 'GroupedQueryAttention',
  'HashedCrossing', 'Hashing', 'Identity', 'IntegerLookup', 'LSTM', 'Lambda', 'LayerNormalization', 'LeakyReLU', 'LocallyConnected1D',
  'LocallyConnected2D', 'Masking', 'MaxPooling1D', 'MaxPooling2D', 'MaxPooling3D', 'Maximum', 'MelSpectrogram', 'Minimum', 'MultiHeadAttention',
  'Multiply', 'Normalization', 'PReLU', 'Permute', 'RMSNormalization', 'RNN', 'RandomBrightness', 'RandomColorJitter', 'RandomContrast',
  'RandomCrop', 'RandomErasing', 'RandomFlip', 'RandomGaussianBlur', 'RandomHue', 'RandomPerspective', 'RandomPosterization', 'RandomRotation',
  'RandomSaturation', 'RandomSharpness', 'RandomShear', 'RandomTranslation', 'RandomZoom', 'ReLU', 'RepeatVector', 'Rescaling', 'Reshape',
  'Resizing', 'ReversibleEmbedding', 'STFTSpectrogram', 'SeparableConv1D', 'SeparableConv2D', 'Sequential', 'SimpleRNN', 'Softmax', 'Solarization',
  'SpatialDropout1D', 'SpatialDropout2D', 'SpatialDropout3D', 'SpectralNormalization', 'StringLookup', 'Subtract', 'TFSMLayer', 'TextVectorization',
  'ThresholdedReLU', 'TimeDistributed', 'UnitNormalization', 'UpSampling1D', 'UpSampling2D', 'UpSampling3D', 'ZeroPadding1D', 'ZeroPadding2D',
  'ZeroPadding3D',
];

/** Classes that are nothing but their layers. */
export const CONTAINERS: ReadonlySet<string> = new Set(['Functional', 'Sequential']);

/** Keras' own rule for default names (`to_snake_case`). */
function snakeCase(name: string): string {
  return name.replace(/(.)([A-Z][a-z]+)/g, '$1_$2').replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
}

const BY_NAME: ReadonlyMap<string, string> = new Map(CLASSES.map((name) => [snakeCase(name), name]));

/** The class whose default name a layer bears (`max_pooling2d_3` → MaxPooling2D; `forward_lstm` inside a Bidirectional); undefined for names of the user's own. */
export function classOfDefaultName(name: string): string | undefined {
  const plain = name.replace(/^(?:forward|backward)_/, '');
  return BY_NAME.get(plain) ?? BY_NAME.get(plain.replace(/_\d+$/, ''));
}
