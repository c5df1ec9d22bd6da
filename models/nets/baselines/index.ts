/** Networks of other papers, to compare with: each by its own paper and, where there is one, its authors' code. */
export { CAPSULE_NET } from './capsule-net.ts';
export { DUAL_INCEPTION } from './dual-inception.ts';
export { ELRCN } from './elrcn.ts';
export { domainClassifier, ME_RECOGNIZER } from './me-recognizer.ts';
export { MER_GCN } from './mer-gcn.ts';
export { MICRO_ATTENTION } from './micro-attention.ts';
export { MICRO_EXP_STCNN } from './micro-exp-stcnn.ts';
export { STST_NET } from './stst-net.ts';
