#pragma once

#include <node_api.h>

#include "image.h"

namespace onset {

/** x' = a·x − b·y + tx, y' = b·x + a·y + ty, from crop pixels to frame pixels; centres at integers. */
struct Similarity {
  double a, b, tx, ty;
};

/**
 * Samples the image at every crop pixel and writes the planes R, G, B and full-range luma, each size²; of them only the
 * last where `isLumaOnly`.
 */
void warpFace(const YuvView& image, const Similarity& cropToFrame, int size, bool isLumaOnly, uint8_t* out);

/** (image…, a, b, tx, ty, size, isLumaOnly as 0 or 1, out) */
napi_value warpFaceBinding(napi_env env, napi_callback_info info);

}  // namespace onset
