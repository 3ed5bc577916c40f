// Preloaded with --require: counts what is read of files whose name holds ".data-", and says so at the end.
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

let opened = 0;
const watched = (original) =>
  function watch(path, ...rest) {
    if (String(path).includes('.data-')) opened += 1;
    return original.call(this, path, ...rest);
  };
for (const [holder, names] of [
  [fs, ['open', 'openSync', 'readFile', 'readFileSync', 'createReadStream']],
  [fs.promises, ['open', 'readFile']],
]) {
  for (const name of names) holder[name] = watched(holder[name]);
}
syncBuiltinESMExports();
process.on('exit', () => {
  fs.writeSync(2, `data files opened: ${opened}\n`);
});
