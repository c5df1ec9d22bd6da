/** What differs from the papers' set-up, in sentences that go into every report. */
import { GENERATED_IN_TEST, LBP_TOP } from './call.ts';
import { isGenerated } from './labelled-clips.ts';
import type { EvaluationPlan } from './plan.ts';

/** Of networks whose paper trains them otherwise, as far as its numbers are known (docs/networks.md has the layers). */
const PAPERS: Readonly<Record<string, string>> = {
  'au-gacn': 'The paper states neither optimizer nor epochs, and pre-trains on clips that AU-ICGAN makes.',
  'mer-gcn': 'The network is a rebuilding: no code is published, and the paper names no sizes.',
  'micro-exp-stcnn': 'The paper trains for 100 epochs of plain SGD at a rate of 0.01.',
  elrcn: 'The paper begins with weights learnt on faces and trains for 100 epochs of Adam at 1e-5.',
  'capsule-net': 'The paper begins with weights learnt on pictures and draws further frames round the apex.',
  'stst-net': 'The paper trains for 500 epochs of Adam at 5e-5 in batches of 256.',
  'dual-inception': 'The paper trains for 40 epochs of Adam at 1e-4 in batches of 3.',
  'me-recognizer':
    'The paper begins with weights learnt on faces, magnifies micro-expressions and trains for 100 epochs.',
  'micro-attention': 'The paper trains on everyday expressions first.',
  'ice-gan':
    'The paper learns its perceptual features on AffectNet; its authors’ log scores generated pictures as well.',
  [LBP_TOP]:
    'Blocks of 5 × 5, radii 1, 1 and 2 frames and a linear machine with C = 1; papers differ in all of them.',
};

export function departuresOf(plan: EvaluationPlan): readonly string[] {
  const { call, learnt, macro, notes, clips } = plan;
  const paper = PAPERS[call.network];
  return [
    ...(paper === undefined ? [] : [paper]),
    ...(learnt === null ? [] : [taughtHow(plan)]),
    ...(call.procedure === 'honest'
      ? []
      : ['Each fold’s epoch was chosen by the tested clips themselves: the scores are too good.']),
    ...(call.procedure === GENERATED_IN_TEST
      ? [
          'Half of what is scored are pictures generated of the tested faces, known as what was asked for. The authors’ log does the same with five frames of each clip; here it is the apex alone.',
        ]
      : []),
    ...(call.protocol === 'lovo' ? ['The same people are learnt from and tested.'] : []),
    ...(learnt !== null && 'input' in learnt.options && learnt.options.input === 'neutral'
      ? ['Here the network sees pictures less the face at rest; the paper’s sees them as they are.']
      : []),
    ...(call.network === 'me-recognizer' && macro.length === 0
      ? ['No everyday expressions were given, so the domain classifier was left out.']
      : []),
    ...(learnt?.earlier ? [`Every fold began with what was learnt in ${learnt.earlier.folder.path}.`] : []),
    ...(clips.some(({ store }) => store.planes === 1)
      ? ['Clips hold brightness alone; a network that sees colour sees grey.']
      : []),
    ...(clips.some(isGenerated)
      ? [
          `${String(clips.filter(isGenerated).length)} of the clips were made by a generator: they are learnt from where neither of their people is tested, and never tested.`,
        ]
      : []),
    ...notes,
  ];
}

function taughtHow({ call, learnt }: EvaluationPlan): string {
  const { epochs, batch, learningRate, schedule, teaching } = learnt!;
  const rate =
    schedule === 'cosine' ? `${String(learningRate)} falling along a cosine` : String(learningRate);
  const chosen =
    call.procedure !== 'honest'
      ? 'the best epoch on the tested clips counts'
      : call.innerShare > 0
        ? `the epoch is chosen by ${String(Math.round(100 * call.innerShare))} % of the people learnt from`
        : 'the last epoch counts';
  return `Here: ${String(epochs)} epochs${'optimizer' in teaching ? ` of ${String(teaching.optimizer)}` : ''} at ${rate} in batches of ${String(batch)}; ${chosen}.`;
}
