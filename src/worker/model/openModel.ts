import { damageWarnings } from '../../core/describe/damage.ts';
import { variableNames } from '../../core/describe/variables.ts';
import type { Warning } from '../../core/errors.ts';
import { chooseMetaGraph } from '../../core/graph/choose.ts';
import { inlineEntry } from '../../core/graph/inline.ts';
import type { StoredValues } from '../../core/instrument/initialisers.ts';
import type { StoredDamage } from '../../core/model/storedDamage.ts';
import type { ModelFiles } from '../../node/modelFiles.ts';
import type { EntryChoice } from '../../rpc/modelService.ts';
import { ModelEntry } from './modelEntry.ts';

/** The model of this process: its files, and the entry points asked for so far. */
export class OpenModel {
  readonly #entries = new Map<string, ModelEntry>();
  readonly #damaged = new Map<string, StoredDamage>();
  #stored: Promise<StoredValues> | undefined;

  constructor(
    readonly files: ModelFiles,
    /** milliseconds that reading took */
    readonly openTime: number,
  ) {}

  /** The graph behind a signature or function; inlined once. Throws what cli.md says for unknown names. */
  entry({ tagSet, signature, function: path }: EntryChoice): ModelEntry {
    const key = JSON.stringify([tagSet ?? null, signature ?? null, path ?? null]);
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const { chosen } = chooseMetaGraph(this.files.model, tagSet);
    const flat = inlineEntry(chosen, path !== undefined ? { function: path } : signature === undefined ? {} : { signature });
    const entry = new ModelEntry(this, flat);
    this.#entries.set(key, entry);
    return entry;
  }

  /** What the files beside the graph hold: sizes are looked at, values are not read. */
  stored(): Promise<StoredValues> {
    this.#stored ??= this.#readStored();
    return this.#stored;
  }

  /** Reads the whole checkpoint and remembers which entries are damaged; true when there are new ones, so that plans must be made anew. */
  async findDamage(): Promise<boolean> {
    const { checkpoint } = this.files;
    if (checkpoint === undefined) return false;
    const before = this.#damaged.size;
    this.#remember(await checkpoint.verify([...checkpoint.index.entries.values()].filter(({ key }) => !this.#damaged.has(key))));
    if (this.#damaged.size === before) return false;
    this.#entries.clear();
    return true;
  }

  /** What verifying has found since the model was opened; what `show` says of it already is left out. */
  get damageWarnings(): readonly Warning[] {
    const found = [...this.#damaged.values()].filter(({ kind }) => kind === 'checksum');
    const { index, model } = this.files;
    return found.length === 0 || index === undefined ? [] : damageWarnings(found, variableNames(model.metaGraphs, index));
  }

  #remember(found: readonly StoredDamage[]): void {
    for (const each of found) this.#damaged.set(each.key, each);
  }

  async #readStored(): Promise<StoredValues> {
    const { checkpoint } = this.files;
    const [assets, missing, fullNames] = await Promise.all([
      this.files.assets(),
      checkpoint?.missing() ?? [],
      checkpoint?.names().catch(() => new Map<string, string>()) ?? new Map<string, string>(),
    ]);
    this.#remember(missing);
    return {
      checkpoint: checkpoint?.index,
      damaged: this.#damaged,
      assetFiles: new Set(assets.filter(({ bytes }) => bytes !== null).map(({ name }) => name)),
      fullNames,
    };
  }
}
