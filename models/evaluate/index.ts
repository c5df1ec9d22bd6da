/**
 * What was predicted, in numbers that stand in tables: scores from pooled counts, how sure they are, whether one
 * network is better than another, and spotting by the challenge's measure. Pure functions; knows no network and no data
 * set.
 *
 *     const parts = confusionBySubject(predictions, classes);
 *     const scores = tableScores(pooledConfusion(parts.values(), classes));
 *     const { uf1 } = bootstrapBySubject(predictions, classes, { seed: 1 });   // { value, low, high, … }
 */
export { bootstrapBySubject, type ScoreName } from './bootstrap.ts';
export { confusionBySubject, pooledConfusion, type Prediction } from './predictions.ts';
export { majorityFloor, tableScores } from './scores.ts';
export { mcNemar, type PairedPrediction, permutationBySubject } from './significance.ts';
export { fitUnitThresholds, type UnitThreshold } from './unit-thresholds.ts';
export { recognizeSpotted } from './spot-then-recognize.ts';
export { addCounts, countSpotting, overlapOf, spottingScores } from './spotting.ts';
