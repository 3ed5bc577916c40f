import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LensError } from '../../../src/core/errors.ts';
import { createClient } from '../../../src/rpc/client.ts';
import { serve, type Handlers } from '../../../src/rpc/serve.ts';
import { fakePorts } from './fakePorts.ts';

interface Service {
  add(params: { a: number; b: number }): Promise<number>;
  wait(params: { for: 'ever' }): Promise<number>;
  fail(params: { code: 'lens' | 'other' }): Promise<never>;
  count(params: { to: number }): Promise<string>;
}
interface Events {
  count: number;
}

function connect(handlers: Partial<Handlers<Service, Events>> = {}) {
  const [near, far] = fakePorts();
  const aborted: string[] = [];
  const all: Handlers<Service, Events> = {
    add: async ({ a, b }) => a + b,
    wait: (_params, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted.push('wait');
          reject(new Error('stopped'));
        });
      }),
    fail: async ({ code }) => {
      throw code === 'lens' ? new LensError('unknown-input', 'No input “x”.', 'Use “y”.') : new TypeError('boom');
    },
    count: async ({ to }, { emit }) => {
      for (let i = 1; i <= to; i++) emit(i);
      return 'done';
    },
    ...handlers,
  };
  const server = serve<Service, Events>(far, all);
  return { near, far, server, aborted, client: createClient<Service, Events>(near, { timeoutMs: 2000 }) };
}

describe('rpc', () => {
  it('answers', async () => {
    const { client } = connect();
    await expect(client.call('add', { a: 2, b: 3 })).resolves.toBe(5);
  });

  it('carries a LensError whole and wraps others', async () => {
    const { client } = connect();
    await expect(client.call('fail', { code: 'lens' })).rejects.toMatchObject({
      code: 'unknown-input',
      message: 'No input “x”.',
      hint: 'Use “y”.',
    });
    await expect(client.call('fail', { code: 'other' })).rejects.toMatchObject({
      code: 'internal',
      message: 'Something unexpected happened: boom',
    });
  });

  it('reports progress in order', async () => {
    const { client } = connect();
    const seen: number[] = [];
    await client.call('count', { to: 4 }, { onEvent: (event) => seen.push(event) });
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('cancels on both sides', async () => {
    const { client, aborted } = connect();
    const abort = new AbortController();
    const call = client.call('wait', { for: 'ever' }, { signal: abort.signal });
    setTimeout(() => abort.abort(), 5);
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(aborted).toEqual(['wait']);
  });

  it('refuses a call that is cancelled already', async () => {
    const { client } = connect();
    await expect(client.call('add', { a: 1, b: 1 }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('gives up after the time limit and ignores the late answer', async () => {
    const { client, aborted } = connect();
    await expect(client.call('wait', { for: 'ever' }, { timeoutMs: 10 })).rejects.toMatchObject({ code: 'timeout' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(aborted).toEqual(['wait']);
  });

  it('settles everything when the other side closes, and refuses calls after', async () => {
    const { client, near } = connect();
    const calls = [client.call('wait', { for: 'ever' }), client.call('wait', { for: 'ever' })];
    near.close(new LensError('worker-died', 'The worker ended (SIGKILL).'));
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'worker-died' });
    await expect(client.call('add', { a: 1, b: 1 })).rejects.toMatchObject({ code: 'worker-died' });
  });

  it('aborts handlers when the caller is gone', async () => {
    const { client, far, aborted } = connect();
    client.call('wait', { for: 'ever' }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 5));
    far.close(new Error('gone'));
    expect(aborted).toEqual(['wait']);
  });

  it('answers unknown methods with an error and survives garbage', async () => {
    const { near, far, client } = connect();
    for (const garbage of [null, 7, 'text', { rpc: 'call' }, { rpc: 'result', id: 'x' }, { id: 1 }, { rpc: 'nonsense', id: 1 }]) {
      near.receive(garbage);
      far.receive(garbage);
    }
    const answers: unknown[] = [];
    near.onMessage((message) => answers.push(message));
    far.receive({ rpc: 'call', id: 99, method: 'toString', params: {} });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(answers).toMatchObject([
      { rpc: 'error', id: 99, error: { code: 'internal', message: 'There is no method “toString”.' } },
    ]);
    await expect(client.call('add', { a: 1, b: 1 })).resolves.toBe(2);
  });

  it('rejects what cannot be sent', async () => {
    const { client, near } = connect();
    near.post = () => {
      throw new Error('DataCloneError');
    };
    await expect(client.call('add', { a: 1, b: 1 })).rejects.toThrow('DataCloneError');
  });

  it('matches answers to calls in whatever order messages arrive', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.integer(), fc.nat(20)), { maxLength: 20 }), async (calls) => {
        const { client, far } = connect();
        const held: (readonly [number, () => void])[] = [];
        far.deliver = (send) => {
          held.push([calls[held.length]?.[1] ?? 0, send]);
        };
        const results = Promise.all(calls.map(([a]) => client.call('add', { a, b: 1 })));
        await new Promise((resolve) => setTimeout(resolve, 0));
        for (const [, send] of held.sort(([x], [y]) => x - y)) send();
        expect(await results).toEqual(calls.map(([a]) => a + 1));
      }),
      { numRuns: 30 },
    );
  });
});
