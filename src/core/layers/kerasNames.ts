/** Classes of tf_keras and Keras 3 whose default layer names users and exporters keep. */
const CLASSES: readonly string[] = [
  'Activation', 'ActivityRegularization', 'Add', 'AdditiveAttention', 'AlphaDropout', 'Attention', 'Average', 'AveragePooling1D', 'AveragePooling2D',
  'AveragePooling3D', 'BatchNormalization', 'Bidirectional', 'CategoryEncoding', 'CenterCrop', 'Concatenate', 'Conv1D', 'Conv1DTranspose', 'Conv2D',
  'Conv2DTranspose', 'Conv3D', 'Conv3DTranspose', 'ConvLSTM2D', 'Cropping1D', 'Cropping2D', 'Cropping3D', 'Dense', 'DepthwiseConv1D', 'DepthwiseConv2D',
  'Discretization', 'Dot', 'Dropout', 'ELU', 'EinsumDense', 'Embedding', 'Flatten', 'GRU', 'GaussianDropout', 'GaussianNoise', 'GlobalAveragePooling1D',
  'GlobalAveragePooling2D', 'GlobalAveragePooling3D', 'GlobalMaxPooling1D', 'GlobalMaxPooling2D', 'GlobalMaxPooling3D', 'GroupNormalization',
  'GroupQueryAttention', 'Hashing', 'HashedCrossing', 'IntegerLookup', 'LSTM', 'Lambda', 'LayerNormalization', 'LeakyReLU', 'Masking', 'MaxPooling1D',
  'MaxPooling2D', 'MaxPooling3D', 'Maximum', 'Minimum', 'MultiHeadAttention', 'Multiply', 'Normalization', 'PReLU', 'Permute', 'RandomBrightness',
  'RandomContrast', 'RandomCrop', 'RandomFlip', 'RandomRotation', 'RandomTranslation', 'RandomZoom', 'ReLU', 'RepeatVector', 'Rescaling', 'Reshape',
  'Resizing', 'SeparableConv1D', 'SeparableConv2D', 'SimpleRNN', 'Softmax', 'SpatialDropout1D', 'SpatialDropout2D', 'SpatialDropout3D',
  'SpectralNormalization', 'StringLookup', 'Subtract', 'TextVectorization', 'ThresholdedReLU', 'TimeDistributed', 'UnitNormalization', 'UpSampling1D',
  'UpSampling2D', 'UpSampling3D', 'ZeroPadding1D', 'ZeroPadding2D', 'ZeroPadding3D',
];

/** Keras' own rule for default names (`to_snake_case`). */
function snakeCase(name: string): string {
  return name.replace(/(.)([A-Z][a-z0-9]+)/g, '$1_$2').replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
}

const BY_NAME: ReadonlyMap<string, string> = new Map(CLASSES.map((name) => [snakeCase(name), name]));

/** The class whose default name a layer bears (`max_pooling2d_3` → MaxPooling2D); undefined for names of the user's own. */
export function classOfDefaultName(name: string): string | undefined {
  return BY_NAME.get(name) ?? BY_NAME.get(name.replace(/_\d+$/, ''));
}
