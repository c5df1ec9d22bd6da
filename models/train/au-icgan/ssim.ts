/** Structural similarity (Wang et al. 2004) as a graph. */
import {
  Add,
  constant,
  Conv,
  Div,
  Mul,
  range,
  ReduceMean,
  Reshape,
  Square,
  Sub,
  type Tensor,
} from '../../graph/index.ts';

const SIZE = 11;
const SIGMA = 1.5;
const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;

/**
 * Of pictures [N, C, H, W] in [0, 1] to others of that shape: [N], each channel by itself, mean over all places where
 * the window of 11 pixels lies within the picture.
 */
export function ssim(a: Tensor, b: Tensor): Tensor {
  const [batch, channels, height, width] = a.shape as readonly [number, number, number, number];
  const planes = (x: Tensor): Tensor => Reshape(x, [batch * channels, 1, height, width]);
  const [x, y] = [planes(a), planes(b)];
  const [meanX, meanY] = [blur(x), blur(y)];
  const product = Mul(meanX, meanY);
  const [squareX, squareY] = [Square(meanX), Square(meanY)];
  const covariance = Sub(blur(Mul(x, y)), product);
  const variances = Sub(Add(blur(Square(x)), blur(Square(y))), Add(squareX, squareY));
  const map = Div(
    Mul(Add(Mul(product, 2), C1), Add(Mul(covariance, 2), C2)),
    Mul(Add(Add(squareX, squareY), C1), Add(variances, C2)),
  );
  return ReduceMean(Reshape(map, [batch, -1]), [1]);
}

/** By a Gaussian, along rows and then columns. */
function blur(x: Tensor): Tensor {
  const weights = gaussian();
  return Conv(Conv(x, constant(weights, [1, 1, 1, SIZE])), constant(weights, [1, 1, SIZE, 1]));
}

function gaussian(): number[] {
  const raw = range(SIZE).map((k) => Math.exp(-((k - (SIZE - 1) / 2) ** 2) / (2 * SIGMA ** 2)));
  const sum = raw.reduce((total, value) => total + value, 0);
  return raw.map((value) => value / sum);
}
