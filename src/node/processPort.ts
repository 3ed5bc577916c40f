import type { ChildProcess } from 'node:child_process';
import { LensError } from '../core/errors.ts';
import type { Port } from '../rpc/port.ts';

/** Port over the IPC channel of a child process; closes when the child ends or its channel does. */
export function childPort(child: ChildProcess, describeEnd: () => LensError): Port {
  return {
    post: (message) => {
      // A message to a process that is ending is lost; its 'close' settles every call.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
      return {
        dispose: () => {
          child.off('message', listener);
        },
      };
    },
    onClose: (listener) => {
      const end = (): void => listener(describeEnd());
      // not 'exit': by then its last words on standard error may not have been read
      child.once('close', end);
      child.once('error', end);
      return {
        dispose: () => {
          child.off('close', end);
          child.off('error', end);
        },
      };
    },
  };
}

/** Port to the process that forked us. */
export function parentPort(): Port {
  return {
    post: (message) => {
      process.send?.(message);
    },
    onMessage: (listener) => {
      process.on('message', listener);
      return {
        dispose: () => {
          process.off('message', listener);
        },
      };
    },
    onClose: (listener) => {
      const end = (): void => listener(new LensError('cancelled', 'The process that asked is gone.'));
      process.once('disconnect', end);
      return {
        dispose: () => {
          process.off('disconnect', end);
        },
      };
    },
  };
}
