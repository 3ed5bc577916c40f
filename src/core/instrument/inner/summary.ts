import { create } from '@bufbuild/protobuf';
import { AttrValueSchema } from '../../proto/messages.ts';
import type { DType } from '../../tensor/dtype.ts';
import { isNumeric } from '../../tensor/layout.ts';
import { dtypeAttr, type Attrs } from '../graphDraft.ts';
import type { TapScope } from './tapScope.ts';
import { sizesOf, type Vectors } from './vectors.ts';

/** Places of the numbers in the second vector of a summary. */
export const SUMMARY = { finite: 0, zeros: 1, nan: 2, posInf: 3, negInf: 4, mean: 5, deviations: 6 } as const;
/** How many numbers that are. */
export const SUMMARY_LENGTH = 7;

/** The dtype in which smallest and largest value are kept: 64-bit integers exactly. */
export function rangeDType(dtype: DType): DType {
  return dtype === 'int64' || dtype === 'uint64' ? dtype : 'float64';
}

/** In place of a value: its smallest and largest finite element, counts and moments (`SUMMARY`), its sizes. Texts have sizes only. */
export function summaryOf(scope: TapScope, endpoint: string, dtype: DType): Vectors {
  const sizes = sizesOf(scope, endpoint, dtype);
  const range = rangeDType(dtype);
  if (!isNumeric(dtype))
    return [{ endpoint: scope.empty(range), dtype: range }, { endpoint: scope.empty('float64'), dtype: 'float64' }, sizes];
  const math = new Float64Math(scope);
  const values = math.from(endpoint, dtype);
  const zero = scope.float64(0);
  const [finite, infinite] = [math.test('IsFinite', values), math.test('IsInf', values)];
  const [kept, count] = [math.where(finite, values, zero), math.count(finite)];
  const mean = math.op('DivNoNan', 'z', math.reduced('Sum', kept), count);
  const deviations = math.where(finite, math.op('Sub', 'z', values, mean), zero);
  const moments = math.packed([
    count,
    math.count(math.both(finite, math.compared('Equal', values, zero))),
    math.count(math.test('IsNan', values)),
    math.count(math.both(infinite, math.compared('Greater', values, zero))),
    math.count(math.both(infinite, math.compared('Less', values, zero))),
    mean,
    math.reduced('Sum', math.op('Mul', 'z', deviations, deviations)),
  ]);
  const ends =
    range === 'float64'
      ? [
          math.reduced('Min', math.where(finite, values, scope.float64(Infinity))),
          math.reduced('Max', math.where(finite, values, scope.float64(-Infinity))),
        ]
      : [math.reduced('Min', math.flat(endpoint, dtype), dtype), math.reduced('Max', math.flat(endpoint, dtype), dtype)];
  return [{ endpoint: math.packed(ends, range), dtype: range }, { endpoint: moments, dtype: 'float64' }, sizes];
}

const FLOAT64: Attrs = { T: dtypeAttr('float64') };

/** Arithmetic in double precision, as nodes. */
class Float64Math {
  constructor(private readonly scope: TapScope) {}

  flat(endpoint: string, dtype: DType): string {
    const { scope } = this;
    return scope.add('Reshape', [endpoint, scope.integers('int32', [-1])], { T: dtypeAttr(dtype), Tshape: dtypeAttr('int32') })(
      'output',
    );
  }

  /** Elements one after the other; complex ones by their absolute value. */
  from(endpoint: string, dtype: DType): string {
    const flat = this.flat(endpoint, dtype);
    if (dtype === 'float64') return flat;
    if (!dtype.startsWith('complex')) return this.#cast(flat, dtype);
    const real: DType = dtype === 'complex64' ? 'float32' : 'float64';
    const size = this.scope.add('ComplexAbs', [flat], { T: dtypeAttr(dtype), Tout: dtypeAttr(real) })('y');
    return real === 'float64' ? size : this.#cast(size, real);
  }

  op(op: string, output: string, ...inputs: readonly string[]): string {
    return this.scope.add(op, inputs, FLOAT64)(output);
  }

  test(op: string, values: string): string {
    return this.op(op, 'y', values);
  }

  compared(op: string, values: string, other: string): string {
    return this.op(op, 'z', values, other);
  }

  both(first: string, second: string): string {
    return this.scope.add('LogicalAnd', [first, second], {})('z');
  }

  where(condition: string, values: string, otherwise: string): string {
    return this.op('SelectV2', 'output', condition, values, otherwise);
  }

  count(flags: string): string {
    return this.reduced('Sum', this.#cast(flags, 'bool'));
  }

  reduced(op: 'Sum' | 'Min' | 'Max', values: string, dtype: DType = 'float64'): string {
    return this.scope.add(op, [values, this.scope.integers('int32', [0])], {
      T: dtypeAttr(dtype),
      Tidx: dtypeAttr('int32'),
      keep_dims: create(AttrValueSchema, { value: { case: 'b', value: false } }),
    })('output');
  }

  packed(values: readonly string[], dtype: DType = 'float64'): string {
    return this.scope.add('Pack', values, {
      T: dtypeAttr(dtype),
      N: create(AttrValueSchema, { value: { case: 'i', value: BigInt(values.length) } }),
      axis: create(AttrValueSchema, { value: { case: 'i', value: 0n } }),
    })('output');
  }

  #cast(values: string, from: DType): string {
    return this.scope.add('Cast', [values], { SrcT: dtypeAttr(from), DstT: dtypeAttr('float64') })('y');
  }
}
