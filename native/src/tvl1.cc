// TV-L1 optical flow by duality: C. Zach, T. Pock, H. Bischof, "A duality based approach for realtime
// TV-L1 optical flow" (DAGM 2007), in the form of J. Sánchez Pérez, E. Meinhardt-Llopis, G. Facciolo,
// "TV-L1 optical flow estimation" (Image Processing On Line, 2013). Names are the papers'.
#include "tvl1.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "arguments.h"
#include "clones.h"

namespace onset {

namespace {

// The article smooths the input by 0.8 px and before each reduction by 0.6·√(step⁻² − 1) px.
constexpr double kInputSigma = 0.8;
constexpr double kScaleSigma = 0.6;
// No scale is smaller than this on its shorter side; below it a picture holds no structure to match.
constexpr int kLeastSide = 16;
constexpr int kLanes = 8;

struct Field {
  int width = 0, height = 0;
  std::vector<float> values;

  void resize(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    values.resize(static_cast<size_t>(width) * static_cast<size_t>(height));
  }
  float* row(int y) { return values.data() + static_cast<ptrdiff_t>(y) * width; }
  const float* row(int y) const { return values.data() + static_cast<ptrdiff_t>(y) * width; }
};

struct Scale {
  Field from, to, u, v;
};

struct Workspace {
  std::vector<Scale> scales;
  Field smoothed, along;
  Field gradientX, gradientY, warped, warpedX, warpedY, rest, gradient2;
  Field p11, p12, p21, p22, nextU, nextV;
  std::vector<float> zeros;
};

void smooth(const Field& in, double sigma, Field& along, Field& out) {
  const int radius = std::max(1, static_cast<int>(std::ceil(4 * sigma)));
  std::vector<float> kernel(static_cast<size_t>(2 * radius + 1));
  double sum = 0;
  for (int k = -radius; k <= radius; k++) sum += std::exp(-0.5 * k * k / (sigma * sigma));
  for (int k = -radius; k <= radius; k++) {
    kernel[static_cast<size_t>(k + radius)] = static_cast<float>(std::exp(-0.5 * k * k / (sigma * sigma)) / sum);
  }
  along.resize(in.width, in.height);
  out.resize(in.width, in.height);
  for (int y = 0; y < in.height; y++) {
    for (int x = 0; x < in.width; x++) {
      float value = 0;
      for (int k = -radius; k <= radius; k++) {
        value += kernel[static_cast<size_t>(k + radius)] * in.row(y)[std::clamp(x + k, 0, in.width - 1)];
      }
      along.row(y)[x] = value;
    }
  }
  for (int y = 0; y < in.height; y++) {
    float* to = out.row(y);
    std::fill(to, to + in.width, 0.0f);
    for (int k = -radius; k <= radius; k++) {
      const float* row = along.row(std::clamp(y + k, 0, in.height - 1));
      const float weight = kernel[static_cast<size_t>(k + radius)];
      for (int x = 0; x < in.width; x++) to[x] += weight * row[x];
    }
  }
}

/** Where the four taps of a bicubic (Keys, a = −½) read along one axis, with edges repeated. */
struct Taps {
  int at[4];
  float weight[4];
};

inline Taps tapsAt(float position, int length) {
  const float bounded = std::min(std::max(position, 0.0f), static_cast<float>(length - 1));
  const int first = static_cast<int>(bounded);
  const float t = bounded - static_cast<float>(first), t2 = t * t, t3 = t2 * t;
  Taps taps = {{first - 1, first, first + 1, first + 2},
               {-0.5f * t + t2 - 0.5f * t3, 1 - 2.5f * t2 + 1.5f * t3, 0.5f * t + 2 * t2 - 1.5f * t3, -0.5f * t2 + 0.5f * t3}};
  for (int& at : taps.at) at = std::clamp(at, 0, length - 1);
  return taps;
}

inline float bicubic(const Field& field, const Taps& tx, const Taps& ty) {
  float sum = 0;
  for (int j = 0; j < 4; j++) {
    const float* row = field.row(ty.at[j]);
    float along = 0;
    for (int i = 0; i < 4; i++) along += tx.weight[i] * row[tx.at[i]];
    sum += ty.weight[j] * along;
  }
  return sum;
}

/** Samples `in` on a grid of another size whose first and last pixels' positions scale with the sizes. */
void resample(const Field& in, Field& out, float gain) {
  const float stepX = static_cast<float>(in.width) / static_cast<float>(out.width);
  const float stepY = static_cast<float>(in.height) / static_cast<float>(out.height);
  for (int y = 0; y < out.height; y++) {
    const Taps ty = tapsAt(static_cast<float>(y) * stepY, in.height);
    for (int x = 0; x < out.width; x++) {
      out.row(y)[x] = gain * bicubic(in, tapsAt(static_cast<float>(x) * stepX, in.width), ty);
    }
  }
}

void gradientOf(const Field& in, Field& dx, Field& dy) {
  dx.resize(in.width, in.height);
  dy.resize(in.width, in.height);
  for (int y = 0; y < in.height; y++) {
    const float *row = in.row(y), *above = in.row(std::max(y - 1, 0)), *below = in.row(std::min(y + 1, in.height - 1));
    for (int x = 0; x < in.width; x++) {
      dx.row(y)[x] = 0.5f * (row[std::min(x + 1, in.width - 1)] - row[std::max(x - 1, 0)]);
      dy.row(y)[x] = 0.5f * (below[x] - above[x]);
    }
  }
}

/** I1 and its gradient at x + u; ρ(u) = rest + ∇I1·u is the linearised difference to I0. */
void linearize(Workspace& w, const Scale& scale) {
  const int width = scale.from.width, height = scale.from.height;
  for (Field* field : {&w.warpedX, &w.warpedY, &w.rest, &w.gradient2}) field->resize(width, height);
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      const float u = scale.u.row(y)[x], v = scale.v.row(y)[x];
      const Taps tx = tapsAt(static_cast<float>(x) + u, width), ty = tapsAt(static_cast<float>(y) + v, height);
      const float dx = bicubic(w.gradientX, tx, ty), dy = bicubic(w.gradientY, tx, ty);
      w.warpedX.row(y)[x] = dx;
      w.warpedY.row(y)[x] = dy;
      w.gradient2.row(y)[x] = dx * dx + dy * dy;
      w.rest.row(y)[x] = bicubic(scale.to, tx, ty) - dx * u - dy * v - scale.from.row(y)[x];
    }
  }
}

