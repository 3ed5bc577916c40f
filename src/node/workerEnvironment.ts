import { LIBRARY_VARIABLE } from './libtensorflow.ts';

/** What a worker may inherit: nothing that could change what TensorFlow computes or loads, no secrets. */
const INHERITED: readonly string[] = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'LOCALAPPDATA',
  'SystemRoot',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'XDG_CACHE_HOME',
  'VIRTUAL_ENV',
  'CONDA_PREFIX',
  LIBRARY_VARIABLE,
];

/**
 * Fixed settings. oneDNN is off because its results differ from TensorFlow's own kernels in the last digits and from machine to machine;
 * no GPU, because values must not depend on what else a machine has. One thread per op: contractions are summed up in another order for
 * every number of threads (basic-pitch: elements near zero differ by 5 % between one and two).
 */
const SETTINGS: Readonly<Record<string, string>> = {
  ELECTRON_RUN_AS_NODE: '1',
  TF_CPP_MIN_LOG_LEVEL: '3',
  TF_ENABLE_ONEDNN_OPTS: '0',
  TF_NUM_INTRAOP_THREADS: '1',
  CUDA_VISIBLE_DEVICES: '-1',
};

/** Environment of a worker process. */
export function workerEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = INHERITED.flatMap((name): [string, string][] => {
    const value = env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(kept), ...SETTINGS };
}
