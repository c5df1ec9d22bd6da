// Medians by a sorting network: the same exchanges for every pixel, so that one instruction does
// sixteen or thirty-two pixels. Only the exchanges that the middle depends on are kept.
#include "median.h"

#include <algorithm>
#include <cstring>

#include "arguments.h"
#include "clones.h"

namespace onset {

namespace {

constexpr int kMostPlanes = 31;
// Pixels sorted at a time: with 31 planes they stay within a first-level cache of 32 KiB.
constexpr int kBlock = 512;

struct Exchange {
  uint8_t low, high;
};

struct Network {
  std::vector<Exchange> exchanges;
  int count = 0;

  explicit Network(int planes);
};

/** Batcher's merge exchange (Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M), then cut back from the middle. */
Network::Network(int planes) : count(planes) {
  std::vector<Exchange> all;
  int top = 1;
  while (2 * top < planes) top *= 2;
  for (int p = top; p > 0; p /= 2) {
    int q = top, r = 0, d = p;
    for (;;) {
      for (int i = 0; i + d < planes; i++) {
        if ((i & p) == r) all.push_back({static_cast<uint8_t>(i), static_cast<uint8_t>(i + d)});
      }
      if (q == p) break;
      d = q - p;
      q /= 2;
      r = p;
    }
  }
  bool isWanted[kMostPlanes] = {};
  isWanted[(planes - 1) / 2] = isWanted[planes / 2] = true;
  for (auto it = all.rbegin(); it != all.rend(); ++it) {
    if (!isWanted[it->low] && !isWanted[it->high]) continue;
    isWanted[it->low] = isWanted[it->high] = true;
    exchanges.push_back(*it);
  }
  std::reverse(exchanges.begin(), exchanges.end());
}

ONSET_CLONES
void exchangeRows(uint8_t* __restrict low, uint8_t* __restrict high) {
  for (int i = 0; i < kBlock; i++) {
    const uint8_t a = low[i], b = high[i];
    low[i] = a < b ? a : b;
    high[i] = a < b ? b : a;
  }
}

ONSET_CLONES
void meanOfRows(const uint8_t* __restrict a, const uint8_t* __restrict b, int length, uint8_t* __restrict out) {
  for (int i = 0; i < length; i++) out[i] = static_cast<uint8_t>((a[i] + b[i] + 1) >> 1);
}

const Network& networkFor(int planes) {
  static thread_local std::vector<Network> made;
  for (const Network& network : made) {
    if (network.count == planes) return network;
  }
  made.emplace_back(planes);
  return made.back();
}

}  // namespace

void medianOfPlanes(const std::vector<const uint8_t*>& planes, size_t length, uint8_t* out) {
  alignas(64) uint8_t block[kMostPlanes][kBlock];
  const int count = static_cast<int>(planes.size());
  const Network& network = networkFor(count);
  for (size_t start = 0; start < length; start += kBlock) {
    const size_t pixels = std::min(length - start, static_cast<size_t>(kBlock));
    for (int k = 0; k < count; k++) {
      std::memcpy(block[k], planes[static_cast<size_t>(k)] + start, pixels);
      std::memset(block[k] + pixels, 0, kBlock - pixels);
    }
    for (const Exchange exchange : network.exchanges) exchangeRows(block[exchange.low], block[exchange.high]);
    meanOfRows(block[(count - 1) / 2], block[count / 2], static_cast<int>(pixels), out + start);
  }
}

napi_value medianOfPlanesBinding(napi_env env, napi_callback_info info) {
  static thread_local std::vector<const uint8_t*> planes;
  Arguments arguments(env, info);
  const napi_value array = arguments.value();
  const Span<uint8_t> out = arguments.bytes(1);
  uint32_t count = 0;
  if (!arguments.ok()) return nullptr;
  arguments.require(napi_get_array_length(env, array, &count) == napi_ok && count >= 3 && count <= kMostPlanes,
                    "internal: expected 3 to 31 planes");
  readByteArrays(arguments, array, count, out.length, &planes);
  if (!arguments.ok()) return nullptr;
  medianOfPlanes(planes, out.length, out.data);
  return nullptr;
}

}  // namespace onset
