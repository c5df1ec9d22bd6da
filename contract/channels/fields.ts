/**
 * Pieces that many messages share. Requests come from a page, so their strings have lengths and their numbers ranges.
 */
import * as v from 'valibot';

/** What a session, job or upload is called between processes: never a path. */
export const Id = v.pipe(v.string(), v.regex(/^[a-z0-9]{8,32}$/));

/** The longest line a person types (names, labels), and the longest text (notes), in UTF-16 units. */
export const Line = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
export const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(10_000));

/** Longer than any file system's path. */
export const Path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096), v.excludes('\0'));

export const Index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Microseconds of a source. */
export const TimeUs = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

export const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
export const Finite = v.pipe(v.number(), v.finite());

/** ISO 8601 in UTC. */
export const At = v.pipe(v.string(), v.isoTimestamp());

export const MomentMessage = v.object({ timeUs: TimeUs, frameIndex: Index });

/** Arrays of numbers cross as they are, without a copy where the carrier allows it. */
export const Bytes = v.instance(Uint8Array);
export const Floats = v.instance(Float32Array);
export const Doubles = v.instance(Float64Array);

/** Nothing to say. */
export const Nothing = v.strictObject({});

/** An error of the catalogue as a person reads it. */
export const Problem = v.object({ code: v.string(), message: v.string(), remedy: v.string() });
export type Problem = v.InferOutput<typeof Problem>;
