// Colour conversion, similarity warp and scaling in one pass over the crop, row by row.
//
// Luma is read with the cubic through four neighbours (Lagrange). Bilinear and Catmull-Rom interpolation
// have errors of third order, which shift fine detail by an amount that depends on the sub-pixel phase,
// and the movements looked for are a tenth of a pixel; this one's error is even and only softens.
// Chroma, which nobody measures displacement in, is read bilinearly. Where the frame is finer than
// the crop, each crop pixel averages a grid of samples over its whole footprint.
#include "warp.h"

#include <cmath>
#include <vector>

#include "clones.h"
#include "colour.h"
#include "scratch.h"

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define ONSET_SSE2 1
#endif

namespace onset {

namespace {

// Interpolation weights are tabulated at 1024 phases of a pixel: rounding a position to the nearest
// one moves it by at most 0.0005 px.
constexpr int kPhaseBits = 10;
constexpr int kPhases = 1 << kPhaseBits;
// Weights sum to exactly 1 << kWeightBits, so a flat area stays flat.
constexpr int kWeightBits = 14;
// Positions run along a row in 32.32 fixed point.
constexpr double kFixedOne = 4294967296.0;
constexpr int kFixedBits = 32;
// Beyond this many source pixels per crop pixel, samples are averaged. At 1.4 the cubic still passes
// little above the crop's Nyquist frequency on natural images; a smaller limit would pay fourfold for
// every face slightly larger than the crop.
constexpr double kMostStep = 1.4;
// Bounds the cost of absurd reductions; beyond 16 × 1.4 source pixels per crop pixel some alias.
constexpr int kMostSubsamples = 16;

/** A straight run of sampling positions in one component's pixels. */
struct Run {
  double x, y, dx, dy;
  int count;
};

struct FixedRun {
  int64_t x, y, dx, dy;
};

struct CubicTable {
  alignas(16) int16_t weights[kPhases][4];
  CubicTable();
};

CubicTable::CubicTable() {
  for (int phase = 0; phase < kPhases; phase++) {
    const double t = static_cast<double>(phase) / kPhases;
    const double exact[4] = {-t * (t - 1) * (t - 2) / 6, (t + 1) * (t - 1) * (t - 2) / 2, -(t + 1) * t * (t - 2) / 2,
                             (t + 1) * t * (t - 1) / 6};
    int sum = 0;
    for (int k = 0; k < 4; k++) {
      weights[phase][k] = static_cast<int16_t>(std::lround(exact[k] * (1 << kWeightBits)));
      sum += weights[phase][k];
    }
    weights[phase][t < 0.5 ? 1 : 2] += static_cast<int16_t>((1 << kWeightBits) - sum);
  }
}

const CubicTable cubic;

FixedRun fixedRun(const Run& run) {
  // Half a phase is added once, so that cutting a position off to its phase rounds to the nearest.
  const double half = 0.5 / kPhases;
  return {static_cast<int64_t>(std::floor((run.x + half) * kFixedOne)),
          static_cast<int64_t>(std::floor((run.y + half) * kFixedOne)),
          static_cast<int64_t>(std::llround(run.dx * kFixedOne)), static_cast<int64_t>(std::llround(run.dy * kFixedOne))};
}

inline int pixelOf(int64_t position) { return static_cast<int>(position >> kFixedBits); }
inline int phaseOf(int64_t position) { return static_cast<int>(position >> (kFixedBits - kPhaseBits)) & (kPhases - 1); }

/**
 * The part [from, to) of a run whose pixel positions lie in [low, high], so that its taps need no
 * clamping. Positions are monotone along a run, so the borders are found by bisection.
 */
void clipAxis(int64_t start, int64_t step, int low, int high, int* from, int* to) {
  auto isLow = [&](int i) { return pixelOf(start + i * step) < low; };
  auto isHigh = [&](int i) { return pixelOf(start + i * step) > high; };
  auto firstWhere = [&](auto&& is) {
    int a = *from, b = *to;
    while (a < b) {
      const int middle = a + (b - a) / 2;
      if (is(middle)) b = middle;
      else a = middle + 1;
    }
    return a;
  };
  if (step >= 0) {
    const int begin = firstWhere([&](int i) { return !isLow(i); });
    const int end = firstWhere([&](int i) { return isHigh(i); });
    *from = begin;
    *to = end < begin ? begin : end;
  } else {
    const int begin = firstWhere([&](int i) { return !isHigh(i); });
    const int end = firstWhere([&](int i) { return isLow(i); });
    *from = begin;
    *to = end < begin ? begin : end;
  }
}

inline int clampTo(int value, int most) { return value < 0 ? 0 : value > most ? most : value; }

// Vertical sums have 14 bits of weight and 8 or 10 of sample; they are brought to 1/64 of an 8-bit
// level, which with the cubic's overshoot (at most 1.25) fits 16 signed bits.
inline int verticalShift(const Component& plane) { return plane.isWide ? 10 : 8; }
constexpr float kToLevel = 1.0f / (64 * (1 << kWeightBits));

inline float cubicAt(const Component& plane, int64_t x, int64_t y) {
  const int16_t* wx = cubic.weights[phaseOf(x)];
  const int16_t* wy = cubic.weights[phaseOf(y)];
  const int px = pixelOf(x), py = pixelOf(y), shift = verticalShift(plane);
  int sum = 0;
  for (int i = 0; i < 4; i++) {
    const int column = clampTo(px - 1 + i, plane.width - 1);
    int vertical = 1 << (shift - 1);
    for (int j = 0; j < 4; j++) vertical += wy[j] * sampleAt(plane, column, clampTo(py - 1 + j, plane.height - 1));
    sum += wx[i] * (vertical >> shift);
  }
  return static_cast<float>(sum) * kToLevel;
}

#ifdef ONSET_SSE2
inline __m128i fourSamples(const Component& plane, const uint8_t* at) {
  if (plane.isWide) {
    const __m128i words = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(at));
    return plane.shift ? _mm_srli_epi16(words, 6) : words;
  }
  int bytes;
  std::memcpy(&bytes, at, 4);
  return _mm_unpacklo_epi8(_mm_cvtsi32_si128(bytes), _mm_setzero_si128());
}

template <bool isWide>
void cubicInterior(const Component& plane, FixedRun run, int from, int to, float* out) {
  Component p = plane;
  p.isWide = isWide;
  const int word = isWide ? 2 : 1;
  constexpr int shift = isWide ? 10 : 8;
  const __m128i half = _mm_set1_epi32(1 << (shift - 1));
  int64_t x = run.x + from * run.dx, y = run.y + from * run.dy;
  for (int i = from; i < to; i++, x += run.dx, y += run.dy) {
    const uint8_t* at = p.data + (pixelOf(y) - 1) * p.stride + static_cast<ptrdiff_t>(pixelOf(x) - 1) * word;
    const __m128i r0 = fourSamples(p, at), r1 = fourSamples(p, at + p.stride);
    const __m128i r2 = fourSamples(p, at + 2 * p.stride), r3 = fourSamples(p, at + 3 * p.stride);
    const __m128i wy = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(cubic.weights[phaseOf(y)]));
    const __m128i wx = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(cubic.weights[phaseOf(x)]));
    const __m128i upper = _mm_madd_epi16(_mm_unpacklo_epi16(r0, r1), _mm_shuffle_epi32(wy, 0x00));
    const __m128i lower = _mm_madd_epi16(_mm_unpacklo_epi16(r2, r3), _mm_shuffle_epi32(wy, 0x55));
    const __m128i vertical = _mm_srai_epi32(_mm_add_epi32(_mm_add_epi32(upper, lower), half), shift);
    const __m128i pairs = _mm_madd_epi16(_mm_packs_epi32(vertical, vertical), wx);
    const __m128i sum = _mm_add_epi32(pairs, _mm_shuffle_epi32(pairs, 0x55));
    out[i] = static_cast<float>(_mm_cvtsi128_si32(sum)) * kToLevel;
  }
}
#else
template <bool isWide>
void cubicInterior(const Component& plane, FixedRun run, int from, int to, float* out) {
  const int word = isWide ? 2 : 1;
  constexpr int shift = isWide ? 10 : 8;
  int64_t x = run.x + from * run.dx, y = run.y + from * run.dy;
  for (int i = from; i < to; i++, x += run.dx, y += run.dy) {
    const uint8_t* at = plane.data + (pixelOf(y) - 1) * plane.stride + static_cast<ptrdiff_t>(pixelOf(x) - 1) * word;
    const int16_t* wx = cubic.weights[phaseOf(x)];
    const int16_t* wy = cubic.weights[phaseOf(y)];
    int vertical[4];
    for (int k = 0; k < 4; k++) vertical[k] = 1 << (shift - 1);
    for (int j = 0; j < 4; j++) {
      uint16_t words[4];
      if (isWide) std::memcpy(words, at + j * plane.stride, 8);
      else
        for (int k = 0; k < 4; k++) words[k] = at[j * plane.stride + k];
      for (int k = 0; k < 4; k++) vertical[k] += wy[j] * (words[k] >> plane.shift);
    }
    int sum = 0;
    for (int k = 0; k < 4; k++) sum += wx[k] * (vertical[k] >> shift);
    out[i] = static_cast<float>(sum) * kToLevel;
  }
}
#endif