/** Rows of the dual variable of one flow component; `above` is zero for the first row. */
struct DualRows {
  const float *p1, *p2, *above;
};

/** v = u + TH(u), then u = v + θ·div p, for one row. The first column's backward difference has nothing to its left. */
ONSET_CLONES
void primalRow(const float* __restrict u, const float* __restrict v, const float* __restrict rest,
               const float* __restrict dx, const float* __restrict dy, const float* __restrict gradient2, DualRows pu,
               DualRows pv, float step, float theta, int width, float* __restrict nextU, float* __restrict nextV) {
  for (int x = 0; x < width; x++) {
    const float rho = rest[x] + dx[x] * u[x] + dy[x] * v[x];
    float d = -rho / (gradient2[x] + 1e-10f);
    d = d < -step ? -step : d;
    d = d > step ? step : d;
    nextU[x] = u[x] + d * dx[x] + theta * (pu.p1[x] + pu.p2[x] - pu.above[x]);
    nextV[x] = v[x] + d * dy[x] + theta * (pv.p1[x] + pv.p2[x] - pv.above[x]);
  }
  for (int x = 1; x < width; x++) {
    nextU[x] -= theta * pu.p1[x - 1];
    nextV[x] -= theta * pv.p1[x - 1];
  }
}

/** p = (p + τ/θ ∇u) / (1 + τ/θ |∇u|) for one row, forward differences; `below` is u's own row for the last one. */
ONSET_CLONES
void dualRow(const float* __restrict u, const float* __restrict below, float ratio, int width, float* __restrict p1,
             float* __restrict p2) {
  for (int x = 0; x < width - 1; x++) {
    const float dx = u[x + 1] - u[x], dy = below[x] - u[x];
    const float scale = 1 / (1 + ratio * std::sqrt(dx * dx + dy * dy));
    p1[x] = (p1[x] + ratio * dx) * scale;
    p2[x] = (p2[x] + ratio * dy) * scale;
  }
  const int last = width - 1;
  const float dy = below[last] - u[last], scale = 1 / (1 + ratio * std::fabs(dy));
  p1[last] *= scale;
  p2[last] = (p2[last] + ratio * dy) * scale;
}

