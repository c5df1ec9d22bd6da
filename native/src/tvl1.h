#pragma once

#include <node_api.h>

#include <cstdint>

namespace onset {

struct Tvl1Parameters {
  double tau, lambda, theta, epsilon, scaleStep;
  int scales, warps, iterations;
};

/** Writes the planes u and v with to(x + u, y + v) ≈ from(x, y). */
void tvl1Flow(const uint8_t* from, const uint8_t* to, int width, int height, const Tvl1Parameters& parameters, float* out);

/** (from, to, width, height, tau, lambda, theta, epsilon, scaleStep, scales, warps, iterations, out) */
napi_value tvl1FlowBinding(napi_env env, napi_callback_info info);

}  // namespace onset
