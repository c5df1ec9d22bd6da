// Resizing in two passes, eight output rows at a time. The weighted source rows of each are summed as whole
// rows. The eight sums are then transposed, so that a column of eight lies together: across the columns every
// output pixel needs other weights at another place, and it is the eight rows that fill a vector. Colours are
// converted in that order too, and the finished pixels transposed back.
#include "shrink.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "clones.h"
#include "colour.h"
#include "scratch.h"
#include "transpose.h"
#include "weights.h"

namespace onset {

namespace {

/** Output rows in a block: the floats of one AVX vector. */
constexpr int kRows = 8;

/** Source rows that are summed in one go. */
constexpr int kMostTaps = 4;

int roundUpTo4(int length) { return (length + 3) & ~3; }

/** Weights and working memory of one plane. Luma has its own; planes of chroma share one geometry. */
struct Resizer {
  ResizeWeights columns, rows;
  std::vector<float> sums;        // kRows rows of words, one after the other
  std::vector<float> columnwise;  // the same, the kRows values of each word together
};

template <typename Word>
inline float wordAt(const uint8_t* row, int i) {
  Word word;
  std::memcpy(&word, row + i * static_cast<int>(sizeof(Word)), sizeof(Word));
  return static_cast<float>(word);
}

struct WeightedRows {
  const uint8_t* rows[kMostTaps];
  float weights[kMostTaps];
  int count;
};

template <typename ValueAt>
inline void setOrAdd(const ValueAt valueAt, int length, bool isFirst, float* __restrict sum) {
  if (isFirst) {
    for (int i = 0; i < length; i++) sum[i] = valueAt(i);
  } else {
    for (int i = 0; i < length; i++) sum[i] += valueAt(i);
  }
}

template <typename Word>
inline void addRows(const WeightedRows& from, int length, bool isFirst, float* __restrict sum) {
  const uint8_t *a = from.rows[0], *b = from.rows[1], *c = from.rows[2], *d = from.rows[3];
  const float wa = from.weights[0], wb = from.weights[1], wc = from.weights[2], wd = from.weights[3];
  auto one = [=](int i) { return wa * wordAt<Word>(a, i); };
  auto two = [=](int i) { return one(i) + wb * wordAt<Word>(b, i); };
  auto three = [=](int i) { return two(i) + wc * wordAt<Word>(c, i); };
  auto four = [=](int i) { return three(i) + wd * wordAt<Word>(d, i); };
  switch (from.count) {
    case 1: return setOrAdd(one, length, isFirst, sum);
    case 2: return setOrAdd(two, length, isFirst, sum);
    case 3: return setOrAdd(three, length, isFirst, sum);
    default: return setOrAdd(four, length, isFirst, sum);
  }
}

ONSET_CLONES
void addByteRows(const WeightedRows& from, int length, bool isFirst, float* sum) {
  addRows<uint8_t>(from, length, isFirst, sum);
}

ONSET_CLONES
void addWideRows(const WeightedRows& from, int length, bool isFirst, float* sum) {
  addRows<uint16_t>(from, length, isFirst, sum);
}

/**
 * Adds up the weighted source rows of output row `r`, whole rows of words at a time: for interleaved
 * chroma that is both components at once. 10-bit words come out in units of 8-bit levels.
 */
void sumRows(const Resizer& resizer, const Component& plane, int wordsPerSample, int r, float* sum) {
  const ResizeWeights::Taps taps = resizer.rows.taps[static_cast<size_t>(r)];
  const float* weights = resizer.rows.of(r);
  const int lowest = resizer.columns.lowest, length = (resizer.columns.end - lowest) * wordsPerSample;
  const float level = plane.isWide ? 1.0f / static_cast<float>(4 << plane.shift) : 1.0f;
  const uint8_t* first = plane.data + taps.first * plane.stride + static_cast<ptrdiff_t>(lowest) * plane.step;
  for (int done = 0; done < taps.count; done += kMostTaps) {
    WeightedRows from;
    from.count = std::min(taps.count - done, kMostTaps);
    for (int k = 0; k < kMostTaps; k++) {
      // Places that are left over repeat a row and weigh nothing.
      from.rows[k] = first + (done + std::min(k, from.count - 1)) * plane.stride;
      from.weights[k] = k < from.count ? weights[done + k] * level : 0;
    }
    if (plane.isWide) addWideRows(from, length, done == 0, sum);
    else addByteRows(from, length, done == 0, sum);
  }
}

/** `columnwise` becomes the sums of output rows r to r + count − 1, and zeros after their last word. */
void sumBlock(Resizer& resizer, const Component& plane, int wordsPerSample, int r, int count) {
  const ResizeWeights& columns = resizer.columns;
  const int length = (columns.end - columns.lowest) * wordsPerSample, stride = roundUpTo4(length);
  float* sums = atLeast(resizer.sums, static_cast<size_t>(kRows) * stride);
  for (int k = 0; k < kRows; k++) {
    float* row = sums + static_cast<ptrdiff_t>(k) * stride;
    if (k < count) sumRows(resizer, plane, wordsPerSample, r + k, row);
    std::fill(row + (k < count ? length : 0), row + stride, 0.0f);
  }

  const size_t padding = static_cast<size_t>(kRows) * (columns.widest * wordsPerSample);
  float* columnwise = atLeast(resizer.columnwise, static_cast<size_t>(kRows) * stride + padding);
  for (int i = 0; i < stride; i += 4) {
    for (int k = 0; k < kRows; k += 4) {
      transpose4x4(reinterpret_cast<const uint8_t*>(sums + static_cast<ptrdiff_t>(k) * stride + i), 4 * stride,
                   reinterpret_cast<uint8_t*>(columnwise + static_cast<ptrdiff_t>(kRows) * i + k), 4 * kRows);
    }
  }
  std::fill_n(columnwise + static_cast<ptrdiff_t>(kRows) * stride, padding, 0.0f);
}

/** One component of a block: out[kRows·i + k] is output column i of its row k. `word` tells V from U where they alternate. */
ONSET_CLONES
void reduceColumns(const ResizeWeights& columns, const float* columnwise, int wordsPerSample, int word, int outWidth,
                   float* __restrict out) {
  const ptrdiff_t next = static_cast<ptrdiff_t>(kRows) * wordsPerSample;
  const ResizeWeights::Taps* taps = columns.taps.data();
  const float* __restrict w = columns.of(0);
  const int count = columns.widest;
  for (int i = 0; i < outWidth; i++, w += count, out += kRows) {
    const float* __restrict in = columnwise + kRows * word + (taps[i].first - columns.lowest) * next;
    if (count == 1) {
      for (int k = 0; k < kRows; k++) out[k] = w[0] * in[k];
    } else if (count == 2) {
      for (int k = 0; k < kRows; k++) out[k] = w[0] * in[k] + w[1] * in[next + k];
    } else {
      for (int k = 0; k < kRows; k++) out[k] = w[0] * in[k] + w[1] * in[next + k] + w[2] * in[2 * next + k];
      for (int t = 3; t < count; t++) {
        for (int k = 0; k < kRows; k++) out[k] += w[t] * in[t * next + k];
      }
    }
  }
}

/** RGBA as one word a pixel, red in its lowest byte. */
ONSET_CLONES
void toPixels(const ColourCoefficients c, const float* __restrict y, const float* __restrict u,
              const float* __restrict v, int length, uint32_t* __restrict out) {
  for (int i = 0; i < length; i++) {
    const float luma = c.y * (y[i] - c.black), cu = u[i] - 128, cv = v[i] - 128;
    const int red = levelOf(luma + c.rv * cv), green = levelOf(luma + c.gu * cu + c.gv * cv),
              blue = levelOf(luma + c.bu * cu);
    out[i] = static_cast<uint32_t>(red | green << 8 | blue << 16) | 0xff000000u;
  }
}

/** The first `count` rows of a block, from pixels[kRows·i + k] to rows of RGBA. */
void storeBlock(const uint32_t* pixels, int outWidth, int count, uint8_t* out) {
  const ptrdiff_t stride = static_cast<ptrdiff_t>(outWidth) * 4;
  const int whole = count == kRows ? outWidth & ~3 : 0;
  for (int i = 0; i < whole; i += 4) {
    for (int k = 0; k < kRows; k += 4) {
      transpose4x4(reinterpret_cast<const uint8_t*>(pixels + static_cast<ptrdiff_t>(kRows) * i + k), 4 * kRows,
                   out + k * stride + 4 * i, stride);
    }
  }
  for (int k = 0; k < count; k++) {
    for (int i = whole; i < outWidth; i++) std::memcpy(out + k * stride + 4 * i, pixels + kRows * i + k, 4);
  }
}

}  // namespace

void shrinkToRgba(const YuvView& image, const Region& region, int outWidth, int outHeight, uint8_t* out) {
  static thread_local Resizer luma, chroma;
  static thread_local std::vector<float> memory;
  static thread_local std::vector<uint32_t> pixelMemory;
  const double stepX = region.width / outWidth, stepY = region.height / outHeight;
  luma.columns.build(region.x, stepX, outWidth, image.y.width);
  luma.rows.build(region.y, stepY, outHeight, image.y.height);
  // Chroma sample i sits on luma column 2i: in edge coordinates (x + ½)/2 … it covers 2i − ½ to 2i + 1½.
  // Vertically it sits between rows 2j and 2j + 1 and covers exactly those two.
  chroma.columns.build((region.x + 0.5) / 2, stepX / 2, outWidth, image.u.width);
  chroma.rows.build(region.y / 2, stepY / 2, outHeight, image.u.height);

  const int length = kRows * outWidth;
  float* y = atLeast(memory, 3 * static_cast<size_t>(length));
  float *u = y + length, *v = u + length;
  uint32_t* pixels = atLeast(pixelMemory, static_cast<size_t>(length));
  const ColourCoefficients colour = colourCoefficients(image);
  const bool isInterleaved = image.layout == Layout::NV12 || image.layout == Layout::P010;
  const int words = isInterleaved ? 2 : 1;
  for (int r = 0; r < outHeight; r += kRows) {
    const int count = std::min(kRows, outHeight - r);
    sumBlock(luma, image.y, 1, r, count);
    reduceColumns(luma.columns, luma.columnwise.data(), 1, 0, outWidth, y);
    sumBlock(chroma, image.u, words, r, count);
    reduceColumns(chroma.columns, chroma.columnwise.data(), words, 0, outWidth, u);
    if (!isInterleaved) sumBlock(chroma, image.v, 1, r, count);
    reduceColumns(chroma.columns, chroma.columnwise.data(), words, words - 1, outWidth, v);
    toPixels(colour, y, u, v, length, pixels);
    storeBlock(pixels, outWidth, count, out + static_cast<size_t>(r) * static_cast<size_t>(outWidth) * 4);
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
