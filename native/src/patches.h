#pragma once

#include <node_api.h>

#include <cstdint>
#include <map>
#include <vector>

#include "pyramid.h"

namespace onset {

/**
 * Patches of a neutral picture, ready to be found again in others.
 *
 * Inverse-compositional Lucas and Kanade (Baker and Matthews 2004) for translation only. A patch T of
 * the neutral and the picture I, both smoothed, obey where the content has moved by D
 *
 *   I(p + d) ≈ (1 + g)·T(p) + c + ∇T(p)·(d − D)         g, c: change of gain and of bias
 *
 * The gradient images are made orthogonal to 1 and to T under the window's weights w (Σ w = 1), so that
 * gain and bias drop out, and the displacement is the posterior mode under a normal prior of standard
 * deviation σ_d = 1 px and picture noise of standard deviation σ_n:
 *
 *   d ← d − (A + λ)⁻¹ (Σ w ∇T⊥ I(p + d) + λ d)     A = Σ w ∇T⊥ ∇T⊥ᵀ     λ = σ_n² Σ w² / σ_d²
 *
 * Patches with A ≫ λ are moved by their texture, flat ones stay near zero.
 */
class Patches {
 public:
  Patches(const uint8_t* neutral, int size, const float* centres, const float* halfWidths, int count, double noise);

  /** Writes dx, dy, residual and texture of every patch. */
  void measure(const uint8_t* luma, float* out);

  int size() const { return size_; }
  int count() const { return count_; }
  size_t bytes() const;

 private:
  /** One patch on one level: a window of rows of `length` floats (a multiple of 8, padded with zero weight). */
  struct Window {
    int left, top, rows, length;
    size_t offset;            // of its arrays in memory_
    double pull[4];           // (A + λ)⁻¹ λ
    float texture, meanT, varianceT;
    size_t area() const { return static_cast<size_t>(rows) * static_cast<size_t>(length); }
    // Four arrays follow each other: (A + λ)⁻¹ w ∇T⊥ in x and y, w, and T.
  };

  const float* gaussian(int half, const Window& window);
  void prepareWindow(Window& window, const PaddedPlane& plane, int half, double centreX, double centreY, double lambdaScale);
  void register_(const Window& window, const PaddedPlane& plane, int level, double* d);
  float residual(const Window& window) const;

  int size_, count_;
  double noise_;
  Pyramid pyramid_;
  std::vector<Window> windows_;  // count × levels
  std::vector<float> memory_;
  std::map<int, std::vector<float>> gaussians_;  // by half width, while windows are being prepared
  std::vector<float> sampled_, between_;  // the window of I, and its horizontally interpolated rows
};

/** (neutral, size, centres, halfWidths, noise) → handle */
napi_value preparePatchesBinding(napi_env env, napi_callback_info info);
/** (handle, luma, out) */
napi_value measurePatchesBinding(napi_env env, napi_callback_info info);
/** (handle) Frees the memory now; a later call with the handle throws. */
napi_value disposePatchesBinding(napi_env env, napi_callback_info info);

}  // namespace onset
