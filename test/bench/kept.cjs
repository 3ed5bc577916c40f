// `kept.cjs FILE ARGUMENT…` runs a bundle as the command line runs its own: with its compiled code kept from the run before.
'use strict';
const { join, resolve } = require('node:path');

const [, , file] = process.argv;
process.argv.splice(1, 1);
require(join(module.path, '..', '..', 'dist', 'cli.js')).run(resolve(file), 'bench');
