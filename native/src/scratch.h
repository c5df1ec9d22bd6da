#pragma once

#include <cstddef>
#include <vector>

namespace onset {

/** At least `length` elements of working memory that stay allocated for the thread's next call. */
template <typename T>
inline T* atLeast(std::vector<T>& memory, size_t length) {
  if (memory.size() < length) memory.resize(length);
  return memory.data();
}

}  // namespace onset
