/**
 * Networks as values: tensors with shapes, made by functions that bear the exact names of ONNX's operators. A graph is
 * never changed; gradients (`../autodiff`) are more of the same tensors. One place writes it as ONNX (`emitModel`).
 *
 *     const x = input('x', [BATCH, 8]);
 *     const w = parameter('w', [8, 2], xavierUniform([8, 2]));
 *     const model = emitModel({ name: 'linear', outputs: { y: MatMul(x, w) }, seed: 1 });
 */
export type * from './attributes.ts';
export * from './cost.ts';
export * from './elementwise.ts';
export * from './emit.ts';
export { evaluate } from './evaluate.ts';
export * from './initializers.ts';
export * from './layout.ts';
export * from './leaves.ts';
export { spatial } from './infer.ts';
export * from './linear.ts';
export * from './normalization.ts';
export * from './pooling.ts';
export * from './print.ts';
export * from './reductions.ts';
export * from './scope.ts';
export * from './selection.ts';
export * from './shape.ts';
export { apply, type GraphNode, makeNode, type NodeOf, nodesOf, type Tensor } from './tensor.ts';
