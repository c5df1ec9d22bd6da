#pragma once

#include <cstdint>
#include <vector>

namespace onset {

/**
 * How each sample of a resized row is made from the original: `count` weights from sample `first` on.
 * Weights that would fall outside the original are given to its edge sample.
 */
struct ResizeWeights {
  struct Taps {
    int first, count, offset;
  };
  std::vector<Taps> taps;
  std::vector<float> weights;
  int lowest = 0, end = 0;  // the original samples [lowest, end) are used

  /**
   * Output sample i covers [start + i·step, start + (i+1)·step) of a line in which original sample k
   * covers [k, k+1). Reduction (step ≥ 1) averages by area; enlargement interpolates linearly between
   * sample centres.
   */
  void build(double start, double step, int outLength, int inLength);

  const float* of(const Taps& t) const { return weights.data() + t.offset; }
};

/** sum[i] += weight · row[i] */
void addRow(const uint8_t* row, int length, float weight, float* sum);

}  // namespace onset
