#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define ONSET_TRANSPOSE_SSE2 1
#endif

namespace onset {

/** Exchanges rows and columns of 4 × 4 words of four bytes. Strides in bytes; nothing needs to be aligned. */
inline void transpose4x4(const uint8_t* in, ptrdiff_t inStride, uint8_t* out, ptrdiff_t outStride) {
#ifdef ONSET_TRANSPOSE_SSE2
  // Words are moved, never calculated with, so pixels may travel as floats.
  auto load = [&](int i) { return _mm_loadu_ps(reinterpret_cast<const float*>(in + i * inStride)); };
  __m128 a = load(0), b = load(1), c = load(2), d = load(3);
  _MM_TRANSPOSE4_PS(a, b, c, d);
  auto store = [&](int i, __m128 row) { _mm_storeu_ps(reinterpret_cast<float*>(out + i * outStride), row); };
  store(0, a);
  store(1, b);
  store(2, c);
  store(3, d);
#else
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 4; j++) std::memcpy(out + j * outStride + 4 * i, in + i * inStride + 4 * j, 4);
  }
#endif
}

}  // namespace onset
