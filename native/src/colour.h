#pragma once

#include <algorithm>
#include <cstdint>

#include "image.h"

namespace onset {

/** Rounds to the nearest level of 0–255. Clamped as an integer, which compilers turn into vectors where they would branch on floats. */
inline int levelOf(float value) { return std::min(std::max(static_cast<int>(value + 0.5f), 0), 255); }

inline uint8_t toLevel(float value) { return static_cast<uint8_t>(levelOf(value)); }

/** out = level(y·Y + u·(U − 128) + v·(V − 128) + bias): one plane at a time, because compilers turn that into vectors. */
void mixRow(const float* lumas, const float* us, const float* vs, float y, float u, float v, float bias, int length,
            uint8_t* out);

}  // namespace onset
