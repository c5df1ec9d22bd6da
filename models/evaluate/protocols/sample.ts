/** A clip as a protocol sees it: whose it is, and what it is taken for. */
export interface ProtocolSample {
  /** The data set's name, as in `--data NAME=DIR`. */
  readonly set: string;
  /** Unique over all data: with the set's name in front where numbers would collide. */
  readonly subject: string;
  /** Unique within a set and subject. */
  readonly name: string;
  /** Index into the protocol's classes. */
  readonly label: number;
  /** Of the clip's bytes and all its labels: samples with the same one are one clip under two names. */
  readonly fingerprint: string;
  /**
   * What a varied or generated clip was made from: samples by `sampleId`, and people. Absent for clips that were filmed,
   * and for those whose subject is all they were made from.
   */
  readonly madeFrom?: readonly string[];
}

/** `casme2/1/EP02_01f`: set, subject's number in it, clip. */
export function sampleId({ set, subject, name }: Pick<ProtocolSample, 'set' | 'subject' | 'name'>): string {
  return `${set}/${subject.slice(subject.lastIndexOf('/') + 1)}/${name}`;
}

/** How samples are divided once; places in the list of samples, ascending. */
export interface Split {
  /** What is held out, in words: a subject, a clip, a set. */
  readonly held: string;
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** The places of the samples for which this is so. */
export const placesOf = (
  samples: readonly ProtocolSample[],
  isWanted: (sample: ProtocolSample, place: number) => boolean,
): number[] => [...samples.keys()].filter((place) => isWanted(samples[place]!, place));
