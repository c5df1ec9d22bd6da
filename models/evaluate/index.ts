/**
 * What was predicted, in numbers that stand in tables: scores from pooled counts, how sure they are, whether one
 * network is better than another, and spotting by the challenge's measure. Pure functions; knows no network and no data
 * set.
 *
 *     const parts = confusionBySubject(predictions, classes);
 *     const scores = tableScores(pooledConfusion(parts.values(), classes));
 *     const { uf1 } = bootstrapBySubject(predictions, classes, { seed: 1 });   // { value, low, high, … }
 */
export { bootstrapBySubject, type BootstrapOptions, type Interval, type ScoreName } from './bootstrap.ts';
export { confusionBySubject, pooledConfusion, type Prediction } from './predictions.ts';
export { majorityFloor, type OneClass, tableScores, type TableScores } from './scores.ts';
export {
  mcNemar,
  type McNemar,
  type PairedPrediction,
  type Permutation,
  permutationBySubject,
  type PermutationOptions,
} from './significance.ts';
export { fitUnitThresholds, type UnitThreshold } from './unit-thresholds.ts';
export { recognizeSpotted, type RecognizedSpotted, type SpottedEmotion } from './spot-then-recognize.ts';
export {
  addCounts,
  countIntervals,
  countSpotting,
  type ExpressionKind,
  type FrameInterval,
  matchIntervals,
  overlapOf,
  type SpottedVideo,
  type SpottingCounts,
  type SpottingScores,
  spottingScores,
} from './spotting.ts';
