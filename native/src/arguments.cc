#include "arguments.h"

#include <cmath>
#include <cstdio>

namespace onset {

Arguments::Arguments(napi_env env, napi_callback_info info) : env_(env) {
  if (napi_get_cb_info(env, info, &count_, values_, nullptr, nullptr) != napi_ok) {
    count_ = 0;
    fail("arguments");
  }
}

int32_t Arguments::integer(int32_t least, int32_t most) {
  const double value = number();
  if (!ok_) return 0;
  if (!(value >= least && value <= most) || value != std::floor(value)) {
    fail("an integer in range");
    return 0;
  }
  return static_cast<int32_t>(value);
}

double Arguments::number() {
  double value = 0;
  const napi_value argument = this->value();
  if (!ok_) return 0;
  if (napi_get_value_double(env_, argument, &value) != napi_ok || !std::isfinite(value)) {
    fail("a finite number");
    return 0;
  }
  return value;
}

Span<uint8_t> Arguments::bytes(size_t atLeast) {
  Span<uint8_t> span;
  span.data = static_cast<uint8_t*>(typedArray(napi_uint8_array, napi_uint8_clamped_array, atLeast, &span.length));
  return span;
}

Span<float> Arguments::floats(size_t atLeast) {
  Span<float> span;
  span.data = static_cast<float*>(typedArray(napi_float32_array, napi_float32_array, atLeast, &span.length));
  return span;
}

Span<double> Arguments::doubles(size_t atLeast) {
  Span<double> span;
  span.data = static_cast<double*>(typedArray(napi_float64_array, napi_float64_array, atLeast, &span.length));
  return span;
}

napi_value Arguments::value() {
  if (!ok_) return nullptr;
  if (next_ >= count_ || next_ >= kMost) {
    fail("one more argument");
    return nullptr;
  }
  return values_[next_++];
}

void Arguments::require(bool condition, const char* message) {
  if (!ok_ || condition) return;
  ok_ = false;
  napi_throw_range_error(env_, nullptr, message);
}

void* Arguments::typedArray(napi_typedarray_type type, napi_typedarray_type orType, size_t atLeast, size_t* length) {
  const napi_value argument = value();
  if (!ok_) return nullptr;
  bool isTypedArray = false;
  napi_typedarray_type found = napi_int8_array;
  void* data = nullptr;
  if (napi_is_typedarray(env_, argument, &isTypedArray) != napi_ok || !isTypedArray ||
      napi_get_typedarray_info(env_, argument, &found, length, &data, nullptr, nullptr) != napi_ok ||
      (found != type && found != orType)) {
    fail("a typed array of the right kind");
    return nullptr;
  }
  if (*length < atLeast || (data == nullptr && atLeast > 0)) {
    fail("a longer typed array");
    return nullptr;
  }
  return data;
}

void Arguments::fail(const char* expected) {
  if (!ok_) return;
  ok_ = false;
  char message[96];
  std::snprintf(message, sizeof message, "internal: expected %s as native argument %zu", expected, next_);
  napi_throw_type_error(env_, nullptr, message);
}

void readByteArrays(Arguments& arguments, napi_value array, uint32_t count, size_t atLeast,
                    std::vector<const uint8_t*>* out) {
  const napi_env env = arguments.env();
  out->clear();
  for (uint32_t i = 0; i < count && arguments.ok(); i++) {
    napi_value element;
    bool isTypedArray = false;
    napi_typedarray_type type = napi_int8_array;
    size_t length = 0;
    void* data = nullptr;
    const bool good = napi_get_element(env, array, i, &element) == napi_ok &&
                      napi_is_typedarray(env, element, &isTypedArray) == napi_ok && isTypedArray &&
                      napi_get_typedarray_info(env, element, &type, &length, &data, nullptr, nullptr) == napi_ok &&
                      type == napi_uint8_array && length >= atLeast && data != nullptr;
    arguments.require(good, "internal: expected Uint8Arrays that are long enough");
    out->push_back(static_cast<const uint8_t*>(data));
  }
}

}  // namespace onset
