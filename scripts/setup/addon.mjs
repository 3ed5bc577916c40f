// Compiles tfjs-node's native addon from its own two source files, without linking TensorFlow: one binary serves every
// libtensorflow from 2.7 on, which the worker opens first. Without a C++ compiler the C API engine is used instead.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { has, hashOf, once, ROOT, run, say } from './common.mjs';

const require = createRequire(import.meta.url);
const MOVED_HEADER = 'tensorflow/core/platform/ctstring_internal.h';

/** Builds dist/native/<platform>-<arch>/tfjs_binding.node when it is missing or its sources changed. */
export function ensureAddon(runtime) {
  const compiler = process.env.CXX ?? 'g++';
  const out = join(ROOT, 'dist', 'native', `${process.platform}-${process.arch}`, 'tfjs_binding.node');
  if (runtime === undefined || process.platform !== 'linux') return;
  if (!has(compiler)) {
    say(`no C++ compiler (${compiler}): the C API engine is used (apt-get install g++ for the tfjs-node engine)`);
    return;
  }
  const source = dirname(require.resolve('@tensorflow/tfjs-node/package.json'));
  const headers = join(runtime, 'include');
  const forwarded = join(ROOT, 'dist', 'native', 'include');
  const built = once(`${out}.stamp`, hashOf('node_modules/@tensorflow/tfjs-node/binding', 'scripts/setup/addon.mjs'), out, () => {
    say('compiling the tfjs-node addon');
    mkdirSync(dirname(out), { recursive: true });
    // The header moved between TensorFlow releases; the addon asks for it at its old place.
    const actual = [MOVED_HEADER, 'tsl/platform/ctstring_internal.h', 'xla/tsl/platform/ctstring_internal.h'].find((name) =>
      existsSync(join(headers, name)),
    );
    if (actual !== undefined && actual !== MOVED_HEADER) {
      mkdirSync(dirname(join(forwarded, MOVED_HEADER)), { recursive: true });
      writeFileSync(join(forwarded, MOVED_HEADER), `#include "${actual}"\n`);
    }
    run(
      compiler,
      [
        '-shared',
        '-fPIC',
        '-O2',
        '-std=c++17',
        '-fvisibility=hidden',
        '-w',
        '-s',
        '-Wl,--gc-sections',
        '-DNAPI_VERSION=8',
        '-DNODE_GYP_MODULE_NAME=tfjs_binding',
        '-DBUILDING_NODE_EXTENSION',
        `-I${forwarded}`,
        `-I${join(dirname(require.resolve('node-api-headers/package.json')), 'include')}`,
        `-I${source}`,
        `-I${headers}`,
        join(source, 'binding', 'tfjs_backend.cc'),
        join(source, 'binding', 'tfjs_binding.cc'),
        '-o',
        out,
      ],
      { advice: 'The C API engine still works; remove the compiler from CXX to go on without the addon.' },
    );
  });
  if (!built) say('the tfjs-node addon is up to date');
}
