#include "image.h"

#include "clones.h"
#include "colour.h"

namespace onset {

namespace {

struct Plane {
  const uint8_t* data;
  ptrdiff_t stride;
};

Plane readPlane(Arguments& arguments, int rowBytes, int rows) {
  // The plane's bytes are known to suffice only once its stride is, so the length is checked after both.
  const Span<uint8_t> bytes = arguments.bytes(1);
  const int stride = arguments.integer(1, INT32_MAX);
  const size_t needed = static_cast<size_t>(rows > 0 ? rows - 1 : 0) * static_cast<size_t>(stride) + rowBytes;
  arguments.require(stride >= rowBytes && bytes.length >= needed, "internal: expected a plane that holds its rows");
  return {bytes.data, stride};
}

Component component(Plane plane, int offset, int step, int width, int height, Layout layout) {
  Component c;
  c.data = plane.data + offset;
  c.stride = plane.stride;
  c.step = step;
  c.width = width;
  c.height = height;
  c.isWide = layout == Layout::I010 || layout == Layout::P010;
  c.shift = layout == Layout::P010 ? 6 : 0;
  return c;
}

}  // namespace

YuvView readImage(Arguments& arguments) {
  YuvView image;
  image.layout = static_cast<Layout>(arguments.integer(0, 3));
  image.matrix = static_cast<Matrix>(arguments.integer(0, 2));
  image.range = static_cast<Range>(arguments.integer(0, 1));
  const int width = arguments.integer(1, 32768);
  const int height = arguments.integer(1, 32768);
  const bool isInterleaved = image.layout == Layout::NV12 || image.layout == Layout::P010;
  const int word = image.layout == Layout::I010 || image.layout == Layout::P010 ? 2 : 1;
  const int chromaWidth = (width + 1) / 2, chromaHeight = (height + 1) / 2;
  const int chromaStep = isInterleaved ? 2 * word : word;

  const Plane first = readPlane(arguments, width * word, height);
  const Plane second = readPlane(arguments, chromaWidth * chromaStep, chromaHeight);
  const Plane third = readPlane(arguments, chromaWidth * chromaStep, chromaHeight);
  if (!arguments.ok()) return image;

  image.y = component(first, 0, word, width, height, image.layout);
  image.u = component(second, 0, chromaStep, chromaWidth, chromaHeight, image.layout);
  image.v = component(isInterleaved ? second : third, isInterleaved ? word : 0, chromaStep, chromaWidth, chromaHeight,
                      image.layout);
  return image;
}

ColourCoefficients colourCoefficients(const YuvView& image) {
  const bool isFull = image.range == Range::Full;
  // Kr and Kb of ITU-R BT.601-7, BT.709-6 and BT.2020-2 (non-constant luminance).
  const double kr = image.matrix == Matrix::BT601 ? 0.299 : image.matrix == Matrix::BT709 ? 0.2126 : 0.2627;
  const double kb = image.matrix == Matrix::BT601 ? 0.114 : image.matrix == Matrix::BT709 ? 0.0722 : 0.0593;
  const double kg = 1 - kr - kb;
  // Full range of 10 bits ends at 1023, which is 255.75 of our 8-bit levels.
  const double full = image.y.isWide ? 255.0 / 255.75 : 1;
  const double luma = isFull ? full : 255.0 / 219;
  const double chroma = isFull ? full : 255.0 / 224;
  return {static_cast<float>(luma),
          isFull ? 0.0f : 16.0f,
          static_cast<float>(2 * (1 - kr) * chroma),
          static_cast<float>(-2 * (1 - kb) * kb / kg * chroma),
          static_cast<float>(-2 * (1 - kr) * kr / kg * chroma),
          static_cast<float>(2 * (1 - kb) * chroma)};
}

ONSET_CLONES
void mixRow(const float* __restrict lumas, const float* __restrict us, const float* __restrict vs, float y, float u,
            float v, float bias, int length, uint8_t* __restrict out) {
  const float all = bias - 128 * (u + v);
  for (int i = 0; i < length; i++) out[i] = toLevel(y * lumas[i] + u * us[i] + v * vs[i] + all);
}

}  // namespace onset
