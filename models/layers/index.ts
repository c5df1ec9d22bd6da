/**
 * What networks are put together from: functions from tensors to tensors that take their parameters from a `Scope`
 * under fixed names. Layers without parameters that are one operator (activations, pooling, flattening) are used from
 * `../graph` directly.
 *
 *     const y = batchNormalization(scope.within('bn'), convolution(scope.within('conv'), x, 64, [3, 3]));
 */
export * from './batch-normalization.ts';
export * from './capsules.ts';
export * from './convolution.ts';
export * from './displaced.ts';
export * from './dropout.ts';
export * from './gradient-reversal.ts';
export * from './graph-convolution.ts';
export * from './inception.ts';
export * from './instance-normalization.ts';
export * from './layer-normalization.ts';
export * from './linear.ts';
export * from './lstm.ts';
export * from './luma.ts';
export * from './max-pool-by-halves.ts';
export * from './residual.ts';
export * from './resize.ts';
export * from './self-attention-pooling.ts';
export * from './spectral-normalization.ts';
export * from './steered.ts';
