import { fork } from 'node:child_process';
import { LensError } from '../core/errors.ts';
import { type CallOptions, type Client, createClient, type ParamsOf, type ResultOf } from '../rpc/client.ts';
import type { ModelService, ModelServiceEvents } from '../rpc/modelService.ts';
import { LastLines } from './lastLines.ts';
import { childPort } from './processPort.ts';
import { workerEnvironment } from './workerEnvironment.ts';

export interface WorkerOptions {
  /** dist/worker.js; tfjs-node's addon is looked for in `native/` beside it */
  readonly workerFile: string;
  /** program that runs it; this process' own by default */
  readonly execPath?: string;
  /** environment to take the allowed variables from */
  readonly env?: NodeJS.ProcessEnv;
  /** every line that TensorFlow or the worker writes to standard error */
  readonly onLog?: (line: string) => void;
}

type EventOf<M> = M extends keyof ModelServiceEvents ? ModelServiceEvents[M] : never;

/** One process for one model. Once it is dead every call rejects with `worker-died`; start another then. */
export interface ModelWorker {
  readonly pid: number | undefined;
  /**
   * Calls the worker. Cancelling or a time limit of `run` and `dump` ends a process that does not come to rest by itself within a
   * grace period, in which finished batches are written down: native code cannot be interrupted.
   */
  call<M extends keyof ModelService & string>(
    method: M,
    params: ParamsOf<ModelService, M>,
    options?: CallOptions<EventOf<M>>,
  ): Promise<ResultOf<ModelService, M>>;
  /** Resolves with the reason when the process is gone. */
  readonly exited: Promise<LensError>;
  kill(): void;
}

/** Milliseconds between a cancel and the end of the process. */
const GRACE = 1000;
const NATIVE_METHODS: ReadonlySet<string> = new Set(['run', 'dump']);

/** Starts a worker. It is ready at once: calls wait in its queue. */
export function startWorker(options: WorkerOptions): ModelWorker {
  const child = fork(options.workerFile, [], {
    serialization: 'advanced',
    execArgv: [],
    env: workerEnvironment(options.env ?? process.env),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    ...(options.execPath === undefined ? {} : { execPath: options.execPath }),
  });
  const lines = new LastLines(options.onLog);
  child.stderr?.on('data', (chunk: Buffer) => {
    lines.add(chunk);
  });
  let death: LensError | undefined;
  child.once('error', (error) => {
    death ??= new LensError('worker-died', `The worker process could not be started: ${error.message}.`);
  });
  const describeEnd = (): LensError => (death ??= deathOf(child.exitCode, child.signalCode, lines.last));
  const client = createClient<ModelService, ModelServiceEvents>(childPort(child, describeEnd), { timeoutMs: 0 });
  const exited = new Promise<LensError>((resolve) => {
    for (const event of ['close', 'error'])
      child.once(event, () => {
        resolve(describeEnd());
      });
  });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  return {
    pid: child.pid,
    exited,
    kill,
    call: (method, params, callOptions) => callOrKill(client, kill, method, params, callOptions),
  };
}

async function callOrKill<M extends keyof ModelService & string>(
  client: Client<ModelService, ModelServiceEvents>,
  kill: () => void,
  method: M,
  params: ParamsOf<ModelService, M>,
  options: CallOptions<EventOf<M>> | undefined,
): Promise<ResultOf<ModelService, M>> {
  try {
    return await client.call(method, params, options);
  } catch (error) {
    const isGivenUp = error instanceof LensError && (error.code === 'cancelled' || error.code === 'timeout');
    // At rest it is as good as new: the next run may be on its way to it already.
    if (isGivenUp && NATIVE_METHODS.has(method)) client.call('idle', {}, { timeoutMs: GRACE }).catch(kill);
    throw error;
  }
}

function deathOf(code: number | null, signal: NodeJS.Signals | null, lastLine: string): LensError {
  const how = signal === null ? `with exit code ${code ?? 'unknown'}` : `by signal ${signal}`;
  const said = lastLine === '' ? '' : ` Its last words: ${lastLine.replace(/\.+$/, '')}.`;
  const hint =
    signal === 'SIGKILL'
      ? 'It was stopped, or the system ran out of memory; select fewer tensors or a smaller batch.'
      : 'Run again; if it happens each time, try the other engine.';
  return new LensError('worker-died', `The process that ran TensorFlow ended ${how}.${said}`, hint);
}
