// Everything that is shown of four models, by keyboard alone: what cannot be reached without a mouse fails here.
import { Keyboard } from '../hands/keyboard.mjs';
import { journeys } from '../journeys.mjs';

/** Four models take their time on a busy machine. */
export const limitMs = 600_000;
export const tour = (context) => journeys(context, (bench) => new Keyboard(bench), ['dark']);
