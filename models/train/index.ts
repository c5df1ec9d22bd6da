/**
 * Training: a step program (forward, loss, backward, optimizer in one ONNX graph) is run over a data set, scored on
 * another, and saved so that it can be stopped and gone on with to the same numbers. Knows no network.
 *
 *     const ended = await train(job, options, { folder: new RunFolder('run'), isResumed: false, from: null,
 *       threads: 0, control: new TrainingControl(), tell: console.log, now: () => performance.now() });
 */
export { writeAtomically } from './atomic-file.ts';
export { TrainingControl } from './control.ts';
export { mixDatasets, type Batch, type Dataset, type MixedDataset, type SampleRequest } from './dataset.ts';
export type {
  Evaluation,
  NamedTensors,
  NetworkIdentity,
  Picture,
  Scorer,
  Scores,
  TrainingJob,
  TrainingOptions,
} from './job.ts';
export { decideLinearSvm, type LinearSvm, type LinearSvmOptions, trainLinearSvm } from './linear-svm.ts';
export {
  argmaxRows,
  countConfusion,
  countLabels,
  f1OfLabel,
  macroF1,
  scoreConfusion,
  type BinaryCounts,
  type ClassScores,
} from './metrics.ts';
export type { EvaluationProgram, StateTensor, StateValues, StepProgram, TensorSpec } from './program.ts';
export { Evaluator } from './evaluate.ts';
export { samplesOf } from './beginning.ts';
export { RunFolder } from './run-folder.ts';
export type { EpochRecord, RunRecord } from './run-record.ts';
export { epochOrder, type SamplingOptions } from './sampling.ts';
export { scheduledValue, type Schedule } from './schedule.ts';
export { DamagedTensors, decodeTensors, encodeTensors, type StoredTensor } from './safetensors.ts';
export { stateOf, turnsOf, type Turns } from './turns.ts';
export { train, type TrainingSurroundings } from './train.ts';
