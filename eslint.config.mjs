import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Ring → the rings it may import from (ARCHITECTURE.md). */
const RINGS = {
  core: [],
  rpc: ['core'],
  node: ['core', 'rpc'],
  worker: ['core', 'rpc', 'node'],
  cli: ['core', 'rpc', 'node'],
  vscode: ['core', 'rpc', 'node'],
};

const fences = Object.entries(RINGS).map(([ring, allowed]) => ({
  files: [`src/${ring}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...Object.keys(RINGS)
            .filter((other) => other !== ring && !allowed.includes(other))
            .map((other) => ({
              regex: `^(\\.\\./)+(src/)?${other}/`,
              message: `src/${ring} may import only ${allowed.map((name) => `src/${name}`).join(', ') || 'itself'}.`,
            })),
          ...(ring === 'core' || ring === 'rpc' ? [{ regex: '^node:', message: 'This ring runs in browsers too.' }] : []),
          ...(ring === 'vscode' ? [] : [{ group: ['vscode'], message: 'Only src/vscode and src/extension.ts know VS Code.' }]),
          ...(ring === 'worker' ? [] : [{ group: ['koffi', '@tensorflow/*'], message: 'Only the worker opens native code.' }]),
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/', 'gallery/', 'src/core/proto/gen/', 'test/fixtures/'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './webview/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // Protobuf enums are open, and “string & known words” is how unknown ones are typed.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword', message: '“as unknown as” hides a wrong type.' },
      ],
    },
  },
  {
    // The field that holds Keras' JSON in files of TensorFlow 2.0 to 2.4: deprecated for writers, needed by readers.
    files: ['src/core/model/objectGraph.ts'],
    rules: { '@typescript-eslint/no-deprecated': 'off' },
  },
  ...fences,
  {
    files: ['webview/**/*.ts', 'webview/**/*.tsx'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^(\\.\\./)+src/(node|worker|cli|vscode)/', message: 'The page may import only core and rpc.' },
            { regex: '^(node:|vscode$)', message: 'The page runs in a browser.' },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        require: 'readonly',
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        document: 'readonly',
        window: 'readonly',
        Element: 'readonly',
        AbortSignal: 'readonly',
        AbortController: 'readonly',
        TextDecoder: 'readonly',
      },
    },
  },
  { files: ['test/**/*.ts'], rules: { 'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }] } },
);
