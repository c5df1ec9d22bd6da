#pragma once

// ONSET_CLONES before a function compiles it once more for AVX2 and picks at load time. Needs the
// loader's ifunc, which glibc has and musl and macOS have not; elsewhere the baseline
// (SSE2 or NEON) version is the only one.
#include <cstddef>
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(ONSET_NO_CLONES)
#define ONSET_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define ONSET_CLONES
#endif
