#include "weights.h"

#include <algorithm>
#include <cmath>

#include "clones.h"

namespace onset {

void ResizeWeights::build(double start, double step, int outLength, int inLength) {
  if (start == builtStart && step == builtStep && outLength == builtOut && inLength == builtIn) return;
  builtStart = start;
  builtStep = step;
  builtOut = outLength;
  builtIn = inLength;

  taps.resize(static_cast<size_t>(outLength));
  widest = 0;
  lowest = inLength;
  end = 0;
  const bool isArea = step >= 1;
  const double last = inLength - 1;
  // A linear interpolation is the average of a tent of base 2 round the centre: taps at two samples.
  auto fromOf = [&](int i) { return start + i * step; };
  auto centreOf = [&](int i) { return start + (i + 0.5) * step - 0.5; };
  for (int i = 0; i < outLength; i++) {
    const double low = isArea ? std::floor(fromOf(i)) : std::floor(centreOf(i));
    const double high = isArea ? std::ceil(fromOf(i) + step) - 1 : low + 1;
    const int first = static_cast<int>(std::clamp(low, 0.0, last));
    const int count = static_cast<int>(std::clamp(high, 0.0, last)) - first + 1;
    taps[static_cast<size_t>(i)] = {first, count};
    widest = std::max(widest, count);
    lowest = std::min(lowest, first);
    end = std::max(end, first + count);
  }

  weights.assign(static_cast<size_t>(outLength) * static_cast<size_t>(widest), 0.0f);
  for (int i = 0; i < outLength; i++) {
    const auto [first, count] = taps[static_cast<size_t>(i)];
    float* w = weights.data() + static_cast<size_t>(i) * static_cast<size_t>(widest);
    if (isArea) {
      // Everything below sample 0 counts as sample 0, everything above the last one as the last.
      const double from = fromOf(i), to = from + step;
      for (int k = 0; k < count; k++) {
        const double lower = first + k == 0 ? from : std::max(from, static_cast<double>(first + k));
        const double upper = first + k == inLength - 1 ? to : std::min(to, static_cast<double>(first + k + 1));
        w[k] = static_cast<float>(std::max(0.0, upper - lower) / step);
      }
    } else {
      const double low = std::floor(centreOf(i)), t = centreOf(i) - low;
      w[std::clamp(static_cast<int>(std::clamp(low, 0.0, last)) - first, 0, count - 1)] += static_cast<float>(1 - t);
      w[std::clamp(static_cast<int>(std::clamp(low + 1, 0.0, last)) - first, 0, count - 1)] += static_cast<float>(t);
    }
  }
}

ONSET_CLONES
void addRow(const uint8_t* __restrict row, int length, float weight, float* __restrict sum) {
  for (int i = 0; i < length; i++) sum[i] += weight * static_cast<float>(row[i]);
}

}  // namespace onset
