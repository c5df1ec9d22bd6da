/**
 * Training: a step program (forward, loss, backward, optimizer in one ONNX graph) is run over a data set, scored on
 * another, and saved so that it can be stopped and gone on with to the same numbers. Knows no network.
 *
 *     const ended = await train(job, options, { folder: new RunFolder('run'), isResumed: false, from: null,
 *       threads: 0, control: new TrainingControl(), tell: console.log, now: () => performance.now() });
 */
export { writeAtomically, writeOutput } from './atomic-file.ts';
export { TrainingControl } from './control.ts';
export { mixDatasets, type Batch, type Dataset, type SampleRequest } from './dataset.ts';
export type { Evaluation, NamedTensors, Picture, Scorer, TrainingJob, TrainingOptions } from './job.ts';
export { decideLinearSvm, trainLinearSvm } from './linear-svm.ts';
export { argmaxRows, countConfusion, countLabels, f1OfLabel, macroF1, scoreConfusion } from './metrics.ts';
export type { EvaluationProgram, StepProgram } from './program.ts';
export { Evaluator } from './evaluate.ts';
export { samplesOf } from './beginning.ts';
export { RunFolder } from './run-folder.ts';
export type { RunRecord } from './run-record.ts';
export { epochOrder } from './sampling.ts';
export { scheduledValue, type Schedule } from './schedule.ts';
export { DamagedTensors, decodeTensors, encodeTensors, type StoredTensor } from './safetensors.ts';
export { stateOf, turnsOf } from './turns.ts';
export { train } from './train.ts';
