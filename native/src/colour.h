#pragma once

#include <cstdint>

#include "image.h"

namespace onset {

/** Rounds to the nearest level of 0–255. */
inline uint8_t toLevel(float value) {
  value = value < 0 ? 0 : value;
  value = value > 255 ? 255 : value;
  return static_cast<uint8_t>(static_cast<int>(value + 0.5f));
}

}  // namespace onset
