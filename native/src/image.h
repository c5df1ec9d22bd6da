#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "arguments.h"

namespace onset {

enum class Layout { I420 = 0, NV12 = 1, I010 = 2, P010 = 3 };
enum class Matrix { BT601 = 0, BT709 = 1, BT2020 = 2 };
enum class Range { Limited = 0, Full = 1 };

/** One component of a picture: luma, or one of the two chroma components, wherever it is stored. */
struct Component {
  const uint8_t* data = nullptr;
  ptrdiff_t stride = 0;   // bytes from row to row
  int step = 1;           // bytes from sample to sample
  int width = 0;
  int height = 0;
  bool isWide = false;    // 16-bit words
  int shift = 0;          // right shift that brings a word to 10 bits: 0 for i010, 6 for p010
};

struct YuvView {
  Component y, u, v;
  Matrix matrix = Matrix::BT709;
  Range range = Range::Limited;
  Layout layout = Layout::I420;
};

/** A sample of a component in its own bits (8 or 10). Words may lie at odd addresses. */
inline int sampleAt(const Component& plane, int x, int y) {
  const uint8_t* at = plane.data + y * plane.stride + static_cast<ptrdiff_t>(x) * plane.step;
  if (!plane.isWide) return *at;
  uint16_t word;
  std::memcpy(&word, at, 2);
  return word >> plane.shift;
}

/**
 * R = y·(Y − black) + rv·(V − 128), and so on, from components in units of 8-bit levels (a 10-bit
 * sample divided by four) to RGB in 0–255. `y·(Y − black)` alone is luma in full range.
 */
struct ColourCoefficients {
  float y, black, rv, gu, gv, bu;
};
ColourCoefficients colourCoefficients(const YuvView& image);

/** Reads eleven arguments: layout, matrix, range, width, height, then data and stride of three planes (the third repeats the second where there are two). */
YuvView readImage(Arguments& arguments);

}  // namespace onset
