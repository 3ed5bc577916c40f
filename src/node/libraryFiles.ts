import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Names of the main library, best first; a wheel has libtensorflow_cc, tfjs-node's download libtensorflow. */
const MAIN = /^(lib)?tensorflow(_cc)?(\.so(\.\d+)*|(\.\d+)*\.dylib|\.dll)$/;
const FRAMEWORK = /^libtensorflow_framework(\.so(\.\d+)*|(\.\d+)*\.dylib)$/;

/** The files to open one after the other, framework library first; undefined when `path` holds no TensorFlow library. */
export function libraryFiles(path: string): readonly string[] | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const directory = stats.isDirectory() ? path : dirname(path);
  const names = readdirSync(directory);
  const main = stats.isDirectory() ? best(names.filter((name) => MAIN.test(name))) : basename(path);
  if (main === undefined) return undefined;
  const framework = best(names.filter((name) => FRAMEWORK.test(name)));
  const files = framework === undefined || framework === main ? [main] : [framework, main];
  return files.map((name) => realpathSync(join(directory, name)));
}

/** The least specific name (`.so.2` before `.so.2.9.1`) that leads to a file. */
function best(names: readonly string[]): string | undefined {
  return [...names].sort((a, b) => a.length - b.length || a.localeCompare(b))[0];
}