void cubicRow(const Component& plane, const Run& run, float* out) {
  const FixedRun fixed = fixedRun(run);
  int from = 0, to = run.count;
  clipAxis(fixed.x, fixed.dx, 1, plane.width - 3, &from, &to);
  clipAxis(fixed.y, fixed.dy, 1, plane.height - 3, &from, &to);
  for (int i = 0; i < from; i++) out[i] = cubicAt(plane, fixed.x + i * fixed.dx, fixed.y + i * fixed.dy);
  if (plane.isWide) cubicInterior<true>(plane, fixed, from, to, out);
  else cubicInterior<false>(plane, fixed, from, to, out);
  for (int i = to; i < run.count; i++) out[i] = cubicAt(plane, fixed.x + i * fixed.dx, fixed.y + i * fixed.dy);
}

// Ten bits of phase each way and ten of sample stay below 2^30.
inline int bilinear(int p00, int p01, int p10, int p11, int fx, int fy) {
  const int upper = p00 * (kPhases - fx) + p01 * fx;
  const int lower = p10 * (kPhases - fx) + p11 * fx;
  return upper * (kPhases - fy) + lower * fy;
}

inline float toChromaLevel(const Component& plane) {
  return 1.0f / (static_cast<float>(kPhases) * kPhases * (plane.isWide ? 4 : 1));
}

