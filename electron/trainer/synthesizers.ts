/** Networks that make pictures and can be trained, by the name they have on the command line. */
import type { Synthesizer, SynthesizerOptions } from '../../models/train/synthesis/index.ts';

/** A synthesizer is only given options and weights that were made from its own. */
export const SYNTHESIZERS: Readonly<Record<string, Synthesizer<SynthesizerOptions, object>>> = {};
