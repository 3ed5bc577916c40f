import * as vscode from 'vscode';
import { RUN_FILE_ENDING } from '../../core/run/runFile.ts';
import { readSource, SOURCE_LANGUAGES } from '../../core/source/readSource.ts';
import type { Range, Source } from '../../core/source/types.ts';

/** Where layer names stand in strings. Cells of notebooks come with a scheme of their own. */
export const SELECTOR: vscode.DocumentSelector = SOURCE_LANGUAGES.flatMap((language) => [
  { language, scheme: 'file' },
  { language, scheme: 'untitled' },
  { language, notebookType: '*' },
]);

/** What a document says, and by how much its offsets are smaller than those of `source`: a cell is read with its notebook. */
export interface PlacedSource {
  readonly source: Source;
  readonly shift: number;
}

interface Kept {
  readonly version: string;
  readonly source: Source;
  readonly shifts: ReadonlyMap<string, number>;
}

/** Read once per version: hover, completion and diagnostics of the same text share it. */
const kept = new WeakMap<vscode.TextDocument | vscode.NotebookDocument, Kept>();

function cellsOf(document: vscode.TextDocument): {
  readonly owner: vscode.TextDocument | vscode.NotebookDocument;
  readonly documents: readonly vscode.TextDocument[];
} {
  const notebook =
    document.uri.scheme === 'vscode-notebook-cell'
      ? vscode.workspace.notebookDocuments.find(({ uri }) => uri.path === document.uri.path)
      : undefined;
  return notebook === undefined
    ? { owner: document, documents: [document] }
    : {
        owner: notebook,
        documents: notebook
          .getCells()
          .map((cell) => cell.document)
          .filter(({ languageId }) => languageId === document.languageId),
      };
}

/** What a document says of models and layers. */
export function sourceOf(document: vscode.TextDocument): PlacedSource {
  const { owner, documents } = cellsOf(document);
  const version = documents.map(({ uri, version: number }) => `${uri.fragment} ${number}`).join();
  let found = kept.get(owner);
  if (found?.version !== version) {
    const shifts = new Map<string, number>();
    let text = '';
    for (const each of documents) {
      shifts.set(each.uri.toString(), text.length);
      text += documents.length === 1 ? each.getText() : `${each.getText()}\n`;
    }
    found = { version, source: readSource(text, document.languageId, document.uri.path.endsWith(RUN_FILE_ENDING)), shifts };
    kept.set(owner, found);
  }
  return { source: found.source, shift: found.shifts.get(document.uri.toString()) ?? 0 };
}

/** Where something of a source stands in its document; undefined in another cell. */
export function rangeIn(document: vscode.TextDocument, { shift }: PlacedSource, { from, to }: Range): vscode.Range | undefined {
  if (from < shift || to - shift > document.getText().length) return undefined;
  return new vscode.Range(document.positionAt(from - shift), document.positionAt(to - shift));
}
