// What JavaScript may call. Each name is one file; each binding copies its arguments into plain
// structs and hands them to a function that knows no JavaScript.
#include <node_api.h>

#include "lbp-top.h"
#include "median.h"
#include "patches.h"
#include "shrink.h"
#include "tvl1.h"
#include "warp.h"
#include "window.h"

namespace {

struct Entry {
  const char* name;
  napi_callback call;
};

constexpr Entry kEntries[] = {
    {"warpFace", onset::warpFaceBinding},
    {"shrinkToRgba", onset::shrinkToRgbaBinding},
    {"resampleWindow", onset::resampleWindowBinding},
    {"medianOfPlanes", onset::medianOfPlanesBinding},
    {"tvl1Flow", onset::tvl1FlowBinding},
    {"lbpTop", onset::lbpTopBinding},
    {"preparePatches", onset::preparePatchesBinding},
    {"measurePatches", onset::measurePatchesBinding},
    {"disposePatches", onset::disposePatchesBinding},
};

}  // namespace

NAPI_MODULE_INIT() {
  for (const Entry& entry : kEntries) {
    napi_value function;
    if (napi_create_function(env, entry.name, NAPI_AUTO_LENGTH, entry.call, nullptr, &function) != napi_ok ||
        napi_set_named_property(env, exports, entry.name, function) != napi_ok) {
      napi_throw_error(env, nullptr, "internal: the native functions could not be registered");
      return nullptr;
    }
  }
  return exports;
}
