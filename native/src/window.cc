#include "window.h"

#include <algorithm>

#include "clones.h"
#include "scratch.h"
#include "weights.h"

namespace onset {

namespace {

/** out = (1 − t)·a + t·b, in 0–1. */
ONSET_CLONES
void blend(const uint8_t* __restrict a, const uint8_t* __restrict b, float t, int length, float* __restrict out) {
  const float shareB = t / 255, shareA = 1.0f / 255 - shareB;
  for (int i = 0; i < length; i++) out[i] = shareA * static_cast<float>(a[i]) + shareB * static_cast<float>(b[i]);
}

/** Blends and resizes at once, a row of the result after the other, so that everything stays in the first-level cache. */
void blendResized(const uint8_t* a, const uint8_t* b, float t, int size, const ResizeWeights& weights, int sizeOut,
                  float* sum, float* out) {
  const float shareB = t / 255, shareA = 1.0f / 255 - shareB;
  for (int r = 0; r < sizeOut; r++) {
    const ResizeWeights::Taps rows = weights.taps[static_cast<size_t>(r)];
    std::fill(sum, sum + size, 0.0f);
    for (int k = 0; k < rows.count; k++) {
      const ptrdiff_t row = static_cast<ptrdiff_t>(rows.first + k) * size;
      const float weight = weights.of(r)[k];
      addRow(a + row, size, weight * shareA, sum);
      if (shareB > 0) addRow(b + row, size, weight * shareB, sum);
    }
    for (int c = 0; c < sizeOut; c++) {
      const ResizeWeights::Taps columns = weights.taps[static_cast<size_t>(c)];
      const float* __restrict w = weights.of(c);
      const float* __restrict from = sum + columns.first;
      float value = 0;
      for (int k = 0; k < columns.count; k++) value += w[k] * from[k];
      out[r * sizeOut + c] = value;
    }
  }
}

}  // namespace

void resampleWindow(const TimedCrops& crops, double fromUs, double toUs, int frames, int sizeOut, float* out) {
  static thread_local ResizeWeights weights;
  static thread_local std::vector<float> memory;
  const int size = crops.size, count = static_cast<int>(crops.planes.size());
  const size_t area = static_cast<size_t>(size) * static_cast<size_t>(size);
  const size_t areaOut = static_cast<size_t>(sizeOut) * static_cast<size_t>(sizeOut);
  const bool isResized = size != sizeOut;
  if (isResized) weights.build(0, static_cast<double>(size) / sizeOut, sizeOut, size);
  float* sum = atLeast(memory, static_cast<size_t>(size));

  int next = 0;  // the first crop later than the instant
  for (int l = 0; l < frames; l++) {
    const double timeUs = frames == 1 ? fromUs : fromUs + (toUs - fromUs) * l / (frames - 1);
    while (next < count && crops.timesUs[next] <= timeUs) next++;
    const int before = std::max(next - 1, 0), after = std::min(next, count - 1);
    const double span = crops.timesUs[after] - crops.timesUs[before];
    const float t = span > 0 ? static_cast<float>((timeUs - crops.timesUs[before]) / span) : 0.0f;
    for (int channel = 0; channel < 3; channel++) {
      const size_t plane = static_cast<size_t>(channel) * area;
      float* target = out + (static_cast<size_t>(channel) * static_cast<size_t>(frames) + static_cast<size_t>(l)) * areaOut;
      const uint8_t* a = crops.planes[static_cast<size_t>(before)] + plane;
      const uint8_t* b = crops.planes[static_cast<size_t>(after)] + plane;
      if (isResized) blendResized(a, b, t, size, weights, sizeOut, sum, target);
      else blend(a, b, t, static_cast<int>(area), target);
    }
  }
}

napi_value resampleWindowBinding(napi_env env, napi_callback_info info) {
  static thread_local TimedCrops crops;
  Arguments arguments(env, info);
  const napi_value array = arguments.value();
  uint32_t count = 0;
  if (arguments.ok()) {
    arguments.require(napi_get_array_length(env, array, &count) == napi_ok && count > 0,
                      "internal: expected an array of crops");
  }
  const Span<double> times = arguments.doubles(count);
  const double fromUs = arguments.number(), toUs = arguments.number();
  const int frames = arguments.integer(1, 4096);
  crops.size = arguments.integer(1, 4096);
  const int sizeOut = arguments.integer(1, 4096);
  const size_t areaOut = static_cast<size_t>(sizeOut) * static_cast<size_t>(sizeOut);
  const Span<float> out = arguments.floats(3 * static_cast<size_t>(frames) * areaOut);
  if (!arguments.ok()) return nullptr;
  crops.timesUs = times.data;
  readByteArrays(arguments, array, count, 3 * static_cast<size_t>(crops.size) * static_cast<size_t>(crops.size),
                 &crops.planes);
  if (!arguments.ok()) return nullptr;
  resampleWindow(crops, fromUs, toUs, frames, sizeOut, out.data);
  return nullptr;
}

}  // namespace onset
