// What a bundle may hold and how large it may be: the fences of ARCHITECTURE.md, checked on what is really shipped.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** Bundle → what must not be inside (a part of the input's path). */
const FORBIDDEN = {
  extension: ['node_modules/koffi', 'node_modules/@tensorflow', 'node_modules/react', 'src/worker/', 'src/cli/'],
  layout: ['node_modules/react', 'src/vscode/', 'src/cli/', 'src/core/'],
  worker: ['node_modules/react', 'node_modules/elkjs', 'src/vscode/', 'src/cli/'],
  cli: ['node_modules/koffi', 'node_modules/@tensorflow', 'src/worker/engines/', 'src/vscode/'],
  webview: ['src/node/', 'src/vscode/', 'src/worker/', 'src/cli/', 'node:'],
};

/** File → most kB after gzip. */
const BUDGETS = { 'dist/extension.js': 300, 'dist/worker.js': 450, 'dist/layout.js': 500 };
/** The page: what the first picture needs, and all views together. */
const PAGE = { entry: 'dist/webview/panel.js', first: 200, all: 700 };

/** Files of the page that load with its entry: all but the chunks that are imported on demand. */
function firstLoad(outputs, file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const { path, kind } of outputs[file]?.imports ?? []) if (kind === 'import-statement') firstLoad(outputs, path, found);
  return found;
}

function gzipped(files) {
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0) / 1000;
}

/** Throws with one line per broken fence or budget; prints the sizes. */
export function checkBundles(metafiles) {
  const problems = [];
  for (const [name, metafile] of Object.entries(metafiles)) {
    for (const input of Object.keys(metafile.inputs)) {
      const bad = FORBIDDEN[name].find((part) => input.includes(part));
      if (bad !== undefined) problems.push(`dist/${name} holds ${input}, which belongs to another ring (${bad})`);
    }
  }
  const fast = new Set(
    Object.keys(metafiles.webview.inputs).flatMap(
      (input) => /^.*node_modules\/@microsoft\/fast-element\//.exec(input)?.[0] ?? [],
    ),
  );
  if (fast.size !== 1)
    problems.push(`the webview holds ${fast.size} copies of fast-element; components stay unstyled unless there is one`);
  const sizes = Object.entries(BUDGETS).map(([file, budget]) => {
    const size = gzipped([file]);
    if (size > budget) problems.push(`${file} has ${size.toFixed(0)} kB gzip, more than its budget of ${budget}`);
    return `${file} ${size.toFixed(0)} kB gzip`;
  });
  const { outputs } = metafiles.webview;
  const scripts = Object.keys(outputs).filter((file) => file.endsWith('.js'));
  for (const [what, files, budget] of [
    ['first picture', firstLoad(outputs, PAGE.entry), PAGE.first],
    ['all views', scripts, PAGE.all],
  ]) {
    const size = gzipped(files);
    if (size > budget)
      problems.push(
        `the scripts of the page for the ${what} have ${size.toFixed(0)} kB gzip, more than their budget of ${budget}`,
      );
    sizes.push(`${what} ${size.toFixed(0)} kB gzip`);
  }
  console.log(sizes.join(', '));
  if (problems.length > 0) throw new Error(`bundle check failed:\n  ${problems.join('\n  ')}`);
}
