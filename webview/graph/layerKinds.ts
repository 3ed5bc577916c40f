import { t } from '../state/l10n.ts';

/** What sort of work a box does, for its colour. */
export type LayerKind =
  'end' | 'convolution' | 'dense' | 'normalisation' | 'activation' | 'pooling' | 'sequence' | 'group' | 'other';

const PATTERNS: readonly (readonly [LayerKind, RegExp])[] = [
  ['end', /Input|Placeholder/],
  ['convolution', /Conv/],
  ['sequence', /LSTM|GRU|RNN|Bidirectional|Attention|Embedding|Transformer/],
  ['dense', /Dense|Linear|MatMul|Einsum/],
  ['normalisation', /Norm|Dropout/],
  ['activation', /ReLU|Relu|relu|Softmax|Sigmoid|Tanh|Activation|Swish|Gelu|GELU|Elu|ELU/],
  ['pooling', /Pool|UpSampling|Resize|Mean$|Max$/],
  ['group', /Functional|Sequential|^Model$|Scope|Module/],
];

/** Kind of a layer type or op. */
export function kindOf(type: string): LayerKind {
  return PATTERNS.find(([, pattern]) => pattern.test(type))?.[0] ?? 'other';
}

/** Colours of the theme; mixed where it has too few that do not mean “error”. */
export const KIND_COLOURS: Readonly<Record<LayerKind, string>> = {
  end: 'var(--vscode-foreground)',
  convolution: 'var(--vscode-charts-blue)',
  dense: 'var(--vscode-charts-green)',
  normalisation: 'var(--vscode-charts-purple)',
  // the theme's orange is meant to lie over text: it can be seen through
  activation: 'color-mix(in srgb, var(--vscode-charts-red) 55%, var(--vscode-charts-yellow))',
  pooling: 'var(--vscode-charts-yellow)',
  sequence: 'color-mix(in srgb, var(--vscode-charts-blue) 45%, var(--vscode-charts-green))',
  group: 'color-mix(in srgb, var(--vscode-foreground) 60%, var(--vscode-editor-background))',
  other: 'color-mix(in srgb, var(--vscode-foreground) 40%, var(--vscode-editor-background))',
};

/** Names of the kinds, for the legend. */
export function kindTitle(kind: LayerKind): string {
  switch (kind) {
    case 'end':
      return t('in, out');
    case 'convolution':
      return t('convolution');
    case 'dense':
      return t('dense');
    case 'normalisation':
      return t('norm, dropout');
    case 'activation':
      return t('activation');
    case 'pooling':
      return t('pooling');
    case 'sequence':
      return t('sequence');
    case 'group':
      return t('model, scope');
    case 'other':
      return t('other');
  }
}
