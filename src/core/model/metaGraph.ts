import { decodePart, readPart } from './decodePart.ts';
import { AssetFileDefSchema, CollectionDefSchema, OpListSchema, type CollectionDef, type OpDef } from '../proto/messages.ts';
import { WireReader } from '../proto/wireReader.ts';
import { readGraph } from './lazyGraph.ts';
import { readEntry } from './mapEntry.ts';
import { readObjectGraph } from './objectGraph.ts';
import { readSignature } from './signature.ts';
import { withIndex } from './tensorNames.ts';
import type { AssetFile, GraphRecord, MetaGraph, ObjectGraph, SaverInfo, Signature } from './types.ts';

const EMPTY = new Uint8Array(0);

interface MetaInfo {
  readonly tags: readonly string[];
  readonly version: string;
  readonly gitVersion: string;
  readonly opList: Uint8Array;
}

function readMetaInfo(bytes: Uint8Array): MetaInfo {
  const reader = new WireReader(bytes);
  const tags: string[] = [];
  let version = '';
  let gitVersion = '';
  let opList: Uint8Array = EMPTY;
  while (reader.next()) {
    switch (reader.field) {
      case 2:
        opList = reader.view();
        break;
      case 4:
        tags.push(reader.text());
        break;
      case 5:
        version = reader.text();
        break;
      case 6:
        gitVersion = reader.text();
        break;
      default:
        reader.skip();
    }
  }
  return { tags, version, gitVersion, opList };
}

/** Signature, and its output, that name the node to run after restoring. constants.h. */
const INIT_SIGNATURE = '__saved_model_init_op';

/** Pseudo-signatures that say how to initialise or train; never shown. loader_util.cc, constants.h. */
const INTERNAL_SIGNATURE = /^__saved_model_/;

/** A `MetaGraphDef` of which only the graph's nodes are read at once. meta_graph.proto. */
class LazyMetaGraph implements MetaGraph {
  readonly tags: readonly string[];
  readonly tensorflowVersion: string;
  readonly tensorflowGitVersion: string;
  readonly graph: GraphRecord;
  readonly saver: SaverInfo | undefined;
  readonly assets: readonly AssetFile[];
  readonly #spans: Spans;
  #signatures: ReadonlyMap<string, Signature> | undefined;
  #objectGraph: ObjectGraph | undefined;
  #strippedOps: ReadonlyMap<string, OpDef> | undefined;

  constructor(
    readonly index: number,
    spans: Spans,
  ) {
    const info = readMetaInfo(spans.info);
    this.#spans = { ...spans, opList: info.opList };
    this.tags = info.tags;
    this.tensorflowVersion = info.version;
    this.tensorflowGitVersion = info.gitVersion;
    this.graph = readGraph(spans.graph);
    this.saver = readSaver(spans.saver);
    this.assets = this.#readAssets();
  }

  get signatures(): ReadonlyMap<string, Signature> {
    this.#signatures ??= new Map(
      [...this.#spans.signatures]
        .filter(([key]) => !INTERNAL_SIGNATURE.test(key))
        .map(([key, bytes]) => [key, readSignature(key, bytes)]),
    );
    return this.#signatures;
  }

  get initOp(): string | undefined {
    const marked = this.#spans.signatures.get(INIT_SIGNATURE);
    const output = marked === undefined ? undefined : readSignature('', marked).outputs.find(({ key }) => key === INIT_SIGNATURE);
    const named = output?.tensor.replace(/:\d+$/, '');
    return named ?? this.collectionNodes('saved_model_main_op')[0] ?? this.collectionNodes('legacy_init_op')[0];
  }

