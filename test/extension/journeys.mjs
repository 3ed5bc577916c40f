// The journey through each model, one after the other in one window.
import { join } from 'node:path';
import { farewell, journey } from './journey.mjs';
import { MODELS } from './journeyModels.mjs';
import { writePython } from './journeyPython.mjs';
import { startServer } from './server.mjs';
import { Workbench } from './workbench.mjs';
import { linkCorpusModel, makeWorkspace } from './workspace.mjs';

/** Goes with one hand through the example and, where the corpus is, three of its models. */
export async function journeys({ browser, codeServer, vsix, directory, screenshots, step }, handOn, themes) {
  const folder = makeWorkspace(directory);
  const models = MODELS.filter(({ name }) => name === 'digits' || linkCorpusModel(folder, name));
  for (const { name } of MODELS.filter((model) => !models.includes(model)))
    console.log(`    (${name} left out: SAVEDMODEL_CORPUS is not there)`);
  writePython(folder, models);
  const server = await startServer({ codeServer, vsix, directory: join(directory, 'server') });
  const bench = await Workbench.open(browser, server, folder);
  const hand = handOn(bench);
  const shootAs = (model) => (name) =>
    bench.page.screenshot({ path: join(screenshots, `journey-${hand.name}-${model}-${name}.png`) });
  try {
    for (const model of models) await journey({ bench, hand, model, step, themes, shoot: shootAs(model.name) });
    await farewell({ bench, hand, models, step, shoot: shootAs('all') });
  } finally {
    await shootAs('all')('last');
    await bench.close();
    await server.stop();
  }
}
