#pragma once

#include <node_api.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace onset {

/** The median of each pixel over several planes; of an even number, the mean of the two middle values, rounded up. */
void medianOfPlanes(const std::vector<const uint8_t*>& planes, size_t length, uint8_t* out);

/** (planes, out) */
napi_value medianOfPlanesBinding(napi_env env, napi_callback_info info);

}  // namespace onset
