#!/usr/bin/env node
// Records a run of the example model with the real engine into example/recorded, and draws the walkthrough's first picture from it.
// The extension shows it where nothing can run yet. Needs `npm run setup`; run it again when the example or the manifest changes.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT, run, say } from './setup/common.mjs';

const EXAMPLE = join(ROOT, 'example');
const TARGET = join(EXAMPLE, 'recorded');

/** Values of a little-endian float32 npy file in C order. */
function values(file) {
  const bytes = readFileSync(file);
  const start = 10 + bytes.readUInt16LE(8);
  return Float32Array.from({ length: (bytes.length - start) / 4 }, (_, i) => bytes.readFloatLE(start + 4 * i));
}

/** What is true on this machine only is left out. */
function withoutMachine(manifest) {
  return {
    ...manifest,
    engine: { ...manifest.engine, library: basename(manifest.engine.library) },
    model: { ...manifest.model, path: 'example/digits' },
    inputs: manifest.inputs.map((input) => ({ ...input, source: basename(input.source) })),
  };
}

const COLOURS = ['#440154', '#46327e', '#365c8d', '#277f8e', '#1fa187', '#4ac16d', '#a0da39', '#fde725'];

/** Squares of one channel, one path per colour. */
function channel(data, size, channels, index, { x, y, width, most }, colours) {
  const cell = width / size;
  const paths = colours.map(() => '');
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const level = Math.min(
        colours.length - 1,
        Math.floor((data[(row * size + column) * channels + index] / most) * colours.length),
      );
      paths[level] += `M${round(x + column * cell)} ${round(y + row * cell)}h${round(cell)}v${round(cell)}h-${round(cell)}z`;
    }
  }
  return paths.flatMap((path, i) => (path === '' ? [] : [`<path fill="${colours[i]}" d="${path}"/>`])).join('');
}

function round(value) {
  return Math.round(value * 10) / 10;
}

/** The digit, and what the second convolution makes of it. */
function picture(digit, maps) {
  const grey = Array.from(
    { length: 8 },
    (_, i) =>
      `#${Math.round((255 * i) / 7)
        .toString(16)
        .padStart(2, '0')
        .repeat(3)}`,
  );
  const most = maps.reduce((a, b) => Math.max(a, b), 0);
  const small = Float32Array.from({ length: 256 }, (_, i) => digit[2 * Math.floor(i / 16) * 32 + 2 * (i % 16)]);
  const energy = Array.from({ length: 16 }, (_, c) => maps.reduce((sum, value, i) => sum + (i % 16 === c ? value : 0), 0));
  const best = energy
    .map((sum, c) => [sum, c])
    .sort((a, b) => b[0] - a[0])
    .slice(0, 9)
    .map(([, c]) => c);
  const grid = best
    .map((c, i) => channel(maps, 12, 16, c, { x: 232 + (i % 3) * 72, y: 44 + Math.floor(i / 3) * 72, width: 64, most }, COLOURS))
    .join('\n  ');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="300" viewBox="0 0 480 300" role="img" aria-label="A handwritten digit, and nine feature maps of a convolution">
  <rect x="1" y="1" width="478" height="298" rx="8" fill="var(--vscode-editorWidget-background)" stroke="var(--vscode-foreground)" stroke-opacity="0.4"/>
  <g shape-rendering="crispEdges">
  ${channel(small, 16, 1, 0, { x: 32, y: 86, width: 128, most: 1.001 }, grey)}
  ${grid}
  </g>
  <path d="M176 150h36m-10-8 10 8-10 8" fill="none" stroke="var(--vscode-textLink-foreground)" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>
</svg>
`;
}

rmSync(TARGET, { recursive: true, force: true });
run(
  process.execPath,
  [
    join(ROOT, 'dist', 'cli.js'),
    'run',
    join(EXAMPLE, 'digits'),
    '--input',
    `image=${join(EXAMPLE, 'digit.npy')}`,
    '--out',
    TARGET,
    '--format',
    'npy',
    '--quiet',
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
const manifest = withoutMachine(JSON.parse(readFileSync(join(TARGET, 'manifest.json'), 'utf8')));
writeFileSync(join(TARGET, 'manifest.json'), JSON.stringify(manifest));
const question = {
  entry: { tagSet: manifest.tagSet, signature: manifest.signature },
  select: [],
  inputs: [{ name: 'image', spec: 'digit.npy' }],
  dims: {},
};
writeFileSync(
  join(TARGET, 'run.json'),
  `${JSON.stringify({ id: 'recorded-example', when: new Date().toISOString(), question }, undefined, 1)}\n`,
);
const tensor = (part) =>
  values(
    join(
      TARGET,
      'tensors',
      readdirSync(join(TARGET, 'tensors')).find((name) => name.includes(part)),
    ),
  );
mkdirSync(join(ROOT, 'media', 'walkthrough'), { recursive: true });
writeFileSync(join(ROOT, 'media', 'walkthrough', 'example.svg'), picture(tensor('serving_default_image'), tensor('curves_Relu')));
say(`example/recorded: ${manifest.tensors.length} tensors`);
