/** What samples a run learns from, whatever they are: batches by number, and the class of each for balancing. */
import type { StateValues } from './program.ts';

/** Values of a batch by the program's input names. */
export type Batch = Readonly<Record<string, StateValues>>;

/** A sample that is wanted; the seed is for its augmentation, null where it is to come as it is. */
export interface SampleRequest {
  readonly index: number;
  readonly seed: number | null;
}

export interface Dataset {
  readonly name: string;
  /** Changes when a sample does: a checkpoint knows what it was trained on. */
  readonly fingerprint: string;
  readonly length: number;
  /** The class of each sample, −1 where it has none; null where there are no classes to balance. */
  readonly classes: ArrayLike<number> | null;
  /** Whose samples they are; absent where nobody said. */
  readonly subjects?: ReadonlySet<string>;
  /** The tensors of these samples, one after another along the first axis. */
  readBatch(requests: readonly SampleRequest[]): Promise<Batch>;
}

/** Several sets as one; `sourceOf` says which set a sample is of. */
export interface MixedDataset extends Dataset {
  readonly sources: readonly Dataset[];
  sourceOf(index: number): number;
}

/**
 * Sets one after another. Batches may mix them, so all must give the same tensors.
 *
 *     const both = mixDatasets([synthetic, recorded]);   // indices 0 … synthetic.length − 1, then recorded's
 */
export function mixDatasets(sources: readonly Dataset[]): MixedDataset {
  const starts = sources.map((_, at) => total(sources.slice(0, at)));
  const sourceOf = (index: number): number => starts.findLastIndex((start) => index >= start);
  return {
    name: sources.map(({ name }) => name).join(' + '),
    fingerprint: sources.map(({ fingerprint }) => fingerprint).join('+'),
    length: total(sources),
    classes: mergeClasses(sources),
    ...(sources.every(({ subjects }) => subjects !== undefined)
      ? { subjects: new Set(sources.flatMap(({ subjects }) => [...subjects!])) }
      : {}),
    sources,
    sourceOf,
    async readBatch(requests) {
      const parts = await Promise.all(
        requests.map((request) => {
          const source = sourceOf(request.index);
          return sources[source]!.readBatch([{ ...request, index: request.index - starts[source]! }]);
        }),
      );
      return joinBatches(parts);
    },
  };
}

const total = (sources: readonly Dataset[]): number => sources.reduce((sum, { length }) => sum + length, 0);

function mergeClasses(sources: readonly Dataset[]): number[] | null {
  if (sources.every(({ classes }) => classes === null)) return null;
  return sources.flatMap(({ classes, length }) =>
    classes === null ? Array.from({ length }, () => -1) : Array.from(classes),
  );
}

/** Batches one after another along the first axis. */
function joinBatches(parts: readonly Batch[]): Batch {
  const names = Object.keys(parts[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, joinValues(parts.map((part) => part[name]!))]));
}

function joinValues(parts: readonly StateValues[]): StateValues {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const joined = parts[0] instanceof BigInt64Array ? new BigInt64Array(length) : new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    // All parts of one name have one type; the union does not say so.
    (joined as Float32Array).set(part as Float32Array, at);
    at += part.length;
  }
  return joined;
}
