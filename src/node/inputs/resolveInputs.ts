import { LensError, type Warning } from '../../core/errors.ts';
import { tensorName, type FlatGraph, type TensorRef } from '../../core/graph/types.ts';
import { convertTo, type Converted } from '../../core/inputs/convert.ts';
import { checkDimensions, type GivenDimensions } from '../../core/inputs/dimensions.ts';
import { Consumers } from '../../core/inputs/forward.ts';
import { exampleOf } from '../../core/inputs/jsonExample.ts';
import { jsonInputs } from '../../core/inputs/jsonInputs.ts';
import { literalTensor } from '../../core/inputs/literal.ts';
import { servingLogInputs } from '../../core/inputs/servingLog.ts';
import { isIteratorHandle, openPlaceholders, sharedSource } from '../../core/inputs/openEnds.ts';
import { fitDimensions } from '../../core/inputs/fitDimensions.ts';
import { hasOpenSizes, synthesise } from '../../core/inputs/synthesise.ts';
import { checkShape, type InputTarget } from '../../core/inputs/target.ts';
import { entryTargets, findInnerTarget, findTarget } from '../../core/inputs/targets.ts';
import type { TensorNames } from '../../core/select/tensorNames.ts';
import { shapeText } from '../../core/tensor/layout.ts';
import { parseNpz } from '../../core/tensor/npy/npz.ts';
import type { Tensor } from '../../core/tensor/tensor.ts';
import type { InputBinding, RunEstimate, RunRequest } from '../../rpc/modelService.ts';
import { readInputFile } from './inputFile.ts';
import { valueOfSpec } from './valueOfSpec.ts';

/** The parts of a run request that say what goes in. */
export type InputRequest = Pick<RunRequest, 'inputsFile' | 'inputs' | 'feeds' | 'dims' | 'batch' | 'strictInputs'>;

/** A value for an input of the entry point or for a tensor inside the graph. */
export interface ResolvedInput {
  /** input key, or tensor name */
  readonly name: string;
  readonly ref: TensorRef;
  readonly value: Tensor;
  /** where it came from, in words */
  readonly source: string;
  /** what was changed on the way */
  readonly note?: string;
  /** the name by which the request gave it, which may be a layer's */
  readonly asked?: string;
}

/** All that goes in, and what was made up or changed on the way. */
export interface ResolvedInputs {
  readonly inputs: readonly ResolvedInput[];
  readonly synthesised: RunEstimate['synthesised'];
  readonly warnings: readonly Warning[];
}

/** Told of what is wrong with one input (by its name in the request), the rest goes on; without it the first error ends everything. */
export type OnProblem = (name: string, error: LensError) => void;

/**
 * Reads, checks and converts what the request gives, and makes up the inputs that it does not give, and placeholders beside
 * the inputs that the outputs need (an error with `strictInputs`). Relative paths start at a binding's own base, else at `cwd`. Errors: unknown-input, missing-input,
 * bad-input-shape, bad-input-dtype, bad-input-file, bad-input-spec, too-large.
 */
export async function resolveInputs(
  flat: FlatGraph,
  request: InputRequest,
  cwd: string,
  names?: TensorNames,
  onProblem?: OnProblem,
): Promise<ResolvedInputs> {
  const targets = entryTargets(flat);
  const given: GivenDimensions = { dims: request.dims, batch: request.batch };
  const consumers = new Consumers(flat);
  const collected = new Collected();
  const refused = new Set<string>();
  const attempt = async (name: string, work: () => Promise<void> | void): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (onProblem === undefined || !(error instanceof LensError)) throw error;
      refused.add(name);
      onProblem(name, error);
    }
  };
  await attempt(DIMENSIONS, () => checkDimensions(given, targets));
  const { inputsFile } = request;
  if (inputsFile !== undefined)
    await attempt(INPUTS_FILE, () => readAll(inputsFile, cwd, { flat, targets, consumers }, collected));
  const read = async ({ name, spec, base }: InputBinding, target: InputTarget): Promise<void> =>
    collected.add(target, await valueOfSpec(target, spec, { base: base ?? cwd, given, consumers }), spec, name);
  for (const binding of request.inputs) await attempt(binding.name, () => read(binding, findTarget(binding.name, flat, targets)));
  for (const binding of request.feeds)
    await attempt(binding.name, () => read(binding, findInnerTarget(binding.name, flat, targets, names)));
  const missing = targets.filter((target) => !collected.has(target) && !refused.has(target.name));
  if (request.strictInputs === true && missing.length > 0) throw notGiven(missing);
  const synthesised: Made[] = [];
  let sizes = given;
  const makeUp = (target: InputTarget): Promise<void> =>
    attempt(target.name, () => {
      const made = synthesise(target, targets, sizes, consumers);
      if (made === undefined) return;
      collected.add(target, { tensor: made.tensor }, made.how);
      const { shape } = made.tensor;
      const { dtype, name } = target;
      synthesised.push({ name, how: made.how, dtype, shape, ...(made.isDefault === undefined ? {} : { isDefault: true }) });
    });
  const fixed = new Map(collected.inputs().map(({ ref, value }) => [ref.node, value.shape]));
  sizes = fitDimensions(missing.filter(hasOpenSizes), fixed, given, flat, consumers);
  for (const target of missing) await makeUp(target);
  const open = closeOpenEnds(flat, targets, collected);
  if (request.strictInputs === true && open.length > 0) throw notGiven(open);
  for (const target of open) await makeUp(target);
  return { inputs: collected.inputs(), synthesised, warnings: [...collected.warnings, ...notGivenWarning(synthesised)] };
}

