// The managed runtime: TensorFlow's two libraries out of its wheel, fetched by pip and checked by hash, once per user.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheDirectory, fail, say } from './common.mjs';
import { unzipMatching } from './unzip.mjs';

const VERSION = '2.21.0';

/** Platform → what pip is asked for. The wheel's Python does not matter: only its libraries are used. */
const WHEELS = {
  'linux-x64': {
    package: 'tensorflow-cpu',
    pythonVersion: '3.11',
    platform: 'manylinux_2_27_x86_64',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  },
};

/** Folder of the libraries and of the headers that the addon is compiled with. */
export function runtimeDirectory() {
  return join(cacheDirectory(), 'runtime', `tensorflow-cpu-${VERSION}`);
}

const WANTED =
  /^tensorflow\/(libtensorflow_(framework|cc)\.so\.2|include\/(tensorflow\/c\/.*|tensorflow\/core\/platform\/ctstring.*|(xla\/)?tsl\/platform\/ctstring.*|xla\/tsl\/c\/.*|tsl\/c\/.*)\.h)$/;

function python() {
  const found = [process.env.PYTHON, 'python3', 'python', 'py']
    .filter(Boolean)
    .find((name) => spawnSync(name, ['-m', 'pip', '--version'], { stdio: 'ignore' }).status === 0);
  return (
    found ??
    fail("Python 3 with pip is needed once, to fetch TensorFlow's library. On Debian: apt-get install python3 python3-pip")
  );
}

/** Makes the runtime ready; does nothing when it is. Answers its folder, or undefined on a platform without one. */
export async function ensureRuntime() {
  const target = runtimeDirectory();
  const wheel = WHEELS[`${process.platform}-${process.arch}`];
  if (existsSync(join(target, 'libtensorflow_cc.so.2'))) {
    say(`TensorFlow ${VERSION} is in ${target}`);
    return target;
  }
  if (wheel === undefined) {
    say(
      `running models is supported on Linux x64; on ${process.platform}-${process.arch} structure can be read (set SAVEDMODEL_LENS_LIBTENSORFLOW to try your own library)`,
    );
    return undefined;
  }
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const work = mkdtempSync(join(dirname(target), 'download-'));
  try {
    say(`fetching ${wheel.package} ${VERSION} with pip (274 MB, once per user)`);
    const requirements = join(work, 'requirements.txt');
    writeFileSync(requirements, `${wheel.package}==${VERSION} --hash=sha256:${wheel.sha256}\n`);
    const done = spawnSync(
      python(),
      [
        '-m',
        'pip',
        'download',
        '--quiet',
        '--disable-pip-version-check',
        '--no-deps',
        '--require-hashes',
        '--only-binary=:all:',
        '--implementation',
        'cp',
        '--python-version',
        wheel.pythonVersion,
        '--platform',
        wheel.platform,
        '--dest',
        work,
        '-r',
        requirements,
      ],
      { stdio: 'inherit' },
    );
    if (done.status !== 0)
      fail(
        'pip could not fetch TensorFlow. Check the network or the package mirror that pip is configured for, then run "npm run setup" again.',
      );
    const file = readdirSync(work).find((name) => name.endsWith('.whl'));
    const unpacked = join(work, 'unpacked');
    say('unpacking the two libraries (815 MB on disk)');
    await unzipMatching(join(work, file), WANTED, (name) => join(unpacked, name.replace(/^tensorflow\//, '')));
    rmSync(target, { recursive: true, force: true });
    renameSync(unpacked, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  say(`TensorFlow ${VERSION} is in ${target}`);
  return target;
}
