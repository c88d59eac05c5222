// CUB's operators and pairs, and the temporary storage of its collectives.
#pragma once

#include "../cooperative_groups.h"

// CUB's own headers bring these.
#include "../cuda_bf16.h"
#include "../cuda_fp16.h"

// Sources ask it whether cub::Sum is there still: it is until 2.8.
#define CUB_VERSION 200200

namespace cub
{
template <class K, class V>
struct KeyValuePair
{
    using Key = K;
    using Value = V;
    K key;
    V value;
    KeyValuePair() = default;
    KeyValuePair(K const& key, V const& value) : key(key), value(value) {}
    bool operator!=(KeyValuePair const& other) const { return value != other.value || key != other.key; }
};

#define PERFGATE_OPERATION(NAME, RESULT)                                                             \
    struct NAME                                                                                      \
    {                                                                                                \
        template <class T, class U> auto operator()(T const& x, U const& y) const { return RESULT; } \
    };
PERFGATE_OPERATION(Equality, x == y)
PERFGATE_OPERATION(Inequality, x != y)
PERFGATE_OPERATION(Sum, x + y)
PERFGATE_OPERATION(Difference, x - y)
PERFGATE_OPERATION(Division, x / y)
PERFGATE_OPERATION(Max, T(x < y ? y : x))
PERFGATE_OPERATION(Min, T(y < x ? y : x))
// The smaller index of two equal values.
PERFGATE_OPERATION(ArgMax, T(y.value > x.value || (y.value == x.value && y.key < x.key) ? y : x))
PERFGATE_OPERATION(ArgMin, T(y.value < x.value || (y.value == x.value && y.key < x.key) ? y : x))
#undef PERFGATE_OPERATION

namespace details
{
// Values of threads in shared memory, which is no place for constructors.
template <class T, int Count>
struct Slots
{
    alignas(T) unsigned char bytes[sizeof(T) * Count];

    T get(int at) const
    {
        T value;
        std::memcpy(static_cast<void*>(&value), bytes + sizeof(T) * at, sizeof(T));
        return value;
    }
    void set(int at, T const& value)
    {
        std::memcpy(bytes + sizeof(T) * at, static_cast<const void*>(&value), sizeof(T));
    }
};

inline int rank_in_block() { return int(cooperative_groups::this_thread_block().thread_rank()); }
inline int threads_in_block() { return int(cooperative_groups::this_thread_block().size()); }

template <class T, int Items, class Operation>
inline T combined(T const (&items)[Items], Operation operation)
{
    T result = items[0];
    for (int i = 1; i < Items; i++)
        result = operation(result, items[i]);
    return result;
}

// Whatever comes before all items of a thread, and the result of each of them.
template <class T, int Items, class Operation>
inline void scan_items(
    T const (&in)[Items], T (&out)[Items], Operation operation, T prefix, bool has_prefix, bool inclusive)
{
    T running = prefix;
    for (int i = 0; i < Items; i++)
    {
        T const next = has_prefix || i > 0 ? operation(running, in[i]) : in[i];
        out[i] = inclusive ? next : running;
        running = next;
    }
}
} // namespace details
} // namespace cub