/** What `OnProblem` calls the sizes, and the file of all inputs. */
export const DIMENSIONS = '--dim';
export const INPUTS_FILE = '--inputs';

type Made = RunEstimate['synthesised'][number];

/** Feeds what inputs are only other names of, and gives the placeholders beside the inputs that the outputs still need. */
function closeOpenEnds(flat: FlatGraph, targets: readonly InputTarget[], collected: Collected): InputTarget[] {
  if (openPlaceholders(flat, collected.fed()).length === 0) return [];
  for (const { name, ref, value } of collected.inputs()) {
    const source = sharedSource(ref, flat, collected.fed());
    if (source === undefined) continue;
    const target = findInnerTarget(tensorName(source), flat, targets);
    collected.add(target, convertTo(target, value, name), `the input ${name}`);
  }
  return openPlaceholders(flat, collected.fed())
    .filter((node) => !isIteratorHandle(node, flat))
    .map(({ name }) => findInnerTarget(name, flat, targets));
}

/** Values by tensor: what is given later counts. */
class Collected {
  readonly warnings: Warning[] = [];
  readonly #byTensor = new Map<string, ResolvedInput>();

  add(target: InputTarget, { tensor, note }: Converted, source: string, asked?: string): void {
    if (note !== undefined) this.warnings.push({ code: 'input-changed', message: note });
    const { name, ref } = target;
    this.#byTensor.set(keyOf(target), {
      name,
      ref,
      value: tensor,
      source,
      ...(note === undefined ? {} : { note }),
      ...(asked === undefined ? {} : { asked }),
    });
  }

  has(target: InputTarget): boolean {
    return this.#byTensor.has(keyOf(target));
  }

  fed(): ReadonlySet<string> {
    return new Set(this.inputs().map(({ ref }) => tensorName(ref)));
  }

  inputs(): ResolvedInput[] {
    return [...this.#byTensor.values()];
  }
}

function keyOf({ ref }: InputTarget): string {
  return tensorName(ref);
}

/** The graph around the inputs. */
interface Known {
  readonly flat: FlatGraph;
  readonly targets: readonly InputTarget[];
  readonly consumers: Consumers;
}

async function readAll(path: string, cwd: string, { flat, targets, consumers }: Known, collected: Collected): Promise<void> {
  const bytes = await readInputFile(path, cwd);
  for (const [key, valueFor] of valuesByName(bytes, path, targets, consumers)) {
    const target = findTarget(key, flat, targets);
    const source = `${path}[${key}]`;
    const tensor = valueFor(target, source);
    checkShape(target, tensor.shape, source);
    collected.add(target, convertTo(target, tensor, source), source);
  }
}

type ValueFor = (target: InputTarget, source: string) => Tensor;

function valuesByName(
  bytes: Uint8Array,
  path: string,
  targets: readonly InputTarget[],
  consumers: Consumers,
): [string, ValueFor][] {
  const names = targets.map(({ name }) => name);
  if (!/\.json$/i.test(path)) {
    const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
    return [...(isZip || /\.npz$/i.test(path) ? parseNpz(bytes, path) : servingLogInputs(bytes, names, path))].map(
      ([key, tensor]) => [key, () => tensor],
    );
  }
  const values = jsonInputs(new TextDecoder().decode(bytes), names, path);
  return [...values].map(([key, value]) => [
    key,
    (target, source) => literalTensor(target, value, source, exampleOf(target, consumers, source)),
  ]);
}

function notGiven(missing: readonly InputTarget[]): LensError {
  const listed = missing.map(({ name, dtype, shape }) => `${name} (${dtype} ${shapeText(shape)})`).join(', ');
  return new LensError(
    'missing-input',
    `${missing.length === 1 ? 'An input is' : `${missing.length} inputs are`} not given: ${listed}.`,
    'Give them with --input NAME=SPEC or --inputs FILE.',
  );
}

/** One warning that names them all: defaults of the model first, then what was made up. */
function notGivenWarning(made: readonly Made[]): Warning[] {
  if (made.length === 0) return [];
  const [defaults, others] = [
    made.filter(({ isDefault }) => isDefault === true),
    made.filter(({ isDefault }) => isDefault !== true),
  ];
  const message = [
    ...defaults.map(
      ({ dtype, how, name, shape }) => `No value was given for ${name} (${dtype} ${shapeText(shape)}): ${how} is used.`,
    ),
    ...(others.length === 0
      ? []
      : [
          `No value was given for ${others.map(({ dtype, how, name, shape }) => `${name} (${dtype} ${shapeText(shape)}: ${how})`).join(', ')}: made up.`,
        ]),
  ].join(' ');
  return [{ code: 'input-synthesised', message }];
}
