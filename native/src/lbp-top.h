#pragma once

#include <node_api.h>

#include <cstdint>

namespace onset {

struct LbpTopParameters {
  int radius[3];  // x, y, t
  int neighbours;
  int blocks[3];  // x, y, t
};

/** Histograms [blocks t, y, x][XY, XT, YT][bins], each of sum 1, of a clip [frames, height, width]. */
void lbpTop(const uint8_t* clip, int frames, int height, int width, const LbpTopParameters& parameters, float* out);

/** neighbours·(neighbours − 1) uniform patterns, two flat ones, and one bin for all others. */
inline int lbpBins(int neighbours) { return neighbours * (neighbours - 1) + 3; }

/** (clip, frames, height, width, radius x, y, t, neighbours, blocks x, y, t, out) */
napi_value lbpTopBinding(napi_env env, napi_callback_info info);

}  // namespace onset
