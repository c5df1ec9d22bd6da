/**
 * A network that makes pictures, as whoever trains it, lists it or generates with it sees it. A recognizer is one graph
 * with one loss (`../recognition`); a synthesizer brings its whole training job along.
 */
import type { ClipIndex } from '../../data/clips/index.ts';
import type { RecognizerOptions } from '../../nets/index.ts';
import type { NamedTensors, TrainingJob } from '../job.ts';
import type { ClipsOf } from '../recognition/index.ts';

/** Plain JSON; labels, frames and size are those of the clips it learns from. */
export type SynthesizerOptions = RecognizerOptions;

/** How it is taught: what its losses weigh, by name. */
export type SynthesizerTeaching = Readonly<Record<keyof never, boolean | number | string>>;

export interface SynthesisRequest<Options, Teaching> {
  readonly preset: string;
  /** The preset, with what is changed in it. */
  readonly options: Options;
  readonly teaching: Teaching;
  /** Clips whose people are on one side only; the latter may be empty: nothing is scored then. */
  readonly training: readonly ClipsOf[];
  readonly validation: readonly ClipsOf[];
  /** How many clips earlier runs learnt from, whose labels `options` hold; null: labels are the clips'. */
  readonly learntBefore: number | null;
  readonly batch: number;
  readonly seed: number;
}

/** What a run is without being told otherwise. */
export interface SynthesisDefaults {
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  /** Share of the steps over which the rate rises; the paper's schedule may have none. */
  readonly warmUp: number;
  /** Epochs without a better score after which a run ends; null: never, as generators get no better by a score. */
  readonly patience: number | null;
}

export interface Synthesizer<Options extends SynthesizerOptions, Teaching> {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** By name; the first one is the default. */
  readonly presets: Readonly<Record<string, Options>>;
  readonly teaching: Teaching;
  readonly defaults: SynthesisDefaults;
  /**
   * What stores that are learnt from together must have alike; absent: all that shapes and labels of clips are made of.
   */
  readonly likeness?: readonly (keyof ClipIndex)[];
  /** Why it cannot be built with these options, as half a sentence; null where it can. */
  problemWith(options: Options): string | null;
  /** Numbers that are learnt, of all its parts together. */
  countParameters(options: Options): number;
  /** Throws what `recognitionJob` throws. */
  job(request: SynthesisRequest<Options, Teaching>): TrainingJob;
  /** Whether there is a generator with these options; absent: always. */
  makesPictures?(options: Options): boolean;
  /**
   * The part that makes pictures as a model file that says so of itself (`onset.synthetic`); null where there is none.
   */
  exportGenerator(options: Options, tensors: NamedTensors): Uint8Array | null;
}
