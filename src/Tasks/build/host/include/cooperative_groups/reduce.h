// cooperative_groups::reduce.
#pragma once

#include "../cooperative_groups.h"

namespace cooperative_groups
{
#define PERFGATE_OPERATION(NAME, RESULT)                                                  \
    template <class T = void>                                                             \
    struct NAME                                                                           \
    {                                                                                     \
        template <class U>                                                                \
        U operator()(U const& x, U const& y) const                                        \
        {                                                                                 \
            return RESULT;                                                                \
        }                                                                                 \
    };
PERFGATE_OPERATION(plus, U(x + y))
PERFGATE_OPERATION(less, y < x ? y : x)
PERFGATE_OPERATION(greater, x < y ? y : x)
PERFGATE_OPERATION(bit_and, U(x & y))
PERFGATE_OPERATION(bit_or, U(x | y))
PERFGATE_OPERATION(bit_xor, U(x ^ y))
#undef PERFGATE_OPERATION

// Every lane combines the values in the order of ranks, so that all get the same result.
template <class T, class Operation>
inline T reduce(details::lanes_group const& group, T value, Operation operation)
{
    T result = group.lanes().from(value, 0);
    for (unsigned rank = 1; rank < group.lanes().size(); rank++)
    {
        T const other = group.lanes().from(value, rank);
        result = operation(result, other);
    }
    return result;
}

template <class T, class Operation>
inline void reduce_update_async(details::lanes_group const& group, T* address, T value, Operation operation)
{
    T const result = reduce(group, value, operation);
    if (group.lanes().rank() == 0)
        perfgate::atomic_update(address, [&](T old) { return operation(old, result); });
}
} // namespace cooperative_groups