inline float bilinearAt(const Component& plane, int64_t x, int64_t y) {
  const int x0 = clampTo(pixelOf(x), plane.width - 1), x1 = clampTo(pixelOf(x) + 1, plane.width - 1);
  const int y0 = clampTo(pixelOf(y), plane.height - 1), y1 = clampTo(pixelOf(y) + 1, plane.height - 1);
  const int sum = bilinear(sampleAt(plane, x0, y0), sampleAt(plane, x1, y0), sampleAt(plane, x0, y1),
                           sampleAt(plane, x1, y1), phaseOf(x), phaseOf(y));
  return static_cast<float>(sum) * toChromaLevel(plane);
}

#ifdef ONSET_SSE2
inline int twoBytes(const uint8_t* at) {
  uint16_t word;
  std::memcpy(&word, at, 2);
  return word;
}

inline __m128i fourBytes(const uint8_t* at) {
  int bytes;
  std::memcpy(&bytes, at, 4);
  return _mm_cvtsi32_si128(bytes);
}

/** The four neighbours of both components as words: u00 u01 v00 v01 u10 u11 v10 v11, first digit the row. */
template <bool isWide, int step>
inline __m128i chromaSamples(const uint8_t* u, const uint8_t* v, ptrdiff_t strideU, ptrdiff_t strideV, int shift) {
  constexpr bool isInterleaved = step == (isWide ? 4 : 2);
  __m128i words;
  if constexpr (isInterleaved && isWide) {
    words = _mm_unpacklo_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(u)),
                               _mm_loadl_epi64(reinterpret_cast<const __m128i*>(u + strideU)));
  } else if constexpr (isInterleaved) {
    words = _mm_unpacklo_epi8(_mm_unpacklo_epi32(fourBytes(u), fourBytes(u + strideU)), _mm_setzero_si128());
  } else if constexpr (isWide) {
    words = _mm_unpacklo_epi64(_mm_unpacklo_epi32(fourBytes(u), fourBytes(v)),
                               _mm_unpacklo_epi32(fourBytes(u + strideU), fourBytes(v + strideV)));
  } else {
    const int upper = twoBytes(u) | twoBytes(v) << 16, lower = twoBytes(u + strideU) | twoBytes(v + strideV) << 16;
    words = _mm_unpacklo_epi8(_mm_unpacklo_epi32(_mm_cvtsi32_si128(upper), _mm_cvtsi32_si128(lower)), _mm_setzero_si128());
  }
  if constexpr (isInterleaved) words = _mm_shufflehi_epi16(_mm_shufflelo_epi16(words, 0xd8), 0xd8);
  return isWide && shift ? _mm_srli_epi16(words, 6) : words;
}

