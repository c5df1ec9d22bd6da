/** Teaches face features: whose picture it is, of those who are learnt from. At rest or at the apex must not matter. */
import { input, Scope } from '../../graph/index.ts';
import { FACE_FEATURES, type FaceFeaturesOptions, nameFace } from '../../nets/face-features.ts';
import { buildStep } from '../build-step.ts';
import type { Dataset } from '../dataset.ts';
import type { TrainingJob } from '../job.ts';
import { softmaxCrossEntropy } from '../losses.ts';
import type { StepProgram } from '../program.ts';
import { refuseUnlikeStores } from '../recognition/index.ts';
import type { SynthesisRequest, Synthesizer } from '../synthesis/index.ts';
import { APEX, apexDataset, REST } from './apex-dataset.ts';

interface Teaching {
  readonly weightDecay: number;
}

export const FACE_FEATURES_TRAINING: Synthesizer<FaceFeaturesOptions, Teaching> = {
  ...FACE_FEATURES,
  teaching: { weightDecay: 0.01 },
  defaults: { epochs: 2, batch: 16, learningRate: 1e-3, warmUp: 0.05, patience: null },
  countParameters(options) {
    const scope = new Scope('inference');
    nameFace(scope, 1, options);
    return scope.trained.reduce(
      (sum, { shape }) => sum + (shape as readonly number[]).reduce((count, size) => count * size, 1),
      0,
    );
  },
  job,
  makesPictures: () => false,
  exportGenerator: () => null,
};

function job({
  preset,
  teaching,
  training,
  batch,
  seed,
  ...request
}: SynthesisRequest<FaceFeaturesOptions, Teaching>): TrainingJob {
  refuseUnlikeStores(
    training.map(({ store }) => store),
    ['sizePx', 'recipe'],
  );
  const { sizePx, frames } = training[0]!.store;
  const dataset = facesOf(training);
  const people = 1 + dataset.classes.reduce((most, person) => Math.max(most, person), 0);
  const options: FaceFeaturesOptions = { ...request.options, sizePx, frames, people };
  const stepAt = (size: number): StepProgram => faceStep(options, teaching, size, seed);
  return {
    network: { name: FACE_FEATURES.name, preset, options: { ...options, ...teaching } },
    step: stepAt(batch),
    batch,
    dataset,
    // People that it has not learnt from are none of those it could name.
    evaluation: null,
    stepAt,
    exportModel: null,
  };
}

const PERSON = 'person_labels';

function faceStep(
  options: FaceFeaturesOptions,
  { weightDecay }: Teaching,
  batch: number,
  seed: number,
): StepProgram {
  const scope = new Scope('training');
  const { logits } = nameFace(scope, batch, options);
  const loss = softmaxCrossEntropy(logits, input(PERSON, logits.shape));
  const learner = {
    name: 'all',
    optimizer: { kind: 'adamw' as const, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay },
    loss,
    parameters: scope.trained,
    clipNorm: 5,
  };
  return buildStep({ name: FACE_FEATURES.name, seed, losses: { loss }, learners: [learner], scope });
}

/** Pictures at rest and at the apex in turn, each with the number of whose they are. */
function facesOf(
  training: SynthesisRequest<FaceFeaturesOptions, Teaching>['training'],
): Dataset & { readonly classes: Int32Array } {
  const pairs = apexDataset(training, {
    classes: 1,
    noise: 0,
    apexFrames: 1,
    apexSpacingMs: 0,
    augments: true,
  });
  const subjects = training.flatMap(({ store, indices }) =>
    indices.map((index) => store.clips[index]!.subject),
  );
  const numbers = new Map([...new Set(subjects)].map((subject, at) => [subject, at] as const));
  return {
    name: pairs.name,
    fingerprint: `${pairs.fingerprint}-faces`,
    length: pairs.length,
    classes: Int32Array.from(subjects, (subject) => numbers.get(subject)!),
    async readBatch(requests) {
      const batch = await pairs.readBatch(requests);
      const pictures = requests.map(({ seed }) => ((seed ?? 0) % 2 === 0 ? REST : APEX));
      const [rest] = [batch[REST] as Float32Array];
      const area = rest.length / requests.length;
      const picture = new Float32Array(rest.length);
      const person = new Float32Array(requests.length * numbers.size);
      for (const [row, { index }] of requests.entries()) {
        const from = batch[pictures[row]!] as Float32Array;
        for (let at = row * area; at < (row + 1) * area; at++) picture[at] = 2 * from[at]! - 1;
        person[row * numbers.size + numbers.get(subjects[index]!)!] = 1;
      }
      return { picture, [PERSON]: person };
    },
  };
}
