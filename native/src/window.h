#pragma once

#include <node_api.h>

#include <cstdint>
#include <vector>

#include "arguments.h"

namespace onset {

/** Aligned crops with their times, in order; each holds at least the planes R, G, B of sizeIn². */
struct TimedCrops {
  std::vector<const uint8_t*> planes;
  const double* timesUs = nullptr;
  int size = 0;
};

/**
 * [3, frames, sizeOut, sizeOut] in 0–1: crops interpolated linearly at `frames` instants evenly from
 * fromUs to toUs, both included, and resized by area (linearly where they grow).
 */
void resampleWindow(const TimedCrops& crops, double fromUs, double toUs, int frames, int sizeOut, float* out);

/** (crops, timesUs, fromUs, toUs, frames, sizeIn, sizeOut, out) */
napi_value resampleWindowBinding(napi_env env, napi_callback_info info);

}  // namespace onset
