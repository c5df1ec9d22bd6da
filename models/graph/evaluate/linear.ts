import type { ConvAttributes } from '../attributes.ts';
import { broadcast, product } from '../shape.ts';
import { broadcastOffsets, filled, type Values } from './values.ts';
import { tapsOf } from './windows.ts';

export function MatMul(a: Values, b: Values): Values {
  const [rows, inner, columns] = [a.shape.at(-2)!, a.shape.at(-1)!, b.shape.at(-1)!];
  const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const batch = broadcast(batchA, batchB) as readonly number[];
  const [fromA, fromB] = [broadcastOffsets(batchA, batch), broadcastOffsets(batchB, batch)];
  const y = filled([...batch, rows, columns]);
  for (let n = 0; n < product(batch); n++)
    for (let row = 0; row < rows; row++)
      for (let k = 0; k < inner; k++) {
        const factor = a.data[(fromA[n]! * rows + row) * inner + k]!;
        const fromRow = (fromB[n]! * inner + k) * columns;
        const toRow = (n * rows + row) * columns;
        for (let column = 0; column < columns; column++)
          y.data[toRow + column]! += factor * b.data[fromRow + column]!;
      }
  return y;
}

export function Conv(x: Values, w: Values, attributes: ConvAttributes, shape: readonly number[]): Values {
  const y = filled(shape);
  forEachProduct(x.shape, w.shape, shape, attributes, (atX, atW, atY) => {
    y.data[atY]! += x.data[atX]! * w.data[atW]!;
  });
  return y;
}

export function ConvInputGradient(
  w: Values,
  dy: Values,
  attributes: ConvAttributes,
  shape: readonly number[],
): Values {
  const dx = filled(shape);
  forEachProduct(shape, w.shape, dy.shape, attributes, (atX, atW, atY) => {
    dx.data[atX]! += w.data[atW]! * dy.data[atY]!;
  });
  return dx;
}

export function ConvWeightGradient(
  x: Values,
  dy: Values,
  attributes: ConvAttributes,
  shape: readonly number[],
): Values {
  const dw = filled(shape);
  forEachProduct(x.shape, shape, dy.shape, attributes, (atX, atW, atY) => {
    dw.data[atW]! += x.data[atX]! * dy.data[atY]!;
  });
  return dw;
}

/** A convolution is Σ x·w·y over triples of places; its gradients are the same sum with the parts exchanged. */
function forEachProduct(
  x: readonly number[],
  w: readonly number[],
  y: readonly number[],
  attributes: ConvAttributes,
  visit: (atX: number, atW: number, atY: number) => void,
): void {
  const [sizeX, sizeW, sizeY] = [x.slice(2), w.slice(2), y.slice(2)];
  const [pointsX, pointsW, pointsY] = [product(sizeX), product(sizeW), product(sizeY)];
  const taps = tapsOf(sizeX, sizeY, { ...attributes, kernel: sizeW });
  const [channels, perGroup] = [w[1]!, y[1]! / attributes.group];
  for (let n = 0; n < x[0]!; n++)
    for (let out = 0; out < y[1]!; out++)
      for (let channel = 0; channel < channels; channel++) {
        const from = Math.floor(out / perGroup) * channels + channel;
        const [startX, startW] = [(n * x[1]! + from) * pointsX, (out * channels + channel) * pointsW];
        const startY = (n * y[1]! + out) * pointsY;
        for (const tap of taps) visit(startX + tap.input, startW + tap.kernel, startY + tap.output);
      }
}
