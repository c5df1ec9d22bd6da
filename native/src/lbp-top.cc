// Local binary patterns on three orthogonal planes: G. Zhao, M. Pietikäinen, "Dynamic texture recognition
// using local binary patterns with an application to facial expressions" (IEEE TPAMI 29, 2007).
#include "lbp-top.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "arguments.h"

namespace onset {

namespace {

constexpr double kPi = 3.14159265358979323846;
// Interpolated levels that equal the centre by definition may fall short of it in the last bit.
constexpr double kTie = 1e-9;
constexpr int kMostNeighbours = 16;

/** A neighbour on the ellipse: offsets of four voxels in the clip and their weights. */
struct Neighbour {
  ptrdiff_t offset[4];
  double weight[4];
};

/** Neighbour k of P lies at r1·cos(2πk/P) along the plane's first axis and −r2·sin(2πk/P) along its second. */
Neighbour neighbourAt(int k, int count, int r1, int r2, ptrdiff_t stride1, ptrdiff_t stride2) {
  // Positions that should be whole numbers are, whatever the cosine's last bit.
  auto tidy = [](double value) { return std::round(value * 1e9) / 1e9; };
  const double angle = 2 * kPi * k / count;
  const double a = tidy(r1 * std::cos(angle)), b = tidy(-r2 * std::sin(angle));
  const double a0 = std::floor(a), b0 = std::floor(b), fa = a - a0, fb = b - b0;
  const double weight[4] = {(1 - fa) * (1 - fb), fa * (1 - fb), (1 - fa) * fb, fa * fb};
  Neighbour neighbour;
  for (int i = 0; i < 4; i++) {
    neighbour.weight[i] = weight[i];
    // A voxel of no weight may lie outside the clip: read the first one instead.
    const ptrdiff_t at1 = static_cast<ptrdiff_t>(a0) + ((i & 1) && fa > 0 ? 1 : 0);
    const ptrdiff_t at2 = static_cast<ptrdiff_t>(b0) + ((i & 2) && fb > 0 ? 1 : 0);
    neighbour.offset[i] = at1 * stride1 + at2 * stride2;
  }
  return neighbour;
}

/**
 * The bin of every pattern. Patterns with at most two changes round the circle have one each, in the order
 * of their numbers; all others share the last.
 */
std::vector<uint16_t> uniformBins(int neighbours) {
  const uint32_t patterns = 1u << neighbours;
  std::vector<uint16_t> bins(patterns);
  uint16_t next = 0;
  for (uint32_t pattern = 0; pattern < patterns; pattern++) {
    const uint32_t turned = ((pattern << 1) | (pattern >> (neighbours - 1))) & (patterns - 1);
    int changes = 0;
    for (uint32_t bits = pattern ^ turned; bits != 0; bits &= bits - 1) changes++;
    bins[pattern] = changes <= 2 ? next++ : static_cast<uint16_t>(lbpBins(neighbours) - 1);
  }
  return bins;
}

uint32_t patternAt(const uint8_t* centre, const Neighbour* neighbours, int count) {
  const double level = *centre - kTie;
  uint32_t pattern = 0;
  for (int k = 0; k < count; k++) {
    double value = 0;
    for (int i = 0; i < 4; i++) value += neighbours[k].weight[i] * centre[neighbours[k].offset[i]];
    pattern |= static_cast<uint32_t>(value >= level) << k;
  }
  return pattern;
}

}  // namespace

void lbpTop(const uint8_t* clip, int frames, int height, int width, const LbpTopParameters& q, float* out) {
  const int bins = lbpBins(q.neighbours), planes = 3;
  const ptrdiff_t stride[3] = {1, width, static_cast<ptrdiff_t>(width) * height};
  const int axes[3][2] = {{0, 1}, {0, 2}, {1, 2}};  // XY, XT, YT
  Neighbour neighbours[3][kMostNeighbours];
  for (int p = 0; p < planes; p++) {
    const int first = axes[p][0], second = axes[p][1];
    for (int k = 0; k < q.neighbours; k++) {
      neighbours[p][k] = neighbourAt(k, q.neighbours, q.radius[first], q.radius[second], stride[first], stride[second]);
    }
  }
  const std::vector<uint16_t> binOf = uniformBins(q.neighbours);
  const size_t histograms = static_cast<size_t>(q.blocks[0]) * static_cast<size_t>(q.blocks[1]) * static_cast<size_t>(q.blocks[2]) * 3;
  std::fill(out, out + histograms * static_cast<size_t>(bins), 0.0f);

  const int inner[3] = {width - 2 * q.radius[0], height - 2 * q.radius[1], frames - 2 * q.radius[2]};
  auto blockOf = [&](int at, int axis) {
    return static_cast<int>(static_cast<int64_t>(at) * q.blocks[axis] / inner[axis]);
  };
  for (int t = 0; t < inner[2]; t++) {
    for (int y = 0; y < inner[1]; y++) {
      const uint8_t* row = clip + (t + q.radius[2]) * stride[2] + (y + q.radius[1]) * stride[1] + q.radius[0];
      const int blockRow = (blockOf(t, 2) * q.blocks[1] + blockOf(y, 1)) * q.blocks[0];
      for (int x = 0; x < inner[0]; x++) {
        float* histogram = out + static_cast<ptrdiff_t>(blockRow + blockOf(x, 0)) * planes * bins;
        for (int p = 0; p < planes; p++) {
          histogram[p * bins + binOf[patternAt(row + x, neighbours[p], q.neighbours)]] += 1;
        }
      }
    }
  }
  for (size_t h = 0; h < histograms; h++) {
    float* histogram = out + h * static_cast<size_t>(bins);
    double sum = 0;
    for (int i = 0; i < bins; i++) sum += histogram[i];
    for (int i = 0; i < bins; i++) histogram[i] = static_cast<float>(histogram[i] / sum);
  }
}

napi_value lbpTopBinding(napi_env env, napi_callback_info info) {
  Arguments arguments(env, info);
  const Span<uint8_t> clip = arguments.bytes(1);
  const int frames = arguments.integer(1, 4096), height = arguments.integer(1, 4096), width = arguments.integer(1, 4096);
  LbpTopParameters q;
  for (int& radius : q.radius) radius = arguments.integer(1, 64);
  q.neighbours = arguments.integer(4, kMostNeighbours);
  for (int& blocks : q.blocks) blocks = arguments.integer(1, 64);
  if (!arguments.ok()) return nullptr;
  const size_t histograms = static_cast<size_t>(q.blocks[0]) * static_cast<size_t>(q.blocks[1]) * static_cast<size_t>(q.blocks[2]) * 3;
  const Span<float> out = arguments.floats(histograms * static_cast<size_t>(lbpBins(q.neighbours)));
  const size_t voxels = static_cast<size_t>(frames) * static_cast<size_t>(height) * static_cast<size_t>(width);
  const int size[3] = {width, height, frames};
  // Counts are floats while they grow, exact up to 2^24.
  bool holds = clip.length >= voxels && voxels < (1u << 24);
  for (int axis = 0; axis < 3; axis++) holds = holds && size[axis] - 2 * q.radius[axis] >= q.blocks[axis];
  arguments.require(holds, "internal: expected a clip that holds its frames and more than its blocks and radii");
  if (!arguments.ok()) return nullptr;
  lbpTop(clip.data, frames, height, width, q, out.data);
  return nullptr;
}

}  // namespace onset
