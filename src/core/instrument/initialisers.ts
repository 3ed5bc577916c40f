import { checkpointKeys } from '../graph/checkpointKeys.ts';
import { inlineNodes } from '../graph/inlineNodes.ts';
import { textOf } from '../graph/nodeAttrs.ts';
import type { FlatGraph, FlatNode, InfeasibleReason } from '../graph/types.ts';
import type { Warning } from '../errors.ts';
import type { StoredDamage } from '../model/storedDamage.ts';
import type { CheckpointIndex, MetaGraph } from '../model/types.ts';
import { type Effect, type EffectContext, findEffects } from './effects.ts';
import { FILLED_TABLE_OPS, resourceKey, VARIABLE_OPS } from './resources.ts';
import { restoredTwins } from './twins.ts';

/** A variable that the model's own restore graph leaves out, and the entry it is read from instead. */
export interface OwnRestore {
  readonly node: FlatNode;
  readonly key: string;
}

/** What has to run after loading so that some resources hold their values. */
export interface Initialisation {
  readonly restores: readonly Effect[];
  readonly ownRestores: readonly OwnRestore[];
  readonly inits: readonly Effect[];
  readonly warnings: readonly Warning[];
}

/** What the model's files hold. */
export interface StoredValues {
  /** undefined when there is no variables/variables.index */
  readonly checkpoint: CheckpointIndex | undefined;
  /** key of a variable → what is wrong with its bytes */
  readonly damaged: ReadonlyMap<string, StoredDamage>;
  /** file names in assets/ that are there */
  readonly assetFiles: ReadonlySet<string>;
  /** variable name → key, of `_CHECKPOINTABLE_OBJECT_GRAPH` */
  readonly fullNames: ReadonlyMap<string, string>;
}

/** How each resource of a metagraph gets its value: read once, asked for every plan. */
export class Initialisers {
  readonly #metaGraph: MetaGraph;
  readonly #stored: StoredValues;
  readonly #restores: readonly Effect[];
  readonly #inits: readonly Effect[];
  readonly #repairsTables: boolean;
  readonly #byTarget = new Map<string, Effect[]>();
  #twins: ReadonlyMap<string, readonly string[]> | undefined;
  #keys: ReadonlyMap<string, string> | undefined;

  constructor(metaGraph: MetaGraph, stored: StoredValues, opProblem: EffectContext['opProblem']) {
    this.#metaGraph = metaGraph;
    this.#stored = stored;
    const present = metaGraph.assets.filter(({ filename }) => stored.assetFiles.has(filename));
    const context: EffectContext = {
      opProblem,
      keyProblem: (key) => this.#keyProblem(key),
      assets: new Set(present.map(({ tensor }) => tensor.split(':')[0] ?? '')),
    };
    const tables = metaGraph.initOp === undefined ? metaGraph.collectionNodes('table_initializer') : [];
    this.#repairsTables = tables.length > 0;
    this.#restores = this.#effects(metaGraph.saver === undefined ? [] : [metaGraph.saver.restoreOp], context);
    this.#inits = this.#effects(metaGraph.initOp === undefined ? tables : [metaGraph.initOp], context);
    for (const effect of [...this.#restores, ...this.#inits]) {
      for (const target of effect.targets) this.#byTarget.set(target, [...(this.#byTarget.get(target) ?? []), effect]);
    }
  }

  /** Why a variable or table cannot get its value, or undefined when it can or needs none. */
  problem(root: FlatNode): InfeasibleReason | undefined {
    const effects = this.#byTarget.get(resourceKey(root)) ?? [];
    if (effects.some((effect) => effect.problem === undefined)) return undefined;
    const stored = effects[0]?.problem;
    if (stored !== undefined && stored !== 'missing-weights') return stored;
    if (VARIABLE_OPS.has(root.op)) {
      const key = this.#ownKey(root);
      return key === undefined ? 'missing-weights' : this.#keyProblem(key);
    }
    return stored ?? (FILLED_TABLE_OPS.has(root.op) ? 'missing-weights' : undefined);
  }

  /** What must run for these resources, and for those that this needs in turn. */
  select(roots: Iterable<FlatNode>): Initialisation {
    const wanted = new Map<string, FlatNode | undefined>();
    for (const root of roots) wanted.set(resourceKey(root), root);
    const chosen = new Set<Effect>();
    const ownRestores: OwnRestore[] = [];
    for (const [key, root] of wanted) {
      const effects = (this.#byTarget.get(key) ?? []).filter((effect) => effect.problem === undefined);
      for (const effect of effects) {
        chosen.add(effect);
        for (const resource of effect.resources) if (!wanted.has(resource)) wanted.set(resource, undefined);
      }
      const own = effects.length > 0 || root === undefined || !VARIABLE_OPS.has(root.op) ? undefined : this.#ownKey(root);
      if (own !== undefined && root !== undefined && this.#keyProblem(own) === undefined)
        ownRestores.push({ node: root, key: own });
    }
    const inits = this.#inits.filter((effect) => chosen.has(effect));
    return {
      restores: this.#restores.filter((effect) => chosen.has(effect)),
      ownRestores,
      inits,
      warnings: this.#warnings(ownRestores, inits),
    };
  }

  #effects(names: readonly string[], context: EffectContext): readonly Effect[] {
    const present = names.filter((name) => this.#metaGraph.graph.nodeByName.has(name.split(':')[0] ?? ''));
    if (present.length === 0) return [];
    const flat: FlatGraph = inlineNodes(this.#metaGraph, present);
    return findEffects(flat, context);
  }

  #keyProblem(key: string): InfeasibleReason | undefined {
    if (this.#stored.checkpoint?.entries.has(key) !== true) return 'missing-weights';
    const damage = this.#stored.damaged.get(key);
    return damage === undefined ? undefined : damage.kind === 'missing' ? 'missing-weights' : 'damaged-weights';
  }

  /** The checkpoint entry of a variable that no restore op sets: its Keras 3 copy's, by object graph, by name. */
  #ownKey(root: FlatNode): string | undefined {
    const entries = this.#stored.checkpoint?.entries;
    if (entries === undefined) return undefined;
    this.#twins ??= restoredTwins(this.#metaGraph);
    this.#keys ??= checkpointKeys(this.#metaGraph);
    const shared = textOf(root, 'shared_name') || root.name;
    const copies = (this.#twins.get(root.name) ?? []).map((copy) => this.#keys?.get(copy));
    return [...copies, this.#stored.fullNames.get(shared), shared, root.name].find(
      (key) => key !== undefined && entries.has(key),
    );
  }

  #warnings(ownRestores: readonly OwnRestore[], inits: readonly Effect[]): readonly Warning[] {
    const warnings: Warning[] = [];
    const repaired = ownRestores.filter(({ node }) => this.#twins?.has(node.name) === true);
    if (repaired.length > 0) {
      warnings.push({
        code: 'repaired-restore',
        message: `${repaired.length} variables that the model's own restore op leaves uninitialised (first: ${repaired[0]?.node.name ?? ''}) were read from the copies Keras 3 saved; TensorFlow itself cannot run this model as stored.`,
      });
    }
    if (this.#repairsTables && inits.length > 0) {
      warnings.push({
        code: 'repaired-tables',
        message: 'The model names no init op, so its tables were filled by the initialisers in its collection table_initializer.',
      });
    }
    return warnings;
  }
}
