#pragma once

#include <cstring>

namespace onset {

// Sums in eight lanes: element i goes to lane i mod 8, and the lanes are added up in order at the end. So every
// compiler and every vector width gives the same sum. Left to itself GCC turns a loop over eight sums into one that
// transposes (three times slower), hence its vector types, which clang shares; other compilers get an array.
constexpr int kLanes = 8;

#if defined(__GNUC__)
typedef float FloatLanes __attribute__((vector_size(kLanes * sizeof(float))));
typedef double DoubleLanes __attribute__((vector_size(kLanes * sizeof(double))));

inline void load(FloatLanes& lanes, const float* from) { std::memcpy(&lanes, from, sizeof lanes); }
// A macro, because a vector handed to a function would depend on what the function is compiled for.
#define widened(lanes) __builtin_convertvector(lanes, DoubleLanes)
#else
template <typename T>
struct Lanes {
  T lane[kLanes] = {};
  T& operator[](int k) { return lane[k]; }
  const T& operator[](int k) const { return lane[k]; }
  template <typename Change>
  Lanes& each(Change&& change) {
    for (int k = 0; k < kLanes; k++) change(lane[k], k);
    return *this;
  }
  Lanes& operator+=(const Lanes& other) { return each([&](T& mine, int k) { mine += other[k]; }); }
  Lanes& operator*=(const Lanes& other) { return each([&](T& mine, int k) { mine *= other[k]; }); }
  Lanes& operator-=(T value) { return each([&](T& mine, int) { mine -= value; }); }
  Lanes operator*(const Lanes& other) const { return Lanes(*this) *= other; }
};
using FloatLanes = Lanes<float>;
using DoubleLanes = Lanes<double>;

inline void load(FloatLanes& lanes, const float* from) { std::memcpy(lanes.lane, from, sizeof lanes.lane); }
inline DoubleLanes widened(const FloatLanes& from) {
  return DoubleLanes().each([&](double& lane, int k) { lane = from[k]; });
}
#endif

inline double total(const DoubleLanes& lanes) {
  double sum = 0;
  for (int k = 0; k < kLanes; k++) sum += lanes[k];
  return sum;
}

}  // namespace onset
