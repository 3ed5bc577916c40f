import type { KeptRun, RunQuestion } from '../model/runHistory.ts';

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The command line that gives what a run gave; with a name, that tensor's values printed. */
export function cliCommand({ model, question }: KeptRun, name?: string): string {
  return commandLine(model, question, name);
}

/** The command line that asks a model (its folder) a question. */
export function commandLine(model: string, question: RunQuestion, name?: string): string {
  const { entry, select, inputs, feeds = [], inputsFile, dims, batch, limits = {} } = question;
  const words = ['savedmodel-lens', 'run', model];
  if (entry.tagSet !== undefined) words.push('--tag-set', entry.tagSet.join(','));
  if (entry.signature !== undefined) words.push('--signature', entry.signature);
  if (entry.function !== undefined) words.push('--function', entry.function);
  if (inputsFile !== undefined) words.push('--inputs', inputsFile);
  for (const { name: input, spec } of inputs) words.push('--input', `${input}=${spec}`);
  for (const { name: tensor, spec } of feeds) words.push('--feed', `${tensor}=${spec}`);
  for (const [dim, size] of Object.entries(dims)) words.push('--dim', `${dim}=${size}`);
  if (batch !== undefined) words.push('--batch', String(batch));
  if (limits.maxBytes !== undefined) words.push('--max-bytes', String(limits.maxBytes));
  if (limits.timeout !== undefined) words.push('--timeout', String(limits.timeout));
  if (limits.maxMemory !== undefined) words.push('--max-memory', String(limits.maxMemory));
  const terms = name === undefined ? select : [`"${name}"`];
  if (terms.length > 0) words.push('--select', terms.join(','));
  if (name !== undefined) words.push('--print');
  return words.map(quote).join(' ');
}
