/** What the networks that make pictures have in common in training: how they are offered, and what their data is. */
export type { SynthesisDefaults, SynthesisRequest, Synthesizer, SynthesizerOptions } from './synthesizer.ts';
