#pragma once

#include <node_api.h>

#include "image.h"

namespace onset {

/** x' = a·x − b·y + tx, y' = b·x + a·y + ty, from crop pixels to frame pixels; centres at integers. */
struct Similarity {
  double a, b, tx, ty;
};

/** Samples the image at every crop pixel and writes the planes R, G, B and full-range luma, each size². */
void warpFace(const YuvView& image, const Similarity& cropToFrame, int size, uint8_t* out);

/** (image…, a, b, tx, ty, size, out) */
napi_value warpFaceBinding(napi_env env, napi_callback_info info);

}  // namespace onset
