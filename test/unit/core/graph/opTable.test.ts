import { readFileSync } from 'node:fs';
import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { opInfoFromDef } from '../../../../src/core/graph/opInfo.ts';
import { opTable, TABLE_VERSION } from '../../../../src/core/graph/opTable.ts';
import { OpDefSchema } from '../../../../src/core/proto/messages.ts';

const file = JSON.parse(readFileSync(new URL('../../../../src/core/graph/opTable.json', import.meta.url), 'utf8')) as {
  ops: string[];
};

describe('op table', () => {
  it('reads every line, and each attribute that an argument refers to exists', () => {
    expect(TABLE_VERSION).toMatch(/^2\.\d+\.\d+$/);
    for (const line of file.ops) {
      const name = line.slice(0, line.indexOf('|'));
      const info = opTable.get(name);
      expect(info?.name).toBe(name);
      for (const arg of [...(info?.inputs ?? []), ...(info?.outputs ?? [])]) {
        const named = [arg.typeAttr, arg.numberAttr, arg.typeListAttr].filter((attr) => attr !== '');
        expect(
          named.filter((attr) => !info?.attrs.has(attr)),
          name,
        ).toEqual([]);
        expect(Number(arg.dtype > 0) + Number(arg.typeAttr !== '') + Number(arg.typeListAttr !== ''), `${name} ${arg.name}`).toBe(
          1,
        );
      }
    }
    expect(file.ops.length).toBeGreaterThan(1800);
  });

  it('knows arguments, defaults and state as TensorFlow does', () => {
    const batchNorm = opTable.get('FusedBatchNormV3');
    expect(batchNorm?.outputs.map(({ name }) => name)).toEqual([
      'y',
      'batch_mean',
      'batch_variance',
      'reserve_space_1',
      'reserve_space_2',
      'reserve_space_3',
    ]);
    expect(batchNorm?.attrs.get('is_training')).toEqual({ name: 'is_training', type: 'bool', default: true });
    expect(batchNorm?.attrs.get('T')?.default).toBeUndefined();
    expect(opTable.get('VariableV2')?.outputs).toEqual([
      { name: 'ref', dtype: 0, typeAttr: 'dtype', numberAttr: '', typeListAttr: '', isRef: true },
    ]);
    expect(opTable.get('AddN')?.inputs[0]).toMatchObject({ name: 'inputs', numberAttr: 'N', typeAttr: 'T' });
    expect(opTable.get('StatelessIf')?.outputs[0]).toMatchObject({ name: 'output', typeListAttr: 'Tout' });
    expect(opTable.get('Shape')?.attrs.get('out_type')?.default).toBe(3);
    expect(opTable.get('Conv2D')?.attrs.get('dilations')?.default).toEqual([1, 1, 1, 1]);
    expect(opTable.get('DebugNumericSummary')?.attrs.get('lower_bound')?.default).toBe('-inf');
    expect([opTable.get('VarHandleOp')?.stateful, opTable.get('MatMul')?.stateful]).toEqual([true, false]);
    expect([opTable.has('NormalizeUTF8'), opTable.get('NormalizeUTF8')]).toEqual([false, undefined]);
  });

  it('reads an OpDef of a file as it reads its own lines', () => {
    const definition = create(OpDefSchema, {
      name: 'Custom',
      isStateful: true,
      outputArg: [{ name: 'out', typeAttr: 'T', numberAttr: 'N' }],
      attr: [
        { name: 'N', type: 'int', defaultValue: { value: { case: 'i', value: 2n } } },
        { name: 'T', type: 'type' },
      ],
    });
    const info = opInfoFromDef(definition);
    expect(info).toMatchObject({
      name: 'Custom',
      stateful: true,
      outputs: [{ name: 'out', typeAttr: 'T', numberAttr: 'N', isRef: false }],
    });
    expect([...info.attrs.values()]).toEqual([
      { name: 'N', type: 'int', default: 2 },
      { name: 'T', type: 'type', default: undefined },
    ]);
  });
});
