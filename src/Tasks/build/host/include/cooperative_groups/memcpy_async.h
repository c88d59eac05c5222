// cooperative_groups::memcpy_async and wait. A copy is done when its call returns; wait is a barrier, as code that
// reads what other threads copied needs one.
#pragma once

#include "../cooperative_groups.h"

namespace cooperative_groups
{
template <class Group, class T>
inline void memcpy_async(Group const& group, T* to, const T* from, std::size_t bytes)
{
    auto* const target = reinterpret_cast<unsigned char*>(to);
    auto const* const source = reinterpret_cast<const unsigned char*>(from);
    for (std::size_t byte = std::size_t(group.thread_rank()); byte < bytes; byte += std::size_t(group.size()))
        target[byte] = source[byte];
}

template <class Group> inline void wait(Group const& group) { group.sync(); }
template <unsigned Stages, class Group> inline void wait_prior(Group const& group) { group.sync(); }
} // namespace cooperative_groups
