import { create } from '@bufbuild/protobuf';
import { LensError } from '../../errors.ts';
import type { InnerGraph } from '../../graph/inner/innerGraph.ts';
import type { FunctionLibrary } from '../../graph/types.ts';
import type { FunctionRecord } from '../../model/types.ts';
import {
  FunctionDefSchema,
  OpDefSchema,
  OpDef_ArgDefSchema,
  type FunctionDef,
  type NodeDef,
  type OpDef,
} from '../../proto/messages.ts';
import { DTYPE_NUMBERS, type DType } from '../../tensor/dtype.ts';
import { NodeEmitter } from '../emitNode.ts';
import { GraphDraft } from '../graphDraft.ts';
import { cleanFunction } from '../library.ts';
import { bodyRegion, type Region } from './region.ts';
import { TapScope } from './tapScope.ts';

/** A body of its own in the making. */
export interface MadeFunction {
  readonly name: string;
  readonly region: Region;
  /** An argument behind the others: the endpoint by which the body takes it. */
  addInput(dtype: DType): string;
  /** An output behind the others. */
  addOutput(endpoint: string, dtype: DType): void;
}

/** Makes the functions that the rewritten loops and branches run, beside those of the model. */
export class FunctionMaker {
  readonly made: FunctionDef[] = [];
  #count = 0;

  constructor(
    private readonly library: FunctionLibrary,
    private readonly emitter: NodeEmitter,
  ) {}

  /** A body with every call in it inlined; its nodes are still to be emitted into the region. */
  inlined(graph: InnerGraph): MadeFunction {
    const record = this.#record(graph);
    const { entry, controlOutputs } = graph.flat;
    const { scope, nodes } = this.#scope();
    const region = bodyRegion(
      scope,
      graph.flat,
      record.signature.inputArg.map(({ name }) => name),
      '',
    );
    const definition = this.#define(record, create(FunctionDefSchema, { signature: signatureOf(record, graph) }), nodes);
    entry.outputs.forEach(({ ref }, index) => {
      definition.ret[record.signature.outputArg[index]?.name ?? ''] = region.names.data(ref);
    });
    const controls = controlOutputs.flatMap((node) => region.names.control(node) ?? []);
    definition.controlRet = Object.fromEntries(controls.map((name) => [name, name]));
    if (definition.signature !== undefined) definition.signature.controlOutput = controls;
    return this.#made(definition, region);
  }

  /** A body as it is. */
  copied(graph: InnerGraph): MadeFunction {
    const record = this.#record(graph);
    const definition = cleanFunction(record, this.emitter.ops, this.emitter.functions);
    const { scope, nodes } = this.#scope();
    nodes.push(...definition.nodeDef);
    return this.#made(this.#define(record, definition, nodes), bodyRegion(scope, graph.flat, [], ''));
  }

  #record({ body: { functionName } }: InnerGraph): FunctionRecord {
    const record = this.library.get(functionName);
    if (record === undefined) throw new LensError('internal', `The library has no function "${functionName}".`);
    return record;
  }

  #scope(): { readonly scope: TapScope; readonly nodes: NodeDef[] } {
    const draft = new GraphDraft();
    return {
      scope: new TapScope(new NodeEmitter(draft, this.emitter.ops, this.emitter.functions), 'function'),
      nodes: draft.nodes,
    };
  }

  #define(record: FunctionRecord, definition: FunctionDef, nodes: NodeDef[]): FunctionDef {
    let name: string;
    do name = `savedmodel_lens_${this.#count++}_${record.name}`;
    while (this.library.has(name));
    definition.signature ??= create(OpDefSchema);
    definition.signature.name = name;
    definition.nodeDef = nodes;
    this.made.push(definition);
    return definition;
  }

  #made(definition: FunctionDef, region: Region): MadeFunction {
    const signature = definition.signature ?? create(OpDefSchema);
    const named = (list: typeof signature.inputArg, kind: string, dtype: DType): string => {
      const name = `savedmodel_lens_${kind}_${list.length}`;
      list.push(create(OpDef_ArgDefSchema, { name, type: DTYPE_NUMBERS[dtype] }));
      return name;
    };
    return {
      name: signature.name,
      region,
      addInput: (dtype) => named(signature.inputArg, 'in', dtype),
      addOutput: (endpoint, dtype) => {
        definition.ret[named(signature.outputArg, 'out', dtype)] = endpoint;
      },
    };
  }
}

function signatureOf({ signature: { inputArg, outputArg } }: FunctionRecord, { owner }: InnerGraph): OpDef {
  const args = (list: typeof inputArg): OpDef['inputArg'] =>
    list.map(({ name, type }) => create(OpDef_ArgDefSchema, { name, type }));
  return create(OpDefSchema, {
    inputArg: args(inputArg),
    outputArg: args(outputArg),
    isStateful: !owner.op.startsWith('Stateless'),
  });
}
