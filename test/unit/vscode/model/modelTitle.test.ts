import { describe, expect, it } from 'vitest';
import { modelName, modelTitle } from '../../../../src/vscode/model/modelTitle.ts';

describe('the name of a model', () => {
  it('is that of its folder, with the one around it for versions of TF Serving', () => {
    expect(modelName('/work/models/digits')).toBe('digits');
    expect(modelName('/work/models/half_plus_two/00000123')).toBe('half_plus_two/00000123');
    expect(modelName('/work/Mein Modell/v 1')).toBe('Mein Modell/v 1');
    expect(modelName('/work/models/v2net')).toBe('v2net');
    expect(modelName('C:\\models\\digits')).toBe('digits');
  });

  it('is enough for a title while no other model has it', () => {
    expect(modelTitle('/a/digits', ['/a/digits', '/a/letters'])).toBe('digits');
  });

  it('comes with the folder around it where another has it too', () => {
    expect(modelTitle('/a/digits', ['/a/digits', '/b/digits'])).toBe('digits · a');
    expect(modelTitle('/m/one/1', ['/m/one/1', '/n/one/1'])).toBe('one/1 · m');
  });

  it('comes with as many folders as it takes', () => {
    const all = ['/a/x/models/digits', '/b/x/models/digits', '/digits'];
    expect(all.map((each) => modelTitle(each, all))).toEqual(['digits · a/x/models', 'digits · b/x/models', 'digits']);
  });
});
