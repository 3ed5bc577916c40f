/** What one libtensorflow can run, as kept in the cache: plain JSON. */
export interface RuntimeOpsData {
  readonly schema: 1;
  /** TensorFlow's version */
  readonly version: string;
  /** op → names of its attributes */
  readonly ops: Readonly<Record<string, readonly string[]>>;
  /** ops with at least one CPU kernel */
  readonly kernels: readonly string[];
}

/** The ops and kernels of the library in use: not every registered op has a kernel (BoostedTreesBucketize since 2.9). */
export class RuntimeOpList {
  readonly version: string;
  readonly #attrs: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #kernels: ReadonlySet<string>;

  constructor(data: RuntimeOpsData) {
    this.version = data.version;
    this.#attrs = new Map(Object.entries(data.ops).map(([op, names]) => [op, new Set(names)]));
    this.#kernels = new Set(data.kernels);
  }

  get opCount(): number {
    return this.#attrs.size;
  }

  get kernelCount(): number {
    return this.#kernels.size;
  }

  hasOp(op: string): boolean {
    return this.#attrs.has(op);
  }

  hasKernel(op: string): boolean {
    return this.#kernels.has(op);
  }

  /** Whether the library's definition of an op has this attribute; others are left out of what it is given to load. */
  hasAttr(op: string, name: string): boolean {
    return this.#attrs.get(op)?.has(name) ?? true;
  }
}
