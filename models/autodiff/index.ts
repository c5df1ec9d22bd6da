/**
 * Reverse-mode differentiation of graphs (`../graph`). A gradient is a graph of the same operators, so it can be
 * differentiated again.
 *
 *     const [dw, db] = gradients(loss, [w, b]);
 */
export { gradients } from './gradients.ts';