ONSET_CLONES
float squaredDifference(const float* __restrict a, const float* __restrict b, int length) {
  float lanes[kLanes] = {};
  int i = 0;
  for (; i + kLanes <= length; i += kLanes) {
    for (int k = 0; k < kLanes; k++) lanes[k] += (a[i + k] - b[i + k]) * (a[i + k] - b[i + k]);
  }
  float sum = 0;
  for (; i < length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
  for (float lane : lanes) sum += lane;
  return sum;
}

/** One primal and one dual step over the whole picture; returns the mean squared change of the flow. */
double iterate(Workspace& w, Scale& scale, const Tvl1Parameters& q) {
  const int width = scale.from.width, height = scale.from.height;
  const float theta = static_cast<float>(q.theta), step = static_cast<float>(q.lambda * q.theta);
  double change = 0;
  for (int y = 0; y < height; y++) {
    const DualRows pu = {w.p11.row(y), w.p12.row(y), y > 0 ? w.p12.row(y - 1) : w.zeros.data()};
    const DualRows pv = {w.p21.row(y), w.p22.row(y), y > 0 ? w.p22.row(y - 1) : w.zeros.data()};
    primalRow(scale.u.row(y), scale.v.row(y), w.rest.row(y), w.warpedX.row(y), w.warpedY.row(y), w.gradient2.row(y), pu, pv,
              step, theta, width, w.nextU.row(y), w.nextV.row(y));
    change += squaredDifference(scale.u.row(y), w.nextU.row(y), width) + squaredDifference(scale.v.row(y), w.nextV.row(y), width);
  }
  std::swap(scale.u, w.nextU);
  std::swap(scale.v, w.nextV);
  const float ratio = static_cast<float>(q.tau / q.theta);
  for (int y = 0; y < height; y++) {
    const int below = std::min(y + 1, height - 1);
    dualRow(scale.u.row(y), scale.u.row(below), ratio, width, w.p11.row(y), w.p12.row(y));
    dualRow(scale.v.row(y), scale.v.row(below), ratio, width, w.p21.row(y), w.p22.row(y));
  }
  return change / (static_cast<double>(width) * height);
}

void solveScale(Workspace& w, Scale& scale, const Tvl1Parameters& q) {
  const int width = scale.from.width, height = scale.from.height;
  gradientOf(scale.to, w.gradientX, w.gradientY);
  for (Field* p : {&w.p11, &w.p12, &w.p21, &w.p22}) {
    p->resize(width, height);
    std::fill(p->values.begin(), p->values.end(), 0.0f);
  }
  w.nextU.resize(width, height);
  w.nextV.resize(width, height);
  w.zeros.assign(static_cast<size_t>(width), 0.0f);
  for (int warp = 0; warp < q.warps; warp++) {
    linearize(w, scale);
    for (int n = 0; n < q.iterations; n++) {
      if (iterate(w, scale, q) <= q.epsilon * q.epsilon) break;
    }
  }
}

int reduced(int length, double step) { return static_cast<int>(length * step + 0.5); }

/** Both pictures at every scale, the finest first. Returns how many scales there are. */
int buildScales(Workspace& w, const uint8_t* from, const uint8_t* to, int width, int height, const Tvl1Parameters& q) {
  int count = 1, side = std::min(width, height);
  while (count < q.scales && reduced(side, q.scaleStep) >= kLeastSide) {
    side = reduced(side, q.scaleStep);
    count++;
  }
  if (w.scales.size() < static_cast<size_t>(count)) w.scales.resize(static_cast<size_t>(count));
  const size_t area = static_cast<size_t>(width) * static_cast<size_t>(height);
  Scale& finest = w.scales[0];
  for (int k = 0; k < 2; k++) {
    w.smoothed.resize(width, height);
    for (size_t i = 0; i < area; i++) w.smoothed.values[i] = static_cast<float>((k == 0 ? from : to)[i]);
    smooth(w.smoothed, kInputSigma, w.along, k == 0 ? finest.from : finest.to);
  }
  const double sigma = kScaleSigma * std::sqrt(1 / (q.scaleStep * q.scaleStep) - 1);
  for (int s = 1; s < count; s++) {
    Scale &finer = w.scales[static_cast<size_t>(s - 1)], &coarser = w.scales[static_cast<size_t>(s)];
    coarser.from.resize(reduced(finer.from.width, q.scaleStep), reduced(finer.from.height, q.scaleStep));
    coarser.to.resize(coarser.from.width, coarser.from.height);
    smooth(finer.from, sigma, w.along, w.smoothed);
    resample(w.smoothed, coarser.from, 1);
    smooth(finer.to, sigma, w.along, w.smoothed);
    resample(w.smoothed, coarser.to, 1);
  }
  return count;
}

}  // namespace

