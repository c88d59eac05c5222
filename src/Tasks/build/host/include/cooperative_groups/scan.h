// cooperative_groups::inclusive_scan and exclusive_scan.
#pragma once

#include "reduce.h"

namespace cooperative_groups
{
template <class T, class Operation = plus<T>>
inline T inclusive_scan(details::lanes_group const& group, T value, Operation operation = {})
{
    T result = value;
    for (unsigned back = 1; back < group.lanes().size(); back++)
    {
        unsigned const own = group.lanes().rank();
        T const other = group.lanes().from(value, own < back ? own : own - back);
        if (own >= back)
            result = operation(other, result);
    }
    return result;
}

template <class T, class Operation = plus<T>>
inline T exclusive_scan(details::lanes_group const& group, T value, Operation operation = {})
{
    T const sum = inclusive_scan(group, value, operation);
    unsigned const own = group.lanes().rank();
    T const before = group.lanes().from(sum, own == 0 ? 0 : own - 1);
    return own == 0 ? T{} : before;
}
} // namespace cooperative_groups
