/** The JSON of a run: all that is needed, with the state's tensors, to go on as if it had never been interrupted. */
import * as v from 'valibot';

const Numbers = v.record(v.string(), v.number());
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

const ScheduleSchema = v.variant('kind', [
  v.object({ kind: v.literal('constant'), value: v.number() }),
  v.object({ kind: v.literal('cosine'), value: v.number(), end: v.number(), warmUpSteps: Count }),
  v.object({ kind: v.literal('step'), value: v.number(), factor: v.number(), everySteps: Count }),
  v.object({ kind: v.literal('logistic'), over: Count }),
]);

const ConfusionSchema = v.object({ classes: v.array(v.string()), counts: v.array(v.array(Count)) });

const FileSchema = v.object({ file: v.string(), sha256: v.string() });

const EpochSchema = v.object({
  epoch: Count,
  step: Count,
  losses: Numbers,
  metrics: v.nullable(Numbers),
  confusion: v.nullable(ConfusionSchema),
});

const RunSchema = v.object({
  format: v.literal(1),
  versions: v.object({ onset: v.string(), onnxruntime: v.string() }),
  network: v.object({ name: v.string(), preset: v.string(), options: v.record(v.string(), v.unknown()) }),
  batch: Count,
  options: v.object({
    epochs: Count,
    schedules: v.record(v.string(), ScheduleSchema),
    /** With `step` this is the whole state of every random choice: see seeded.ts. */
    seed: Count,
    sampling: v.object({ isBalanced: v.boolean(), shares: v.nullable(v.array(v.number())) }),
    patience: v.nullable(Count),
  }),
  data: v.object({
    training: v.object({ name: v.string(), fingerprint: v.string(), samples: Count }),
    validation: v.nullable(v.object({ name: v.string(), fingerprint: v.string(), samples: Count })),
  }),
  /** The earlier run whose parameters it began with; null, and in records of before there was this: none. */
  from: v.optional(
    v.nullable(v.object({ ...FileSchema.entries, folder: v.string(), step: Count, samples: Count })),
    null,
  ),
  /** Everybody learnt from, in earlier runs as well; null, and in records of before there was this: not known. */
  subjects: v.optional(v.nullable(v.array(v.string())), null),
  /** Steps done. */
  step: Count,
  /** Sums over the steps of the epoch that has begun. */
  openEpoch: v.object({
    steps: Count,
    losses: Numbers,
    /** Steps that each loss is of; absent: all. */
    counts: v.optional(v.record(v.string(), Count)),
  }),
  state: FileSchema,
  best: v.nullable(v.object({ ...FileSchema.entries, epoch: Count, metrics: Numbers })),
  history: v.array(EpochSchema),
  /** Why it ended; null while it runs, and where it was broken off. */
  ending: v.nullable(v.picklist(['completed', 'no-improvement', 'finished-early', 'stopped'])),
  /** Seconds of training, over all sessions. */
  wallS: v.number(),
});

export type RunRecord = v.InferOutput<typeof RunSchema>;
export type EpochRecord = v.InferOutput<typeof EpochSchema>;

/** Reads the JSON; what is wrong with it in words where it is no run. */
export function parseRunRecord(text: string): RunRecord | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return `it is no JSON (${(error as Error).message})`;
  }
  const result = v.safeParse(RunSchema, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  return `${v.getDotPath(issue) ?? 'it'}: ${issue.message}`;
}
