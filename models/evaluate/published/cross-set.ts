/** Learnt from one set, tested on SMIC (high speed, three classes). */
import type { RecognitionTask } from './published.ts';
import { accuracyRow } from './row.ts';

const toSmic = (learnt: string, title: string, accuracy: number, uf1: number): RecognitionTask => ({
  title: `${title} to SMIC, 3 classes`,
  protocol: 'cross',
  scheme: 'three',
  classes: 3,
  tested: ['smic-hs'],
  learnt: [learnt],
  sizes: [70, 51, 43],
  bySet: {},
  remark: null,
  rows: [accuracyRow('AU-GACN', 'au-gacn', 'repository', accuracy, uf1)],
});

export const CROSS_SET: readonly RecognitionTask[] = [
  toSmic('casme2', 'CASME II', 0.344, 0.319),
  toSmic('samm', 'SAMM', 0.451, 0.309),
];
