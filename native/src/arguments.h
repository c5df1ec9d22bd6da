#pragma once

#include <node_api.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace onset {

template <typename T>
struct Span {
  T* data = nullptr;
  size_t length = 0;
};

/**
 * Reads the arguments of one call, in order, into plain values. JavaScript has already checked them
 * with friendly messages; what is checked again here is what memory safety rests on. After the first
 * mismatch a JavaScript exception is pending, ok() is false and every later read returns zero.
 */
class Arguments {
 public:
  static constexpr size_t kMost = 24;

  Arguments(napi_env env, napi_callback_info info);

  int32_t integer(int32_t least, int32_t most);
  double number();
  /** A Uint8Array or Uint8ClampedArray (over ordinary or shared memory) of at least this many elements. */
  Span<uint8_t> bytes(size_t atLeast);
  Span<float> floats(size_t atLeast);
  Span<double> doubles(size_t atLeast);
  /** The next argument as it came. */
  napi_value value();

  /** Throws a RangeError unless the condition holds. */
  void require(bool condition, const char* message);

  bool ok() const { return ok_; }
  napi_env env() const { return env_; }

 private:
  void* typedArray(napi_typedarray_type type, napi_typedarray_type orType, size_t atLeast, size_t* length);
  void fail(const char* expected);

  napi_env env_;
  napi_value values_[kMost];
  size_t count_ = kMost;
  size_t next_ = 0;
  bool ok_ = true;
};

/** The Uint8Arrays of a JavaScript array, each of at least this many elements; fails the arguments otherwise. */
void readByteArrays(Arguments& arguments, napi_value array, uint32_t count, size_t atLeast,
                    std::vector<const uint8_t*>* out);

}  // namespace onset
