// Everything that is shown of four models, by mouse.
import { Mouse } from '../hands/mouse.mjs';
import { journeys } from '../journeys.mjs';

/** Four models take their time on a busy machine. */
export const limitMs = 600_000;
export const tour = (context) => journeys(context, (bench) => new Mouse(bench));
