import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LensError } from '../../../../src/core/errors.ts';
import { parseRunFile, RUN_FILE_FIELDS } from '../../../../src/core/run/runFile.ts';

describe('parseRunFile', () => {
  it('reads what --save-run writes', () => {
    const file = {
      schema: 1,
      signature: 's',
      select: ['a', '!b'],
      inputs: { x: 'zeros' },
      dims: { 'x.0': 2 },
      limits: { maxBytes: 1e6 },
    };
    expect(parseRunFile(JSON.stringify(file), 'r.json')).toEqual(file);
  });

  it.each([
    ['{', 'The run file r.json is not JSON.'],
    ['[]', 'The run file r.json is not a JSON object.'],
    ['{"schema":2}', 'The run file r.json has a "schema" that is not 1.'],
    ['{}', 'The run file r.json has no "schema": 1.'],
    ['{"schema":1,"allowUnsafe":true}', 'The run file r.json has the field "allowUnsafe", which a run file may not hold.'],
    ['{"schema":1,"out":"/etc"}', 'The run file r.json has the field "out", which a run file may not hold.'],
    ['{"schema":1,"__proto__":{}}', 'The run file r.json has the field "__proto__", which a run file may not hold.'],
    ['{"schema":1,"batch":1.5}', 'The run file r.json has a "batch" that is not a whole number above 0.'],
    ['{"schema":1,"dims":{"x.0":0.5}}', 'The run file r.json has a "dims" that is not an object of NAME.AXIS: SIZE.'],
    ['{"schema":1,"inputs":{"x":3}}', 'The run file r.json has a "inputs" that is not an object of NAME: SPEC.'],
    [
      '{"schema":1,"limits":{"engine":1}}',
      'The run file r.json has a "limits" that is not an object with maxBytes, timeout or maxMemory above 0.',
    ],
  ])('refuses %s', (text, message) => {
    expect(() => parseRunFile(text, 'r.json')).toThrow(
      new LensError('bad-run-file', message, 'A run file holds inputs, selection and limits; --save-run writes one.'),
    );
  });

  it('gives a run file or a LensError, whatever it reads', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((value) => JSON.stringify({ schema: 1, ...value })),
        ),
        (text) => {
          try {
            expect(parseRunFile(text, 'f').schema).toBe(1);
          } catch (error) {
            expect(error).toBeInstanceOf(LensError);
          }
        },
      ),
    );
  });
});

describe("the editor's schema of run files", () => {
  const schema = JSON.parse(
    readFileSync(fileURLToPath(new URL('../../../../schemas/run.schema.json', import.meta.url)), 'utf8'),
  ) as { properties: Readonly<Record<string, unknown>>; additionalProperties: boolean };

  it('has the fields that parseRunFile takes, and no other', () => {
    expect(Object.keys(schema.properties).sort()).toEqual([...RUN_FILE_FIELDS].sort());
    expect(schema.additionalProperties).toBe(false);
  });
});