void tvl1Flow(const uint8_t* from, const uint8_t* to, int width, int height, const Tvl1Parameters& parameters, float* out) {
  static thread_local Workspace w;
  const int count = buildScales(w, from, to, width, height, parameters);
  for (int s = count - 1; s >= 0; s--) {
    Scale& scale = w.scales[static_cast<size_t>(s)];
    scale.u.resize(scale.from.width, scale.from.height);
    scale.v.resize(scale.from.width, scale.from.height);
    if (s == count - 1) {
      std::fill(scale.u.values.begin(), scale.u.values.end(), 0.0f);
      std::fill(scale.v.values.begin(), scale.v.values.end(), 0.0f);
    } else {
      const Scale& coarser = w.scales[static_cast<size_t>(s + 1)];
      resample(coarser.u, scale.u, static_cast<float>(scale.from.width) / static_cast<float>(coarser.from.width));
      resample(coarser.v, scale.v, static_cast<float>(scale.from.height) / static_cast<float>(coarser.from.height));
    }
    solveScale(w, scale, parameters);
  }
  const Scale& finest = w.scales[0];
  std::copy(finest.u.values.begin(), finest.u.values.end(), out);
  std::copy(finest.v.values.begin(), finest.v.values.end(), out + finest.u.values.size());
}

napi_value tvl1FlowBinding(napi_env env, napi_callback_info info) {
  Arguments arguments(env, info);
  const Span<uint8_t> from = arguments.bytes(1), to = arguments.bytes(1);
  const int width = arguments.integer(2, 8192), height = arguments.integer(2, 8192);
  Tvl1Parameters q;
  q.tau = arguments.number();
  q.lambda = arguments.number();
  q.theta = arguments.number();
  q.epsilon = arguments.number();
  q.scaleStep = arguments.number();
  q.scales = arguments.integer(1, 32);
  q.warps = arguments.integer(1, 1000);
  q.iterations = arguments.integer(1, 100000);
  const size_t area = static_cast<size_t>(width) * static_cast<size_t>(height);
  const Span<float> out = arguments.floats(2 * area);
  arguments.require(from.length >= area && to.length >= area && q.tau > 0 && q.lambda > 0 && q.theta > 0 &&
                        q.epsilon >= 0 && q.scaleStep >= 0.1 && q.scaleStep <= 0.95,
                    "internal: expected two pictures of width × height and parameters above zero");
  if (!arguments.ok()) return nullptr;
  tvl1Flow(from.data, to.data, width, height, q, out.data);
  return nullptr;
}

}  // namespace onset
