import * as vscode from 'vscode';
import { selectionText } from '../../core/source/selectionWord.ts';
import { stringText } from '../../core/source/stringText.ts';
import { stringAt } from '../../core/source/types.ts';
import { SETTINGS } from '../ids.ts';
import type { Services } from '../services.ts';
import { findProblems, type LayerProblem } from './findProblems.ts';
import { rangeIn, SELECTOR, sourceOf } from './sources.ts';

const SOURCE = 'SavedModel Lens';
const CODE = 'unknown-layer';
/** Somebody types: what is half written is no mistake yet. */
const SETTLE_MS = 400;

class LayerDiagnostic extends vscode.Diagnostic {
  constructor(
    range: vscode.Range,
    readonly problem: LayerProblem,
  ) {
    super(range, problem.message, vscode.DiagnosticSeverity.Warning);
    this.source = SOURCE;
    this.code = CODE;
  }
}

/** Keeps the warnings about unknown layers of every open document up to date, once nobody types any more. */
class LayerDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('savedmodelLens');
  readonly #waiting = new Map<vscode.TextDocument, { readonly timer: NodeJS.Timeout; readonly abort: AbortController }>();

  constructor(private readonly services: Services) {}

  /** Looks at a document again in a moment; what was begun for it before is given up. */
  schedule(document: vscode.TextDocument): void {
    if (vscode.languages.match(SELECTOR, document) === 0) return;
    this.#giveUp(document);
    const abort = new AbortController();
    this.#waiting.set(document, { abort, timer: setTimeout(() => void this.#look(document, abort.signal), SETTLE_MS) });
  }

  scheduleAll(): void {
    for (const document of vscode.workspace.textDocuments) this.schedule(document);
  }

  forget(document: vscode.TextDocument): void {
    this.#giveUp(document);
    this.#collection.delete(document.uri);
  }

  /** What a warning is about. VS Code moves warnings while somebody types: they are known by what they say. */
  problemOf(document: vscode.TextDocument, { source, code, message }: vscode.Diagnostic): LayerProblem | undefined {
    if (source !== SOURCE || code !== CODE) return undefined;
    return (this.#collection.get(document.uri) ?? []).find(
      (each): each is LayerDiagnostic => each instanceof LayerDiagnostic && each.message === message,
    )?.problem;
  }

  dispose(): void {
    for (const document of [...this.#waiting.keys()]) this.#giveUp(document);
    this.#collection.dispose();
  }

  #giveUp(document: vscode.TextDocument): void {
    const waiting = this.#waiting.get(document);
    clearTimeout(waiting?.timer);
    waiting?.abort.abort();
    this.#waiting.delete(document);
  }

  async #look(document: vscode.TextDocument, signal: AbortSignal): Promise<void> {
    const isOn = vscode.workspace.getConfiguration(undefined, document).get<boolean>(SETTINGS.diagnostics) !== false;
    if (!isOn || this.services.models.all.length === 0) {
      this.#collection.delete(document.uri);
      return;
    }
    const placed = sourceOf(document);
    try {
      const problems = await findProblems(this.services, document, placed.source, signal);
      if (signal.aborted || document.isClosed) return;
      this.#collection.set(
        document.uri,
        problems.flatMap((problem) => {
          const range = rangeIn(document, placed, problem);
          return range === undefined ? [] : [new LayerDiagnostic(range, problem)];
        }),
      );
    } catch (error) {
      // A model that cannot be asked any more says so in its panel and in the tree.
      if (!signal.aborted) this.services.log.debug(String(error));
    }
  }
}

function fixes(document: vscode.TextDocument, diagnostic: vscode.Diagnostic, problem: LayerProblem): vscode.CodeAction[] {
  const { source, shift } = sourceOf(document);
  const quote = stringAt(source, document.offsetAt(diagnostic.range.start) + shift)?.quote;
  return problem.nearest.map((name, i) => {
    const action = new vscode.CodeAction(vscode.l10n.t('Change to “{0}”', name), vscode.CodeActionKind.QuickFix);
    action.edit = new vscode.WorkspaceEdit();
    action.edit.replace(
      document.uri,
      diagnostic.range,
      stringText(problem.role === 'selection' ? selectionText(name) : name, quote, document.languageId),
    );
    action.diagnostics = [diagnostic];
    action.isPreferred = i === 0;
    return action;
  });
}

/** Warnings for layers that a model does not have, each with the nearest names as quick fixes. */
export function registerDiagnostics(services: Services): vscode.Disposable {
  const diagnostics = new LayerDiagnostics(services);
  diagnostics.scheduleAll();
  return vscode.Disposable.from(
    diagnostics,
    vscode.workspace.onDidOpenTextDocument((document) => diagnostics.schedule(document)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) diagnostics.schedule(document);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => diagnostics.forget(document)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTINGS.diagnostics)) diagnostics.scheduleAll();
    }),
    services.models.onDidChange(() => diagnostics.scheduleAll()),
    vscode.languages.registerCodeActionsProvider(
      SELECTOR,
      {
        provideCodeActions: (document, _range, context) =>
          context.diagnostics.flatMap((diagnostic) => {
            const problem = diagnostics.problemOf(document, diagnostic);
            return problem === undefined ? [] : fixes(document, diagnostic, problem);
          }),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}
