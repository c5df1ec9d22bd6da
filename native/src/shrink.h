#pragma once

#include <node_api.h>

#include "image.h"

namespace onset {

/** A rectangle in frame pixels, where pixel i covers [i, i + 1). */
struct Region {
  double x, y, width, height;
};

/** Resizes a region to RGBA (alpha 255): averages by area where it shrinks, interpolates linearly where it grows. */
void shrinkToRgba(const YuvView& image, const Region& region, int outWidth, int outHeight, uint8_t* out);

/** (image…, x, y, width, height, outWidth, outHeight, out) */
napi_value shrinkToRgbaBinding(napi_env env, napi_callback_info info);

}  // namespace onset
