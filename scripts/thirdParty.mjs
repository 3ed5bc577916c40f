// What dist/ holds of other people's work: koffi beside the worker (it is loaded, not bundled), and the licences of everything.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const KOFFI_FILES = /^(package\.json|index\.(c?js)|LICENSE\.txt|src\/koffi\/(src\/)?[a-z]+\.c?js)$/;
/** Kept per platform: the binary for glibc; musl systems have no TensorFlow wheel. */
const BINARY_FILES = /^(package\.json|index\.js|(?!musl)[a-z0-9_]+\/koffi\.node)$/;

function copyMatching(from, to, pattern) {
  for (const name of readdirSync(from, { recursive: true })) {
    if (!pattern.test(name)) continue;
    mkdirSync(dirname(join(to, name)), { recursive: true });
    cpSync(join(from, name), join(to, name));
  }
}

/** Copies koffi and its binaries for this platform to dist/node_modules, where the worker finds them in an installed extension too. */
export function copyKoffi() {
  const target = join('dist', 'node_modules');
  rmSync(target, { recursive: true, force: true });
  copyMatching(join('node_modules', 'koffi'), join(target, 'koffi'), KOFFI_FILES);
  for (const name of readdirSync(join('node_modules', '@koromix')))
    copyMatching(join('node_modules', '@koromix', name), join(target, '@koromix', name), BINARY_FILES);
}

function packageFolder(input) {
  return /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

/** dist/THIRD_PARTY_NOTICES.txt: name, version and licence text of every package inside the bundles and of what is copied beside them. */
export function writeNotices(metafiles) {
  const inputs = Object.values(metafiles).flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = new Set([
    'node_modules/koffi',
    'node_modules/@tensorflow/tfjs-node',
    ...inputs.map(packageFolder).filter((folder) => folder !== undefined),
  ]);
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text =
      file !== undefined && existsSync(join(folder, file))
        ? readFileSync(join(folder, file), 'utf8').trim()
        : `Licence: ${license}`;
    return `${name} ${version}\n\n${text}`;
  });
  writeFileSync(join('dist', 'THIRD_PARTY_NOTICES.txt'), `${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}
