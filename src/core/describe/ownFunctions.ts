import type { FunctionRow } from './documents.ts';

/** What Keras traces for every layer for its own use. keras/saving/saved_model/save_impl.py. */
const KERAS_TRACE = /(^|\/)(__call__|call_and_return_(all_)?(conditional_losses)|_default_save_signature|_?call_fn)(#\d+)?$/;

/** The functions that somebody wrote, without those that Keras traces for its layers: what a person chooses from. */
export function ownFunctions(functions: readonly FunctionRow[]): readonly FunctionRow[] {
  return functions.filter(({ path }) => !KERAS_TRACE.test(path));
}