  get objectGraph(): ObjectGraph | undefined {
    if (this.#spans.objectGraph.length === 0) return undefined;
    this.#objectGraph ??= readPart('the object graph', () => readObjectGraph(this.#spans.objectGraph));
    return this.#objectGraph;
  }

  collectionNodes(name: string): readonly string[] {
    const kind = this.#collection(name)?.kind;
    return kind?.case === 'nodeList' ? kind.value.value.map((node) => node.replace(/:0$/, '')) : [];
  }

  collectionBytes(name: string): readonly Uint8Array[] {
    const kind = this.#collection(name)?.kind;
    if (kind?.case === 'bytesList') return kind.value.value;
    return kind?.case === 'anyList' ? kind.value.value.map((any) => any.value) : [];
  }

  strippedOp(name: string): OpDef | undefined {
    this.#strippedOps ??= new Map(decodePart(OpListSchema, this.#spans.opList, 'the list of ops').op.map((op) => [op.name, op]));
    return this.#strippedOps.get(name);
  }

  #collection(name: string): CollectionDef | undefined {
    const bytes = this.#spans.collections.get(name);
    return bytes === undefined ? undefined : decodePart(CollectionDefSchema, bytes, `the collection “${name}”`);
  }

  #readAssets(): AssetFile[] {
    // TF 1 keeps AssetFileDef messages as Any in a collection. loader.cc, GetAssetFileDefs.
    const spans = this.#spans.assets.length > 0 ? this.#spans.assets : this.collectionBytes('saved_model_assets');
    return spans.map((bytes) => {
      const asset = decodePart(AssetFileDefSchema, bytes, 'the list of assets');
      const encoding = asset.tensorInfo?.encoding;
      return { tensor: encoding?.case === 'name' ? withIndex(encoding.value) : '', filename: asset.filename };
    });
  }
}

interface Spans {
  readonly info: Uint8Array;
  readonly graph: Uint8Array;
  readonly saver: Uint8Array;
  readonly collections: ReadonlyMap<string, Uint8Array>;
  readonly signatures: ReadonlyMap<string, Uint8Array>;
  readonly assets: readonly Uint8Array[];
  readonly objectGraph: Uint8Array;
  readonly opList: Uint8Array;
}

/** saver.proto. */
function readSaver(bytes: Uint8Array): SaverInfo | undefined {
  return readPart('the saver', () => {
    const reader = new WireReader(bytes);
    let [filename, restoreOp] = ['', ''];
    while (reader.next()) {
      if (reader.field === 1) filename = reader.text();
      else if (reader.field === 3) restoreOp = reader.text();
      else reader.skip();
    }
    return restoreOp === '' ? undefined : { filenameTensor: withIndex(filename), restoreOp: restoreOp.replace(/:0$/, '') };
  });
}

/** A message that stands in the file in several parts is one, as protobuf reads it: no part may hide from us and run in TensorFlow. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only = EMPTY] = parts;
  if (parts.length <= 1) return only;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Reads one metagraph. */
export function readMetaGraph(bytes: Uint8Array, index: number): MetaGraph {
  const reader = new WireReader(bytes);
  const collections = new Map<string, Uint8Array>();
  const signatures = new Map<string, Uint8Array>();
  const assets: Uint8Array[] = [];
  const info: Uint8Array[] = [];
  const graph: Uint8Array[] = [];
  const saver: Uint8Array[] = [];
  const objectGraph: Uint8Array[] = [];
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        info.push(reader.view());
        break;
      case 2:
        graph.push(reader.view());
        break;
      case 3:
        saver.push(reader.view());
        break;
      case 4:
        collections.set(...readEntry(reader.view()));
        break;
      case 5:
        signatures.set(...readEntry(reader.view()));
        break;
      case 6:
        assets.push(reader.view());
        break;
      case 7:
        objectGraph.push(reader.view());
        break;
      default:
        reader.skip();
    }
  }
  return new LazyMetaGraph(index, {
    info: joined(info),
    graph: joined(graph),
    saver: joined(saver),
    collections,
    signatures,
    assets,
    objectGraph: joined(objectGraph),
    opList: EMPTY,
  });
}
