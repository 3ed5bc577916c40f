import type { Invocation } from '../command.ts';
import type { ExitCode } from '../context.ts';
import { openEntry } from '../entry.ts';
import { entryChoice, modelPath } from '../options.ts';
import type { EntryOptions } from '../options.ts';
import { opsText } from './opsText.ts';
import type { OpsSection } from './opsText.ts';
import { showText } from './showText.ts';
import type { ShowDocument } from '../../core/describe/documents.ts';
import { opListRows } from '../../core/describe/ops.ts';
import { chooseMetaGraph, chooseSignature } from '../../core/graph/choose.ts';
import { runnableSignatures } from '../../core/graph/graphSignature.ts';
import { chooseFunction } from '../../core/graph/functionEntry.ts';
import { describeFiles } from '../../node/describeFiles.ts';
import { openModelFiles } from '../../node/modelFiles.ts';
import { InnerGraphs } from '../../core/graph/inner/innerGraphs.ts';
import type { FlatGraph } from '../../core/graph/types.ts';
import type { ModelFiles } from '../../node/modelFiles.ts';
import type { EntryChoice } from '../../rpc/modelService.ts';

interface ShowOptions extends EntryOptions {
  readonly ops?: boolean;
  readonly all?: boolean;
}

const ROWS_SHOWN = 40;

/** `show`: the whole model, or the tag set, signature or function asked for; with --ops also the inlined graph. */
export async function showModel(invocation: Invocation): Promise<ExitCode> {
  const { console } = invocation;
  const options: ShowOptions = invocation.options;
  const choice = entryChoice(options);
  const started = performance.now();
  const files = await openModelFiles(modelPath(invocation));
  console.timing('open', performance.now() - started);
  const document = narrow(await describeFiles(files, { ...invocation.context.env }), files, choice);
  const flat = options.ops === true ? openEntry(files.model, choice, console) : undefined;
  const sections = flat === undefined ? [] : opsSections(flat);
  console.timing('describe', performance.now() - started);
  if (console.json) {
    const [whole, ...inner] = sections.map(({ ops }) => ops);
    console.document(whole === undefined ? document : { ...document, nodes: whole, innerNodes: inner.flat() });
    return 0;
  }
  const style = console.out;
  const layout = { style, width: console.width ?? 100, rows: options.all === true ? Infinity : ROWS_SHOWN };
  console.lines(showText(document, layout));
  console.lines(opsText(sections, style));
  return 0;
}

/** The inlined graph, and what its loops and branches run. */
function opsSections(flat: FlatGraph): OpsSection[] {
  const inner = [...InnerGraphs.of(flat).all()].map((graph) => ({
    title: `Inside ${graph.prefix}`,
    ops: opListRows(graph.flat),
  }));
  return [{ title: `Inlined graph of ${flat.entry.key}`, ops: opListRows(flat) }, ...inner];
}

/** The document with only the tag set, signature or function asked for; what is not there is an error. */
function narrow(document: ShowDocument, { model }: ModelFiles, { tagSet, signature, function: path }: EntryChoice): ShowDocument {
  if (tagSet === undefined && signature === undefined && path === undefined) return document;
  const metaGraph = chooseMetaGraph(model, tagSet).chosen;
  const row = document.metaGraphs[model.metaGraphs.indexOf(metaGraph)];
  if (row === undefined) return document;
  const key =
    signature === undefined ? undefined : chooseSignature({ signatures: runnableSignatures(metaGraph) }, signature).chosen.key;
  const functionPath = path === undefined ? undefined : chooseFunction(metaGraph, path).path;
  const narrowed = {
    ...row,
    signatures: row.signatures.filter((each) => (key === undefined ? path === undefined : each.key === key)),
    functions: row.functions.filter((each) =>
      functionPath === undefined ? signature === undefined : each.path === functionPath,
    ),
  };
  return { ...document, metaGraphs: [narrowed] };
}
