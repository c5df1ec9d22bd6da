/** Networks of other papers in sizes that a test can train in a second: fewer channels, smaller pictures. */
import { input, type Tensor } from '../../models/graph/index.ts';
import {
  NETWORKS,
  type NetworkGraph,
  type NetworkName,
  type RecognizerOptions,
} from '../../models/nets/index.ts';
import { softmaxCrossEntropy } from '../../models/train/losses.ts';

interface SmallBaseline {
  readonly options: RecognizerOptions & Readonly<Record<string, unknown>>;
  /** Options under which nothing would be left. */
  readonly least: Readonly<Record<string, number>>;
}

const WINDOW = { emotions: ['negative', 'positive', 'surprise'], frames: 6, sizePx: 12 };
const presets = <Name extends NetworkName>(name: Name): (typeof NETWORKS)[Name]['presets'] =>
  NETWORKS[name].presets;

export const SMALL_BASELINES: Readonly<Record<Exclude<NetworkName, 'au-gacn'>, SmallBaseline>> = {
  'mer-gcn': {
    options: {
      ...presets('mer-gcn').rebuilt,
      ...WINDOW,
      ...{ aus: [1, 4, 6, 12], seenPx: 16, seenFrames: 8, width: 4, nodeFeatures: 6 },
    },
    least: { seenPx: 8 },
  },
  'micro-exp-stcnn': {
    options: {
      ...presets('micro-exp-stcnn').paper,
      ...WINDOW,
      seenPx: 11,
      filters: 4,
      hidden: 8,
      dropout: 0,
    },
    least: { seenFrames: 16 },
  },
  elrcn: {
    options: {
      ...presets('elrcn').small,
      ...WINDOW,
      ...{ seenPx: 32, flows: 2, width: 4, hidden: 32, units: 16, readout: 16, dropout: 0 },
    },
    least: { seenPx: 31 },
  },
  'capsule-net': {
    options: { ...presets('capsule-net').paper, ...WINDOW, seenPx: 136, width: 2, routings: 1 },
    least: { seenPx: 135 },
  },
  'stst-net': {
    options: { ...presets('stst-net').paper, ...WINDOW, seenPx: 10, dropout: 0 },
    least: { seenPx: 3 },
  },
  'dual-inception': {
    options: {
      ...presets('dual-inception').paper,
      ...WINDOW,
      seenPx: 8,
      firstWidth: 2,
      secondWidth: 3,
      hidden: 8,
    },
    least: { seenPx: 3 },
  },
  'me-recognizer': {
    options: { ...presets('me-recognizer').paper, ...WINDOW, seenPx: 64, width: 2, part: 6, dropout: 0 },
    least: { seenPx: 63 },
  },
  'micro-attention': {
    options: { ...presets('micro-attention').residual, ...WINDOW, seenPx: 32, width: 2, dropout: 0 },
    least: { seenPx: 31 },
  },
};

/** What teaches the network its classes, for `labels`. */
export function crossEntropyOf({ outputs, emotionLoss }: NetworkGraph): Tensor {
  const labels = input('labels', outputs.emotionLogits.shape);
  return emotionLoss?.(labels) ?? softmaxCrossEntropy(outputs.emotionLogits, labels);
}
