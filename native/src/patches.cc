#include "patches.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "arguments.h"
#include "clones.h"
#include "lanes.h"

namespace onset {

namespace {

// A displacement is looked for within this many pixels; further away a patch is another patch.
constexpr double kReachPx = 16;
// A coarse window is never smaller than this, or it would hold too little to be found again.
constexpr int kLeastCoarseHalf = 5;
constexpr double kPriorPx = 1;
constexpr int kIterations[Pyramid::kLevels] = {8, 4, 4};
// Coarse levels only bring the next one within its reach of about a pixel.
constexpr double kSettledPx[Pyramid::kLevels] = {0.005, 0.02, 0.02};
// Cubic interpolation reads one pixel before and two after; rows are padded to a multiple of the lanes.
constexpr int kMarginBeyondReach = 3 + kLanes;

int halfAt(float halfWidth, int level) {
  const int half = static_cast<int>(std::lround(halfWidth / static_cast<float>(1 << level)));
  return level == 0 ? std::max(half, 2) : std::max(half, kLeastCoarseHalf);
}

/**
 * The cubic through four neighbours (Lagrange). Its error is of fourth order and symmetric, so it softens
 * but does not move; Catmull-Rom's third-order error moved patches by up to 0.009 px with the phase.
 */
void cubicWeights(double t, float (&w)[4]) {
  w[0] = static_cast<float>(-t * (t - 1) * (t - 2) / 6);
  w[1] = static_cast<float>((t + 1) * (t - 1) * (t - 2) / 2);
  w[2] = static_cast<float>(-(t + 1) * t * (t - 2) / 2);
  w[3] = static_cast<float>((t + 1) * t * (t - 1) / 6);
}

/** Cubic interpolation of a window whose pixels all share one sub-pixel phase: first along rows, then across. */
ONSET_CLONES
void sampleWindow(const float* __restrict from, ptrdiff_t stride, const float* wx, const float* wy, int rows, int length,
                  float* __restrict between, float* __restrict out) {
  const float x0 = wx[0], x1 = wx[1], x2 = wx[2], x3 = wx[3];
  for (int r = 0; r < rows + 3; r++) {
    const float* __restrict row = from + r * stride;
    float* __restrict to = between + r * length;
    for (int i = 0; i < length; i++) to[i] = x0 * row[i] + x1 * row[i + 1] + x2 * row[i + 2] + x3 * row[i + 3];
  }
  const float y0 = wy[0], y1 = wy[1], y2 = wy[2], y3 = wy[3];
  const int area = rows * length;
  for (int i = 0; i < area; i++) {
    out[i] = y0 * between[i] + y1 * between[i + length] + y2 * between[i + 2 * length] + y3 * between[i + 3 * length];
  }
}

/** Two dot products with the same picture, in eight lanes so that every compiler may use vectors and all agree on the sum. */
ONSET_CLONES
void dotPair(const float* __restrict gx, const float* __restrict gy, const float* __restrict picture, int length,
             float* __restrict sums) {
  FloatLanes ax = {}, ay = {};
  for (int i = 0; i < length; i += kLanes) {
    FloatLanes x, y, here;
    load(x, gx + i);
    load(y, gy + i);
    load(here, picture + i);
    ax += x * here;
    ay += y * here;
  }
  sums[0] = sums[1] = 0;
  for (int k = 0; k < kLanes; k++) {
    sums[0] += ax[k];
    sums[1] += ay[k];
  }
}

/** Σ weight · picture, in lanes as `dotPair`. */
ONSET_CLONES
double weightedMean(const float* __restrict weights, const float* __restrict picture, int length) {
  DoubleLanes sums = {};
  for (int i = 0; i < length; i += kLanes) {
    FloatLanes w, here;
    load(w, weights + i);
    load(here, picture + i);
    w *= here;
    sums += widened(w);
  }
  return total(sums);
}

/** With c = picture − mean: Σ weight · c · (neutral − neutralMean) and Σ weight · c². */
ONSET_CLONES
void weightedMoments(const float* __restrict weights, const float* __restrict picture, const float* __restrict neutral,
                     double mean, float neutralMean, int length, double* __restrict sums) {
  DoubleLanes along = {}, squares = {};
  for (int i = 0; i < length; i += kLanes) {
    FloatLanes w, here, t;
    load(w, weights + i);
    load(here, picture + i);
    load(t, neutral + i);
    t -= neutralMean;
    DoubleLanes centred = widened(here);
    centred -= mean;
    const DoubleLanes pull = widened(w) * centred;
    along += pull * widened(t);
    squares += pull * centred;
  }
  sums[0] = total(along);
  sums[1] = total(squares);
}

}  // namespace

Patches::Patches(const uint8_t* neutral, int size, const float* centres, const float* halfWidths, int count, double noise)
    : size_(size), count_(count), noise_(noise) {
  int margins[Pyramid::kLevels], largest = 0;
  size_t total = 0;
  windows_.resize(static_cast<size_t>(count) * Pyramid::kLevels);
  for (int l = 0; l < Pyramid::kLevels; l++) {
    int widest = 0;
    for (int i = 0; i < count; i++) {
      const int half = halfAt(halfWidths[i], l);
      Window& window = windows_[static_cast<size_t>(i * Pyramid::kLevels + l)];
      window.rows = 2 * half + 1;
      window.length = (window.rows + kLanes - 1) / kLanes * kLanes;
      window.offset = total;
      total += 4 * window.area();
      widest = std::max(widest, half);
      largest = std::max(largest, (window.rows + 3) * window.length);
    }
    margins[l] = widest + static_cast<int>(kReachPx) / (1 << l) + kMarginBeyondReach;
  }
  memory_.assign(total, 0.0f);
  sampled_.assign(static_cast<size_t>(largest), 0.0f);
  between_.assign(static_cast<size_t>(largest), 0.0f);
  pyramid_.resize(size, size, margins);
  pyramid_.fill(neutral);
  for (int i = 0; i < count; i++) {
    for (int l = 0; l < Pyramid::kLevels; l++) {
      Window& window = windows_[static_cast<size_t>(i * Pyramid::kLevels + l)];
      const double scale = 1.0 / (1 << l);
      prepareWindow(window, pyramid_.levels[l], halfAt(halfWidths[i], l), centres[2 * i] * scale, centres[2 * i + 1] * scale,
                    noise * noise / (kPriorPx * scale * kPriorPx * scale));
    }
  }
  gaussians_.clear();
}

/** The weights of a window, Σ = 1; patches of one size, which is most of them, share the exponentials. */
const float* Patches::gaussian(int half, const Window& window) {
  std::vector<float>& w = gaussians_[half];
  if (!w.empty()) return w.data();
  w.assign(window.area(), 0.0f);
  double sum = 0;
  for (int r = 0; r < window.rows; r++) {
    for (int c = 0; c < window.rows; c++) {
      const double x = (c - half) / (0.5 * half), y = (r - half) / (0.5 * half);
      const float weight = static_cast<float>(std::exp(-0.5 * (x * x + y * y)));
      w[static_cast<size_t>(r * window.length + c)] = weight;
      sum += weight;
    }
  }
  for (float& weight : w) weight = static_cast<float>(weight / sum);
  return w.data();
}

void Patches::prepareWindow(Window& window, const PaddedPlane& plane, int half, double centreX, double centreY,
                            double lambdaScale) {
  const size_t area = window.area();
  float* gx = memory_.data() + window.offset;
  float *gy = gx + area, *w = gy + area, *t = w + area;
  const int x0 = static_cast<int>(std::lround(centreX)), y0 = static_cast<int>(std::lround(centreY));
  window.left = x0 - half;
  window.top = y0 - half;

  std::copy_n(gaussian(half, window), area, w);
  double meanT = 0, meanX = 0, meanY = 0, sumW2 = 0;
  for (int r = 0; r < window.rows; r++) {
    for (int c = 0; c < window.rows; c++) {
      const size_t i = static_cast<size_t>(r * window.length + c);
      const float* at = plane.row(window.top + r) + window.left + c;
      const ptrdiff_t s = plane.stride;
      t[i] = at[0];
      // Five-point derivative: exact to fourth order, so one step goes as far as it should.
      gx[i] = (8 * (at[1] - at[-1]) - (at[2] - at[-2])) / 12;
      gy[i] = (8 * (at[s] - at[-s]) - (at[2 * s] - at[-2 * s])) / 12;
      meanT += w[i] * t[i];
      meanX += w[i] * gx[i];
      meanY += w[i] * gy[i];
      sumW2 += static_cast<double>(w[i]) * w[i];
    }
  }
  double varianceT = 0, alongX = 0, alongY = 0;
  for (size_t i = 0; i < area; i++) {
    varianceT += w[i] * (t[i] - meanT) * (t[i] - meanT);
    alongX += w[i] * (t[i] - meanT) * (gx[i] - meanX);
    alongY += w[i] * (t[i] - meanT) * (gy[i] - meanY);
  }
  const double perX = varianceT > 0 ? alongX / varianceT : 0, perY = varianceT > 0 ? alongY / varianceT : 0;
  double a = 0, b = 0, c = 0;  // A = [a b; b c]
  for (size_t i = 0; i < area; i++) {
    const double x = gx[i] - meanX - perX * (t[i] - meanT), y = gy[i] - meanY - perY * (t[i] - meanT);
    a += w[i] * x * x;
    b += w[i] * x * y;
    c += w[i] * y * y;
    gx[i] = static_cast<float>(w[i] * x);
    gy[i] = static_cast<float>(w[i] * y);
  }
  const double lambda = lambdaScale * sumW2;
  const double p = a + lambda, q = c + lambda, determinant = p * q - b * b;
  const double inverse[3] = {q / determinant, -b / determinant, p / determinant};
  for (size_t i = 0; i < area; i++) {
    const double x = gx[i], y = gy[i];
    gx[i] = static_cast<float>(inverse[0] * x + inverse[1] * y);
    gy[i] = static_cast<float>(inverse[1] * x + inverse[2] * y);
  }
  window.pull[0] = lambda * inverse[0];
  window.pull[1] = window.pull[2] = lambda * inverse[1];
  window.pull[3] = lambda * inverse[2];
  window.texture = static_cast<float>(std::max(0.0, 0.5 * (a + c) - std::sqrt(0.25 * (a - c) * (a - c) + b * b)));
  window.meanT = static_cast<float>(meanT);
  window.varianceT = static_cast<float>(varianceT);
}

void Patches::measure(const uint8_t* luma, float* out) {
  pyramid_.fill(luma);
  for (int i = 0; i < count_; i++, out += 4) {
    const Window* windows = &windows_[static_cast<size_t>(i * Pyramid::kLevels)];
    double d[2] = {0, 0};
    for (int l = Pyramid::kLevels - 1; l >= 0; l--) {
      register_(windows[l], pyramid_.levels[l], l, d);
      if (l > 0) {
        d[0] *= 2;
        d[1] *= 2;
      }
    }
    out[0] = static_cast<float>(d[0]);
    out[1] = static_cast<float>(d[1]);
    out[2] = residual(windows[0]);
    out[3] = windows[0].texture;
  }
}

/** Improves d on one level; afterwards sampled_ holds the window at most the last step away from d. */
void Patches::register_(const Window& window, const PaddedPlane& plane, int level, double* d) {
  const double reach = kReachPx / (1 << level);
  const float* gx = memory_.data() + window.offset;
  const int area = static_cast<int>(window.area());
  for (int iteration = 0; iteration < kIterations[level]; iteration++) {
    const double x = window.left + d[0], y = window.top + d[1];
    const int px = static_cast<int>(std::floor(x)), py = static_cast<int>(std::floor(y));
    float wx[4], wy[4], sums[2];
    cubicWeights(x - px, wx);
    cubicWeights(y - py, wy);
    sampleWindow(plane.row(py - 1) + px - 1, plane.stride, wx, wy, window.rows, window.length, between_.data(),
                 sampled_.data());
    dotPair(gx, gx + area, sampled_.data(), area, sums);
    const double stepX = sums[0] + window.pull[0] * d[0] + window.pull[1] * d[1];
    const double stepY = sums[1] + window.pull[2] * d[0] + window.pull[3] * d[1];
    d[0] = std::clamp(d[0] - stepX, -reach, reach);
    d[1] = std::clamp(d[1] - stepY, -reach, reach);
    if (stepX * stepX + stepY * stepY < kSettledPx[level] * kSettledPx[level]) break;
  }
}

/** Weighted root mean square of I − gain·T − bias with the gain and bias that fit best. */
float Patches::residual(const Window& window) const {
  const size_t area = window.area();
  const float* w = memory_.data() + window.offset + 2 * area;
  const int length = static_cast<int>(area);
  double sums[2];
  const double mean = weightedMean(w, sampled_.data(), length);
  weightedMoments(w, sampled_.data(), w + area, mean, window.meanT, length, sums);
  const double explained = window.varianceT > 0 ? sums[0] * sums[0] / window.varianceT : 0;
  return static_cast<float>(std::sqrt(std::max(0.0, sums[1] - explained)));
}

size_t Patches::bytes() const {
  size_t floats = memory_.capacity() + sampled_.capacity() + between_.capacity() + pyramid_.rows.capacity();
  for (const PaddedPlane& level : pyramid_.levels) floats += level.memory.capacity();
  return floats * sizeof(float) + windows_.capacity() * sizeof(Window);
}

namespace {

/** What a JavaScript handle points at; the patches themselves may be gone before the handle is. */
struct PatchesHandle {
  std::unique_ptr<Patches> patches;
  int64_t accounted = 0;
};

constexpr napi_type_tag kPatchesTag = {0x6f6e736574706174, 0x8c1b5a3e72d94f06};

void release(napi_env env, PatchesHandle* handle) {
  handle->patches.reset();
  int64_t ignored;
  napi_adjust_external_memory(env, -handle->accounted, &ignored);
  handle->accounted = 0;
}

void finalizeHandle(napi_env env, void* data, void*) {
  PatchesHandle* handle = static_cast<PatchesHandle*>(data);
  release(env, handle);
  delete handle;
}

PatchesHandle* readHandle(Arguments& arguments) {
  const napi_value value = arguments.value();
  if (!arguments.ok()) return nullptr;
  napi_valuetype type = napi_undefined;
  bool isOurs = false;
  void* data = nullptr;
  const bool good = napi_typeof(arguments.env(), value, &type) == napi_ok && type == napi_external &&
                    napi_check_object_type_tag(arguments.env(), value, &kPatchesTag, &isOurs) == napi_ok && isOurs &&
                    napi_get_value_external(arguments.env(), value, &data) == napi_ok;
  arguments.require(good, "internal: expected a handle made by preparePatches");
  return static_cast<PatchesHandle*>(data);
}

}  // namespace

napi_value preparePatchesBinding(napi_env env, napi_callback_info info) {
  Arguments arguments(env, info);
  const Span<uint8_t> neutral = arguments.bytes(1);
  const int size = arguments.integer(16, 4096);
  const Span<float> centres = arguments.floats(0);
  const Span<float> halfWidths = arguments.floats(centres.length / 2);
  const double noise = arguments.number();
  arguments.require(neutral.length >= static_cast<size_t>(size) * static_cast<size_t>(size) &&
                        centres.length % 2 == 0 && centres.length <= 20000 && noise > 0 && noise <= 255,
                    "internal: expected a neutral of size², pairs of centres and a noise above zero");
  if (!arguments.ok()) return nullptr;
  const size_t count = centres.length / 2;
  for (size_t i = 0; i < count; i++) {
    const float x = centres.data[2 * i], y = centres.data[2 * i + 1], half = halfWidths.data[i];
    const float last = static_cast<float>(size - 1);
    arguments.require(x >= 0 && x <= last && y >= 0 && y <= last && half >= 2 && half <= 64,
                      "internal: expected centres inside the picture and half widths from 2 to 64");
  }
  if (!arguments.ok()) return nullptr;

  PatchesHandle* handle = new PatchesHandle;
  handle->patches = std::make_unique<Patches>(neutral.data, size, centres.data, halfWidths.data, static_cast<int>(count), noise);
  napi_value external;
  if (napi_create_external(env, handle, finalizeHandle, nullptr, &external) != napi_ok) {
    delete handle;
    napi_throw_error(env, nullptr, "internal: a handle for patches could not be made");
    return nullptr;
  }
  int64_t ignored;
  handle->accounted = static_cast<int64_t>(handle->patches->bytes());
  napi_adjust_external_memory(env, handle->accounted, &ignored);
  if (napi_type_tag_object(env, external, &kPatchesTag) != napi_ok) {
    napi_throw_error(env, nullptr, "internal: a handle for patches could not be tagged");
    return nullptr;
  }
  return external;
}

napi_value measurePatchesBinding(napi_env env, napi_callback_info info) {
  Arguments arguments(env, info);
  PatchesHandle* handle = readHandle(arguments);
  arguments.require(handle != nullptr && handle->patches != nullptr, "Expected patches in use but received disposed ones");
  if (!arguments.ok()) return nullptr;
  Patches& patches = *handle->patches;
  const Span<uint8_t> luma = arguments.bytes(static_cast<size_t>(patches.size()) * static_cast<size_t>(patches.size()));
  const Span<float> out = arguments.floats(4 * static_cast<size_t>(patches.count()));
  if (!arguments.ok()) return nullptr;
  patches.measure(luma.data, out.data);
  return nullptr;
}

napi_value disposePatchesBinding(napi_env env, napi_callback_info info) {
  Arguments arguments(env, info);
  PatchesHandle* handle = readHandle(arguments);
  if (arguments.ok() && handle->patches) release(env, handle);
  return nullptr;
}

}  // namespace onset
