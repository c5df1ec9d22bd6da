#include "weights.h"

#include <algorithm>
#include <cmath>

#include "clones.h"

namespace onset {

void ResizeWeights::build(double start, double step, int outLength, int inLength) {
  taps.resize(static_cast<size_t>(outLength));
  weights.clear();
  lowest = inLength;
  end = 0;
  for (int i = 0; i < outLength; i++) {
    // A linear interpolation is the average of a tent of base 2 round the centre: taps at two samples.
    const double centre = start + (i + 0.5) * step - 0.5;
    const double from = start + i * step, to = from + step;
    const bool isArea = step >= 1;
    const double lowSample = isArea ? std::floor(from) : std::floor(centre);
    const double highSample = isArea ? std::ceil(to) - 1 : lowSample + 1;
    const double last = inLength - 1;
    const int first = static_cast<int>(std::clamp(lowSample, 0.0, last));
    const int count = static_cast<int>(std::clamp(highSample, 0.0, last)) - first + 1;
    taps[static_cast<size_t>(i)] = {first, count, static_cast<int>(weights.size())};
    weights.resize(weights.size() + static_cast<size_t>(count), 0.0f);
    float* w = weights.data() + taps[static_cast<size_t>(i)].offset;
    if (isArea) {
      // Everything below sample 0 counts as sample 0, everything above the last one as the last.
      for (int k = 0; k < count; k++) {
        const double lower = first + k == 0 ? from : std::max(from, static_cast<double>(first + k));
        const double upper = first + k == inLength - 1 ? to : std::min(to, static_cast<double>(first + k + 1));
        w[k] = static_cast<float>(std::max(0.0, upper - lower) / step);
      }
    } else {
      const double t = centre - lowSample;
      w[std::clamp(static_cast<int>(std::clamp(lowSample, 0.0, last)) - first, 0, count - 1)] += static_cast<float>(1 - t);
      w[std::clamp(static_cast<int>(std::clamp(highSample, 0.0, last)) - first, 0, count - 1)] += static_cast<float>(t);
    }
    lowest = std::min(lowest, first);
    end = std::max(end, first + count);
  }
}

ONSET_CLONES
void addRow(const uint8_t* __restrict row, int length, float weight, float* __restrict sum) {
  for (int i = 0; i < length; i++) sum[i] += weight * static_cast<float>(row[i]);
}

}  // namespace onset