template <bool isWide, int step>
void bilinearInterior(const Component& u, const Component& v, FixedRun run, int from, int to, float* outU, float* outV) {
  const ptrdiff_t strideU = u.stride, strideV = v.stride;
  const uint8_t *dataU = u.data, *dataV = v.data;
  const int depthShift = u.shift;
  // As for luma: sums of weights of 14 bits, brought to 1/64 level between the two directions.
  constexpr int shift = isWide ? 10 : 8;
  const __m128i half = _mm_set1_epi32(1 << (shift - 1));
  int64_t x = run.x + from * run.dx, y = run.y + from * run.dy;
  for (int i = from; i < to; i++, x += run.dx, y += run.dy) {
    const ptrdiff_t column = static_cast<ptrdiff_t>(pixelOf(x)) * step, row = pixelOf(y);
    const __m128i samples =
        chromaSamples<isWide, step>(dataU + row * strideU + column, dataV + row * strideV + column, strideU, strideV, depthShift);
    // Pairs of weights 2^14 − w and w, from phases of 10 bits.
    const int wx = phaseOf(x) << 4, wy = phaseOf(y) << 4;
    const __m128i pairX = _mm_set1_epi32(((1 << kWeightBits) - wx) | wx << 16);
    const __m128i pairY = _mm_set1_epi32(((1 << kWeightBits) - wy) | wy << 16);
    const __m128i rows = _mm_srai_epi32(_mm_add_epi32(_mm_madd_epi16(samples, pairX), half), shift);  // u0 v0 u1 v1
    const __m128i packed = _mm_shufflelo_epi16(_mm_packs_epi32(rows, rows), 0xd8);                    // u0 u1 v0 v1
    const __m128 level = _mm_mul_ps(_mm_cvtepi32_ps(_mm_madd_epi16(packed, pairY)), _mm_set1_ps(kToLevel));
    _mm_store_ss(outU + i, level);
    _mm_store_ss(outV + i, _mm_shuffle_ps(level, level, 0x55));
  }
}
#else
template <bool isWide>
inline int wordAt(const uint8_t* at, int shift) {
  if constexpr (!isWide) return *at;
  uint16_t word;
  std::memcpy(&word, at, 2);
  return word >> shift;
}

template <bool isWide, int step>
void bilinearInterior(const Component& u, const Component& v, FixedRun run, int from, int to, float* outU, float* outV) {
  const float level = toChromaLevel(u);
  const ptrdiff_t stride = u.stride, strideV = v.stride;
  const int shift = u.shift;
  int64_t x = run.x + from * run.dx, y = run.y + from * run.dy;
  for (int i = from; i < to; i++, x += run.dx, y += run.dy) {
    const ptrdiff_t column = static_cast<ptrdiff_t>(pixelOf(x)) * step, row = pixelOf(y);
    const uint8_t* atU = u.data + row * stride + column;
    const uint8_t* atV = v.data + row * strideV + column;
    const int fx = phaseOf(x), fy = phaseOf(y);
    auto read = [shift](const uint8_t* at) { return wordAt<isWide>(at, shift); };
    outU[i] = static_cast<float>(bilinear(read(atU), read(atU + step), read(atU + stride), read(atU + stride + step), fx, fy)) * level;
    outV[i] = static_cast<float>(bilinear(read(atV), read(atV + step), read(atV + strideV), read(atV + strideV + step), fx, fy)) * level;
  }
}
#endif

void bilinearRow(const Component& u, const Component& v, const Run& run, float* outU, float* outV) {
  const FixedRun fixed = fixedRun(run);
  int from = 0, to = run.count;
  clipAxis(fixed.x, fixed.dx, 0, u.width - 2, &from, &to);
  clipAxis(fixed.y, fixed.dy, 0, u.height - 2, &from, &to);
  auto border = [&](int begin, int end) {
    for (int i = begin; i < end; i++) {
      outU[i] = bilinearAt(u, fixed.x + i * fixed.dx, fixed.y + i * fixed.dy);
      outV[i] = bilinearAt(v, fixed.x + i * fixed.dx, fixed.y + i * fixed.dy);
    }
  };
  border(0, from);
  if (!u.isWide && u.step == 1) bilinearInterior<false, 1>(u, v, fixed, from, to, outU, outV);
  else if (!u.isWide) bilinearInterior<false, 2>(u, v, fixed, from, to, outU, outV);
  else if (u.step == 2) bilinearInterior<true, 2>(u, v, fixed, from, to, outU, outV);
  else bilinearInterior<true, 4>(u, v, fixed, from, to, outU, outV);
  border(to, run.count);
}

void lumaRow(const ColourCoefficients& c, const float* y, int size, uint8_t* out) {
  mixRow(y, y, y, c.y, 0, 0, -c.y * c.black, size, out);
}

