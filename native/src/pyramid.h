#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace onset {

/** A smoothed picture with its edge repeated `margin` pixels outwards on every side. */
struct PaddedPlane {
  int width = 0, height = 0, margin = 0;
  ptrdiff_t stride = 0;
  std::vector<float> memory;

  void resize(int newWidth, int newHeight, int newMargin);
  float* row(int y) { return memory.data() + (y + margin) * stride + margin; }
  const float* row(int y) const { return memory.data() + (y + margin) * stride + margin; }
};

/**
 * Levels of half the size each. Every level is smoothed by the binomial 1 4 6 4 1 (standard deviation
 * exactly 1 px), and the next one takes every second pixel of it, so pixel i there is pixel 2i here.
 */
struct Pyramid {
  static constexpr int kLevels = 3;
  PaddedPlane levels[kLevels];
  std::vector<float> rows;  // working memory

  void resize(int width, int height, const int (&margins)[kLevels]);
  /** Levels are stored around zero: grey 128 becomes 0, which spares single precision its large sums. */
  void fill(const uint8_t* luma);
};

}  // namespace onset
