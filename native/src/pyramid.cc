#include "pyramid.h"

#include <algorithm>
#include <cstring>

#include "clones.h"

namespace onset {

namespace {

/** out[i] = (in[i−2] + 4·in[i−1] + 6·in[i] + 4·in[i+1] + in[i+2]) / 16; `in` has two more elements at both ends. */
ONSET_CLONES
void smoothAlong(const float* __restrict in, int length, float* __restrict out) {
  for (int i = 0; i < length; i++) {
    out[i] = (in[i - 2] + in[i + 2] + 4 * (in[i - 1] + in[i + 1]) + 6 * in[i]) * (1.0f / 16);
  }
}

ONSET_CLONES
void smoothAcross(const float* __restrict r0, const float* __restrict r1, const float* __restrict r2,
                  const float* __restrict r3, const float* __restrict r4, int length, float* __restrict out) {
  for (int i = 0; i < length; i++) out[i] = (r0[i] + r4[i] + 4 * (r1[i] + r3[i]) + 6 * r2[i]) * (1.0f / 16);
}

ONSET_CLONES
void toFloats(const uint8_t* __restrict in, int length, float* __restrict out) {
  for (int i = 0; i < length; i++) out[i] = static_cast<float>(in[i]) - 128.0f;
}

void everySecond(const float* __restrict in, int length, float* __restrict out) {
  for (int i = 0; i < length; i++) out[i] = in[2 * i];
}

void repeatEdges(PaddedPlane& plane) {
  for (int y = 0; y < plane.height; y++) {
    float* row = plane.row(y);
    std::fill(row - plane.margin, row, row[0]);
    std::fill(row + plane.width, row + plane.stride - plane.margin, row[plane.width - 1]);
  }
  const size_t bytes = static_cast<size_t>(plane.stride) * sizeof(float);
  for (int k = 1; k <= plane.margin; k++) {
    std::memcpy(plane.row(-k) - plane.margin, plane.row(0) - plane.margin, bytes);
    std::memcpy(plane.row(plane.height - 1 + k) - plane.margin, plane.row(plane.height - 1) - plane.margin, bytes);
  }
}

/** Smooths the rows that `read` brings into the plane, one pass, with five smoothed rows at hand. */
template <typename ReadRow>
void smoothInto(PaddedPlane& plane, std::vector<float>& rows, ReadRow&& read) {
  const int width = plane.width, height = plane.height;
  const size_t length = static_cast<size_t>(width) + 4;
  float* raw = rows.data();
  float* ring = raw + length;
  auto smoothed = [&](int y) { return ring + static_cast<size_t>(y % 5) * length; };
  auto load = [&](int y) {
    read(y, raw + 2);
    raw[0] = raw[1] = raw[2];
    raw[width + 2] = raw[width + 3] = raw[width + 1];
    smoothAlong(raw + 2, width, smoothed(y));
  };
  auto near = [&](int y) { return smoothed(std::clamp(y, 0, height - 1)); };
  for (int y = 0; y < std::min(2, height); y++) load(y);
  for (int y = 0; y < height; y++) {
    if (y + 2 < height) load(y + 2);
    smoothAcross(near(y - 2), near(y - 1), near(y), near(y + 1), near(y + 2), width, plane.row(y));
  }
  repeatEdges(plane);
}

}  // namespace

void PaddedPlane::resize(int newWidth, int newHeight, int newMargin) {
  width = newWidth;
  height = newHeight;
  margin = newMargin;
  stride = width + 2 * margin;
  memory.assign(static_cast<size_t>(stride) * static_cast<size_t>(height + 2 * margin), 0.0f);
}

void Pyramid::resize(int width, int height, const int (&margins)[kLevels]) {
  rows.assign(6 * (static_cast<size_t>(width) + 4), 0.0f);
  for (int l = 0; l < kLevels; l++) {
    levels[l].resize(width, height, margins[l]);
    width = (width + 1) / 2;
    height = (height + 1) / 2;
  }
}

void Pyramid::fill(const uint8_t* luma) {
  const int width = levels[0].width;
  smoothInto(levels[0], rows, [&](int y, float* out) { toFloats(luma + static_cast<ptrdiff_t>(y) * width, width, out); });
  for (int l = 1; l < kLevels; l++) {
    const PaddedPlane& finer = levels[l - 1];
    const int length = levels[l].width;
    smoothInto(levels[l], rows, [&](int y, float* out) { everySecond(finer.row(2 * y), length, out); });
  }
}

}  // namespace onset
