/** The composite of the Micro-Expression Grand Challenge 2019: three sets, three classes, one subject left out. */
import type { Confidence, PublishedRecognition, RecognitionScores, RecognitionTask } from './published.ts';

type Pair = readonly [uf1: number, uar: number | null] | null;

const ON_TEST = 'the best epoch was chosen on the test subject';

export const MEGC_2019: RecognitionTask = {
  title: 'MEGC 2019 composite (CDE)',
  protocol: 'cde',
  scheme: 'three',
  classes: 3,
  tested: ['casme2', 'samm', 'smic-hs'],
  learnt: [],
  sizes: [250, 109, 83],
  bySet: { 'smic-hs': [70, 51, 43], casme2: [88, 32, 25], samm: [92, 26, 15] },
  remark: null,
  rows: [
    row(
      'LBP-TOP (the challenge’s baseline)',
      'lbp-top-svm',
      'paper',
      [
        [0.5882, 0.5785],
        [0.2, 0.528],
        [0.7026, 0.7429],
        [0.3954, 0.4102],
      ],
      'printed so; a UF1 of .2000 and a UAR of .5280 for SMIC hardly go together',
    ),
    row('Bi-WOOF', null, 'paper', [
      [0.6296, 0.6227],
      [0.5727, 0.5829],
      [0.7805, 0.8026],
      [0.5211, 0.5139],
    ]),
    row('AlexNet', null, 'paper', [
      [0.6933, 0.7154],
      [0.6201, 0.6373],
      [0.7994, 0.8312],
      [0.6104, 0.6642],
    ]),
    row('VGG16', null, 'paper', [[0.6425, 0.6516], null, null, null]),
    row(
      'CapsuleNet',
      'capsule-net',
      'paper',
      [
        [0.652, 0.6506],
        [0.582, 0.5877],
        [0.7068, 0.7018],
        [0.6209, 0.5989],
      ],
      ON_TEST,
    ),
    row('OFF-ApexNet', null, 'paper', [
      [0.7196, 0.7096],
      [0.6817, 0.6695],
      [0.8764, 0.8681],
      [0.5409, 0.5392],
    ]),
    row(
      'OFF-ApexNet, made again without choosing on test',
      null,
      'repository',
      [[0.7032, null], null, null, null],
      'UF1 .8390 with the best test epoch',
    ),
    row('Dual-Inception', 'dual-inception', 'paper', [
      [0.7322, 0.7278],
      [0.6645, 0.6726],
      [0.8621, 0.856],
      [0.5868, 0.5663],
    ]),
    row('STSTNet', 'stst-net', 'paper', [
      [0.7353, 0.7605],
      [0.6801, 0.7013],
      [0.8382, 0.8686],
      [0.6588, 0.681],
    ]),
    row('STSTNet, its authors’ later run', 'stst-net', 'repository', [[0.7209, 0.725], null, null, null]),
    row(
      'STSTNet, made again without choosing on test',
      'stst-net',
      'repository',
      [[0.7127, null], null, null, null],
      'UF1 .7740 with the best test epoch',
    ),
    row('RCN-A', null, 'paper', [
      [0.7432, 0.719],
      [0.6326, 0.6441],
      [0.8512, 0.8123],
      [0.7601, 0.6715],
    ]),
    row('FeatRef', null, 'paper', [
      [0.7838, 0.7832],
      [0.7011, 0.7083],
      [0.8915, 0.8873],
      [0.7372, 0.7155],
    ]),
    row(
      'EMR, the neural ME recognizer (winner of 2019)',
      'me-recognizer',
      'paper',
      [
        [0.7885, 0.7824],
        [0.7461, 0.753],
        [0.8293, 0.8209],
        [0.7754, 0.7152],
      ],
      ON_TEST,
    ),
    row('SLSTT-LSTM', null, 'paper', [
      [0.816, 0.79],
      [0.74, null],
      [0.901, null],
      [0.715, null],
    ]),
    row(
      'ICE-GAN',
      'ice-gan',
      'paper',
      [[0.874, 0.883], null, null, null],
      'its own log counts generated pictures among the tested ones, and the best epoch on them; accuracy on real ones alone is at least .688 with that epoch, .459 with the last',
    ),
    row(
      'µ-BERT',
      null,
      'memory',
      [[0.89, 0.884], null, null, null],
      'the restricted scores are from the paper',
    ),
    row('µ-BERT, by set', null, 'paper', [null, [0.855, 0.838], [0.903, 0.891], [0.839, 0.848]]),
    row(
      'HTNet',
      null,
      'repository',
      [
        [0.8603, 0.8475],
        [0.8049, 0.7905],
        [0.9532, 0.9516],
        [0.8131, 0.8124],
      ],
      ON_TEST,
    ),
    row('ME-PLAN', null, 'paper', [null, [0.713, 0.726], [0.863, 0.878], [0.716, 0.742]]),
    row('GEME', null, 'paper', [null, [0.629, 0.657], [0.84, 0.851], [0.687, 0.654]]),
    row('SelfME', null, 'paper', [null, [0.697, 0.701], [0.908, 0.929], null]),
    row('AU-GCN (2024)', null, 'second-hand', [null, [0.754, 0.751], [0.908, 0.9], [0.792, 0.771]]),
    row('HSTA (2024)', null, 'second-hand', [null, [0.847, 0.78], [0.925, 0.922], [0.847, 0.839]]),
    row('dual-branch 3-D CNN', null, 'repository', [null, [0.745, 0.751], [0.944, 0.956], [0.86, 0.885]]),
    row('SRMCL (2024)', null, 'second-hand', [
      [0.863, 0.883],
      [0.7946, null],
      [0.9635, null],
      [0.847, null],
    ]),
    row('LTR3O (2025)', null, 'second-hand', [
      [0.8931, 0.8819],
      [0.8336, null],
      [0.9578, null],
      [0.8912, null],
    ]),
    row('Ra-ICL (2026)', null, 'second-hand', [
      [0.8805, 0.8911],
      [0.8179, null],
      [0.962, null],
      [0.8668, null],
    ]),
    row('D-FACE (2026)', null, 'second-hand', [
      [0.8943, 0.8967],
      [0.8422, null],
      [0.9738, null],
      [0.8716, null],
    ]),
    row('FRL-DGT', null, 'memory', [[0.812, 0.811], null, null, null]),
    row('MERSiamC3D', null, 'memory', [[0.807, 0.799], null, null, null]),
    row('GRAPH-AU', null, 'memory', [[0.791, 0.793], null, null, null]),
  ],
};

function row(
  method: string,
  network: string | null,
  confidence: Confidence,
  [all, smic, casme2, samm]: readonly [Pair, Pair, Pair, Pair],
  remark: string | null = null,
): PublishedRecognition {
  const parts = [
    ['smic-hs', smic],
    ['casme2', casme2],
    ['samm', samm],
  ] as const;
  return {
    method,
    network,
    all: scores(all),
    bySet: Object.fromEntries(parts.flatMap(([set, pair]) => (pair === null ? [] : [[set, scores(pair)]]))),
    confidence,
    remark,
  };
}

function scores(pair: Pair): RecognitionScores {
  return { accuracy: null, uf1: pair?.[0] ?? null, uar: pair?.[1] ?? null };
}
