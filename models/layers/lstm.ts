import {
  type Dim,
  Add,
  Concat,
  HardSigmoid,
  MatMul,
  Mul,
  range,
  Reshape,
  type Scope,
  Sigmoid,
  Slice,
  Split,
  Tanh,
  type Tensor,
  TransposeLast,
  uniformByFanIn,
  xavierUniform,
  ZEROS,
} from '../graph/index.ts';

export interface LstmOptions {
  /** `hard`: clip(0.2·x + 0.5, 0, 1), the gates of Keras before version 3. */
  readonly gates?: 'sigmoid' | 'hard';
}

export interface LstmOutputs {
  /** [N, T, H]: the state after every step. */
  readonly all: Tensor;
  /** [N, H]: after the last. */
  readonly last: Tensor;
}

/**
 * x [N, T, F] through a long short-term memory of `units`, one step after another in the graph, from a state of zeros:
 *
 *   i, o, f = gate(W x + R h + b),  c̃ = tanh(W x + R h + b),  c ← f·c + i·c̃,  h ← o·tanh(c)
 *
 * Parameters `input_weight` [4H, F], `state_weight` [4H, H] and `bias` [4H], each i, o, f, c̃ one below the other: the
 * order of ONNX's LSTM (PyTorch has i, f, c̃, o; Keras i, f, c̃, o).
 */
export function lstm(
  scope: Scope,
  x: Tensor,
  units: number,
  { gates = 'sigmoid' }: LstmOptions = {},
): LstmOutputs {
  const [batch, steps, features] = x.shape as readonly [Dim, number, number];
  const gate = gates === 'hard' ? (z: Tensor) => HardSigmoid(z, 0.2, 0.5) : Sigmoid;
  const w = scope.parameter('input_weight', [4 * units, features], xavierUniform([4 * units, features]));
  const r = TransposeLast(scope.parameter('state_weight', [4 * units, units], uniformByFanIn(units)));
  const bias = scope.parameter('bias', [4 * units], ZEROS);
  // All steps' inputs in one product; only the state's has to wait for the step before.
  const inputs = Add(MatMul(x, TransposeLast(w)), bias);
  const states: Tensor[] = [];
  let [h, c]: [Tensor | null, Tensor | null] = [null, null];
  for (const step of range(steps)) {
    const now = Reshape(Slice(inputs, 1, step, step + 1), [batch, 4 * units]);
    const [i, o, f, fresh] = Split(h === null ? now : Add(now, MatMul(h, r)), 1, 4) as readonly [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const learned = Mul(gate(i), Tanh(fresh));
    c = c === null ? learned : Add(Mul(gate(f), c), learned);
    h = Mul(gate(o), Tanh(c));
    states.push(h);
  }
  const all = states.map((state) => Reshape(state, [batch, 1, units]));
  return { all: Concat(all, 1), last: states.at(-1)! };
}
