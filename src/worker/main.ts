import { parentPort } from '../node/processPort.ts';
import { serve } from '../rpc/serve.ts';
import { createModelService } from './modelService.ts';

/** The worker process: serves one model to the process that forked it, and ends with it. */
const port = parentPort();
serve(port, createModelService());

/** Ends the process at once, without the static destructors in which libtensorflow 2.21 crashes. */
type AbruptProcess = NodeJS.Process & { reallyExit(code: number): never };
port.onClose(() => {
  (process as AbruptProcess).reallyExit(0);
});
