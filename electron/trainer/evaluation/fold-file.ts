/** What came of a fold, as its file in an evaluation's folder has it: `EvaluatedFold`. */
import * as v from 'valibot';

export const FoldSchema = v.object({
  id: v.string(),
  held: v.string(),
  trainSamples: v.number(),
  epochs: v.number(),
  wallS: v.number(),
  predictions: v.array(
    v.object({
      sample: v.string(),
      subject: v.string(),
      known: v.number(),
      said: v.number(),
      probabilities: v.nullable(v.array(v.number())),
      aus: v.nullable(v.array(v.object({ logit: v.number(), known: v.nullable(v.picklist([0, 1])) }))),
    }),
  ),
});