void colourRow(const ColourCoefficients& c, const float* y, const float* u, const float* v, int size, uint8_t* out,
               size_t plane) {
  const float black = -c.y * c.black;
  mixRow(y, u, v, c.y, 0, c.rv, black, size, out);
  mixRow(y, u, v, c.y, c.gu, c.gv, black, size, out + plane);
  mixRow(y, u, v, c.y, c.bu, 0, black, size, out + 2 * plane);
}

/** How many samples each way a pixel averages when neighbouring pixels lie `step` samples apart. */
int subsamplesFor(double step) {
  const int count = step <= kMostStep ? 1 : static_cast<int>(std::ceil(step / kMostStep));
  return count < kMostSubsamples ? count : kMostSubsamples;
}

/** Adds up each n neighbours of a fine row onto a row of means over n × n samples. */
void addSubsamples(const float* fine, int n, int size, bool isFirst, float* out) {
  const float share = 1.0f / static_cast<float>(n * n);
  for (int i = 0; i < size; i++) {
    float sum = 0;
    for (int k = 0; k < n; k++) sum += fine[i * n + k];
    out[i] = (isFirst ? 0 : out[i]) + sum * share;
  }
}

/** The j-th of n runs of fine samples through crop row `row`; chroma samples lie on even columns and between rows. */
Run fineRun(const Similarity& m, int row, int j, int n, int size, bool isChroma) {
  // Sub-sample k of n lies (k + ½)/n − ½ crop pixels from the pixel's centre.
  const double first = 0.5 / n - 0.5, cropY = row + (j + 0.5) / n - 0.5;
  Run run = {m.a * first - m.b * cropY + m.tx, m.b * first + m.a * cropY + m.ty, m.a / n, m.b / n, size * n};
  if (isChroma) run = {run.x / 2, (run.y - 0.5) / 2, run.dx / 2, run.dy / 2, run.count};
  return run;
}

}  // namespace

void warpFace(const YuvView& image, const Similarity& cropToFrame, int size, bool isLumaOnly, uint8_t* out) {
  static thread_local std::vector<float> memory;
  const double step = std::hypot(cropToFrame.a, cropToFrame.b);
  const int nLuma = subsamplesFor(step), nChroma = subsamplesFor(step / 2);
  const size_t row = static_cast<size_t>(size);
  float* y = atLeast(memory, row * static_cast<size_t>(3 + nLuma + 2 * nChroma));
  float *u = y + row, *v = u + row, *fine = v + row, *fineU = fine + row * nLuma, *fineV = fineU + row * nChroma;
  const ColourCoefficients colour = colourCoefficients(image);

  for (int r = 0; r < size; r++) {
    if (nLuma == 1) cubicRow(image.y, fineRun(cropToFrame, r, 0, 1, size, false), y);
    for (int j = 0; nLuma > 1 && j < nLuma; j++) {
      cubicRow(image.y, fineRun(cropToFrame, r, j, nLuma, size, false), fine);
      addSubsamples(fine, nLuma, size, j == 0, y);
    }
    lumaRow(colour, y, size, out + 3 * row * row + r * row);
    if (isLumaOnly) continue;
    if (nChroma == 1) bilinearRow(image.u, image.v, fineRun(cropToFrame, r, 0, 1, size, true), u, v);
    for (int j = 0; nChroma > 1 && j < nChroma; j++) {
      bilinearRow(image.u, image.v, fineRun(cropToFrame, r, j, nChroma, size, true), fineU, fineV);
      addSubsamples(fineU, nChroma, size, j == 0, u);
      addSubsamples(fineV, nChroma, size, j == 0, v);
    }
    colourRow(colour, y, u, v, size, out + r * row, row * row);
  }
}

napi_value warpFaceBinding(napi_env env, napi_callback_info info) {
  Arguments arguments(env, info);
  const YuvView image = readImage(arguments);
  Similarity m;
  m.a = arguments.number();
  m.b = arguments.number();
  m.tx = arguments.number();
  m.ty = arguments.number();
  const int size = arguments.integer(1, 4096);
  const bool isLumaOnly = arguments.integer(0, 1) == 1;
  const Span<uint8_t> out = arguments.bytes(4 * static_cast<size_t>(size) * static_cast<size_t>(size));
  // Keeps every position within the 31 integer bits of the fixed-point run.
  const bool isBounded = std::fabs(m.a) <= 1e4 && std::fabs(m.b) <= 1e4 && std::fabs(m.tx) <= 1e6 && std::fabs(m.ty) <= 1e6;
  arguments.require(isBounded, "internal: expected a bounded similarity");
  if (!arguments.ok()) return nullptr;
  warpFace(image, m, size, isLumaOnly, out.data);
  return nullptr;
}

}  // namespace onset
