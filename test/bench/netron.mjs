// One cold measurement of Netron's parser: file → its model with all graphs and functions, no layout. `netron.mjs FOLDER MODEL`,
// FOLDER holding the JavaScript of the `netron` package from PyPI.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, model] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(resolve(folder), name)).href);
globalThis.window ??= { document: {}, addEventListener() {} };
const { FileStream } = await load('node.js');
const view = await load('view.js');
await (await load('zip.js')).Archive.import();

const errors = [];
const host = {
  type: 'Test',
  window: globalThis.window,
  environment: () => undefined,
  require: (id) => load(`${id.replace('./', '')}.js`),
  asset: async (name) => readFileSync(join(folder, name), 'utf8'),
  event() {},
  exception: (error) => errors.push(error),
};

class Context {
  constructor(file) {
    this.file = file;
    this.host = host;
    this.entries = new Map();
  }

  get identifier() {
    return 'saved_model.pb';
  }

  get name() {
    return this.identifier;
  }

  get stream() {
    return (this.content ??= streamOf(this.file));
  }

  async asset(name) {
    return host.asset(name);
  }

  async fetch(name) {
    return streamOf(join(dirname(this.file), name));
  }

  async require(id) {
    return host.require(id);
  }

  error(error) {
    errors.push(error);
  }
}

function streamOf(file) {
  const { size, mtimeMs } = statSync(file);
  return new FileStream(file, 0, size, mtimeMs);
}

const start = performance.now();
const opened = await new view.ModelFactoryService(host).open(new Context(join(model, 'saved_model.pb')));
let nodes = 0;
for (const graph of opened.modules) {
  nodes += graph.nodes.length;
  for (const each of graph.functions ?? []) nodes += each.nodes.length;
}
console.log(JSON.stringify({ ms: performance.now() - start, nodes, errors: errors.map(String) }));
