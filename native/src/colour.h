#pragma once

#include <algorithm>
#include <cstdint>

#include "image.h"

namespace onset {

/** Rounds to the nearest level of 0–255. Clamped as an integer, which compilers turn into vectors where they would branch on floats. */
inline uint8_t toLevel(float value) {
  return static_cast<uint8_t>(std::min(std::max(static_cast<int>(value + 0.5f), 0), 255));
}

}  // namespace onset
