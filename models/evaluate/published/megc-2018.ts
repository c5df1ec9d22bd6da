/** The composite of the Micro-Expression Grand Challenge 2018: two sets, objective classes I to V. */
import type { RecognitionTask } from './published.ts';

export const MEGC_2018: RecognitionTask = {
  title: 'MEGC 2018 composite (CDE), objective classes I–V',
  protocol: 'cde',
  scheme: 'objective',
  classes: 5,
  tested: ['casme2', 'samm'],
  learnt: [],
  sizes: [119, 49, 34, 28, 23],
  bySet: { casme2: [99, 26, 25, 20, 15], samm: [24, 20, 13, 8, 3] },
  remark: null,
  rows: [
    {
      method: 'ELRCN, run in a public repository',
      network: 'elrcn',
      all: { accuracy: 0.57, uf1: 0.411, uar: 0.39 },
      bySet: {},
      confidence: 'repository',
      remark: null,
    },
    {
      method: 'SSSNet, run in a public repository',
      network: null,
      all: { accuracy: null, uf1: 0.698, uar: null },
      bySet: {},
      confidence: 'repository',
      remark: null,
    },
  ],
};
