/** Everything that package.json and the code must agree on (checked by test/unit/vscode/manifest.test.ts). */
export const COMMANDS = {
  inspect: 'savedmodelLens.inspect',
  showActivations: 'savedmodelLens.showActivations',
  dumpActivations: 'savedmodelLens.dumpActivations',
  runChecked: 'savedmodelLens.runChecked',
  uncheckAll: 'savedmodelLens.uncheckAll',
  toggleChecked: 'savedmodelLens.toggleChecked',
  showLayer: 'savedmodelLens.showLayer',
  showActivation: 'savedmodelLens.showActivation',
  showVariable: 'savedmodelLens.showVariable',
  revealInGraph: 'savedmodelLens.revealInGraph',
  copySelector: 'savedmodelLens.copySelector',
  filterTree: 'savedmodelLens.filterTree',
  clearFilter: 'savedmodelLens.clearFilter',
  showMore: 'savedmodelLens.showMore',
  readAgain: 'savedmodelLens.readAgain',
  closeModel: 'savedmodelLens.closeModel',
  openRun: 'savedmodelLens.openRun',
  dumpRun: 'savedmodelLens.dumpRun',
  deleteRun: 'savedmodelLens.deleteRun',
  copyRunCommand: 'savedmodelLens.copyRunCommand',
  chooseRuntime: 'savedmodelLens.chooseRuntime',
  showLog: 'savedmodelLens.showLog',
  openExample: 'savedmodelLens.openExample',
} as const;

export const VIEWS = { models: 'savedmodelLens.models', runs: 'savedmodelLens.runs' } as const;

export const CONTEXT_KEYS = {
  /** fsPaths of folders known to hold a SavedModel */
  folders: 'savedmodelLens.folders',
  /** the scan for them has ended; until then the explorer entry shows on every folder */
  isScanned: 'savedmodelLens.isScanned',
  hasModels: 'savedmodelLens.hasModels',
  isFiltered: 'savedmodelLens.isFiltered',
} as const;

export const SETTINGS = {
  engine: 'savedmodelLens.engine',
  libtensorflow: 'savedmodelLens.libtensorflow',
  maxBytes: 'savedmodelLens.limits.maxBytes',
  timeout: 'savedmodelLens.limits.timeout',
  keptBytes: 'savedmodelLens.runs.maxBytes',
  codeLens: 'savedmodelLens.editor.codeLens',
  diagnostics: 'savedmodelLens.editor.diagnostics',
} as const;

export const PANEL_TYPE = 'savedmodelLens.panel';
export const EDITOR_TYPE = 'savedmodelLens.editor';
/** the same for saved_model.pbtxt, offered beside the text editor */
export const TEXT_EDITOR_TYPE = 'savedmodelLens.textModelEditor';
/** scheme of tree items' resource URIs, for decorations */
export const LAYER_SCHEME = 'savedmodel-lens-layer';
/** scheme of the pages that describe a layer, for Go to Definition */
export const DEFINITION_SCHEME = 'savedmodel-lens-definition';
