#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace onset {

/**
 * How each sample of a resized row is made from the original: `count` weights from sample `first` on.
 * Weights that would fall outside the original are given to its edge sample.
 */
struct ResizeWeights {
  struct Taps {
    int first, count;
  };
  std::vector<Taps> taps;
  int widest = 0;            // the largest count
  int lowest = 0, end = 0;   // the original samples [lowest, end) are used

  /**
   * Output sample i covers [start + i·step, start + (i+1)·step) of a line in which original sample k
   * covers [k, k+1). Reduction (step ≥ 1) averages by area; enlargement interpolates linearly between
   * sample centres. Called again with the same numbers, as for each frame of a film, it keeps what it has.
   */
  void build(double start, double step, int outLength, int inLength);

  /** `widest` weights of output sample i; those after its own `count` are 0. */
  const float* of(int i) const { return weights.data() + static_cast<size_t>(i) * static_cast<size_t>(widest); }

 private:
  std::vector<float> weights;
  double builtStart = 0, builtStep = 0;
  int builtOut = 0, builtIn = 0;
};

/** sum[i] += weight · row[i] */
void addRow(const uint8_t* row, int length, float weight, float* sum);

}  // namespace onset
