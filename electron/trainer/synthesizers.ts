/** Networks that make pictures and can be trained, by the name they have on the command line, and what they need. */
import { AU_ICGAN_TRAINING } from '../../models/train/au-icgan/index.ts';
import { FACE_FEATURES_TRAINING, ICE_GAN_TRAINING } from '../../models/train/ice-gan/index.ts';
import type { Synthesizer, SynthesizerOptions } from '../../models/train/synthesis/index.ts';

/** A synthesizer is only given options and weights that were made from its own. */
export const SYNTHESIZERS: Readonly<Record<string, Synthesizer<SynthesizerOptions, object>>> = {
  'au-icgan': AU_ICGAN_TRAINING,
  'ice-gan': ICE_GAN_TRAINING,
  'face-features': FACE_FEATURES_TRAINING,
};
