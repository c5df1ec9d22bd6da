#include "shrink.h"

#include <cmath>
#include <cstring>
#include <vector>

#include "clones.h"
#include "colour.h"
#include "scratch.h"
#include "weights.h"

namespace onset {

namespace {

/** Weights and working rows of one component. Luma has its own; both chroma components share one geometry. */
struct Resizer {
  ResizeWeights columns, rows;
  std::vector<float> sum;
};

ONSET_CLONES
void addWideRow(const uint8_t* __restrict row, int length, float weight, float* __restrict sum) {
  for (int i = 0; i < length; i++) {
    uint16_t word;
    std::memcpy(&word, row + 2 * i, 2);
    sum[i] += weight * static_cast<float>(word);
  }
}

/**
 * Adds up the weighted source rows of output row `r`, whole rows of words at a time: for interleaved
 * chroma that is both components at once. 10-bit words come out in units of 8-bit levels.
 */
void sumRows(Resizer& resizer, const Component& plane, int wordsPerSample, int r) {
  const ResizeWeights::Taps taps = resizer.rows.taps[static_cast<size_t>(r)];
  const float* weights = resizer.rows.of(taps);
  const int lowest = resizer.columns.lowest, length = (resizer.columns.end - lowest) * wordsPerSample;
  float* sum = atLeast(resizer.sum, static_cast<size_t>(length));
  std::fill(sum, sum + length, 0.0f);
  const float level = plane.isWide ? 1.0f / static_cast<float>(4 << plane.shift) : 1.0f;
  for (int k = 0; k < taps.count; k++) {
    const uint8_t* row = plane.data + (taps.first + k) * plane.stride + static_cast<ptrdiff_t>(lowest) * plane.step;
    if (plane.isWide) addWideRow(row, length, weights[k] * level, sum);
    else addRow(row, length, weights[k], sum);
  }
}

void reduceColumns(const Resizer& resizer, int wordsPerSample, int word, int outWidth, float* out) {
  const ResizeWeights& columns = resizer.columns;
  for (int i = 0; i < outWidth; i++) {
    const ResizeWeights::Taps taps = columns.taps[static_cast<size_t>(i)];
    const float* weights = columns.of(taps);
    const float* from = resizer.sum.data() + (taps.first - columns.lowest) * wordsPerSample + word;
    float sum = 0;
    for (int k = 0; k < taps.count; k++) sum += weights[k] * from[k * wordsPerSample];
    out[i] = sum;
  }
}

ONSET_CLONES
void rgbaRow(const ColourCoefficients c, const float* y, const float* u, const float* v, int width, uint8_t* out) {
  for (int i = 0; i < width; i++) {
    const float luma = c.y * (y[i] - c.black), cu = u[i] - 128, cv = v[i] - 128;
    out[4 * i] = toLevel(luma + c.rv * cv);
    out[4 * i + 1] = toLevel(luma + c.gu * cu + c.gv * cv);
    out[4 * i + 2] = toLevel(luma + c.bu * cu);
    out[4 * i + 3] = 255;
  }
}

}  // namespace

void shrinkToRgba(const YuvView& image, const Region& region, int outWidth, int outHeight, uint8_t* out) {
  static thread_local Resizer luma, chroma;
  static thread_local std::vector<float> memory;
  const double stepX = region.width / outWidth, stepY = region.height / outHeight;
  luma.columns.build(region.x, stepX, outWidth, image.y.width);
  luma.rows.build(region.y, stepY, outHeight, image.y.height);
  // Chroma sample i sits on luma column 2i: in edge coordinates (x + ½)/2 … it covers 2i − ½ to 2i + 1½.
  // Vertically it sits between rows 2j and 2j + 1 and covers exactly those two.
  chroma.columns.build((region.x + 0.5) / 2, stepX / 2, outWidth, image.u.width);
  chroma.rows.build(region.y / 2, stepY / 2, outHeight, image.u.height);

  float* y = atLeast(memory, 3 * static_cast<size_t>(outWidth));
  float *u = y + outWidth, *v = u + outWidth;
  const ColourCoefficients colour = colourCoefficients(image);
  const bool isInterleaved = image.layout == Layout::NV12 || image.layout == Layout::P010;
  for (int r = 0; r < outHeight; r++) {
    sumRows(luma, image.y, 1, r);
    reduceColumns(luma, 1, 0, outWidth, y);
    sumRows(chroma, image.u, isInterleaved ? 2 : 1, r);
    reduceColumns(chroma, isInterleaved ? 2 : 1, 0, outWidth, u);
    if (!isInterleaved) sumRows(chroma, image.v, 1, r);
    reduceColumns(chroma, isInterleaved ? 2 : 1, isInterleaved ? 1 : 0, outWidth, v);
    rgbaRow(colour, y, u, v, outWidth, out + static_cast<size_t>(r) * static_cast<size_t>(outWidth) * 4);
  }
}

napi_value shrinkToRgbaBinding(napi_env env, napi_callback_info info) {
  Arguments arguments(env, info);
  const YuvView image = readImage(arguments);
  Region region;
  region.x = arguments.number();
  region.y = arguments.number();
  region.width = arguments.number();
  region.height = arguments.number();
  const int outWidth = arguments.integer(1, 8192), outHeight = arguments.integer(1, 8192);
  const Span<uint8_t> out = arguments.bytes(4 * static_cast<size_t>(outWidth) * static_cast<size_t>(outHeight));
  const bool isBounded = region.width > 0 && region.height > 0 && region.width <= 1e6 && region.height <= 1e6 &&
                         std::fabs(region.x) <= 1e6 && std::fabs(region.y) <= 1e6;
  arguments.require(isBounded, "internal: expected a bounded region");
  if (!arguments.ok()) return nullptr;
  shrinkToRgba(image, region, outWidth, outHeight, out.data);
  return nullptr;
}

}  // namespace onset
