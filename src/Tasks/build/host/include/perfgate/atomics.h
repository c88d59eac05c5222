// Atomics, on global memory across OS threads and on shared memory alike. All return the old value.
#pragma once

#pragma GCC visibility push(hidden)

namespace perfgate
{
// Replaces *address by update(*address) atomically, for types and operations that the machine has no instruction for.
template <class T, class Update>
inline __attribute__((always_inline)) T atomic_update(T* address, Update update)
{
    T old;
    __atomic_load(address, &old, __ATOMIC_RELAXED);
    T desired = update(old);
    while (!__atomic_compare_exchange(address, &old, &desired, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
        desired = update(old);
    return old;
}
} // namespace perfgate

#pragma GCC visibility pop

#define PERFGATE_ATOMIC(NAME, T, BODY)                                         \
    inline __attribute__((always_inline)) T NAME(T* address, T value)          \
    {                                                                          \
        return BODY;                                                           \
    }                                                                          \
    inline __attribute__((always_inline)) T NAME##_block(T* address, T value)  \
    {                                                                          \
        return BODY;                                                           \
    }                                                                          \
    inline __attribute__((always_inline)) T NAME##_system(T* address, T value) \
    {                                                                          \
        return BODY;                                                           \
    }

#define PERFGATE_INTEGER_ATOMICS(T)                                                                           \
    PERFGATE_ATOMIC(atomicAdd, T, __atomic_fetch_add(address, value, __ATOMIC_RELAXED))                       \
    PERFGATE_ATOMIC(atomicSub, T, __atomic_fetch_sub(address, value, __ATOMIC_RELAXED))                       \
    PERFGATE_ATOMIC(atomicAnd, T, __atomic_fetch_and(address, value, __ATOMIC_RELAXED))                       \
    PERFGATE_ATOMIC(atomicOr, T, __atomic_fetch_or(address, value, __ATOMIC_RELAXED))                         \
    PERFGATE_ATOMIC(atomicXor, T, __atomic_fetch_xor(address, value, __ATOMIC_RELAXED))                       \
    PERFGATE_ATOMIC(atomicExch, T, __atomic_exchange_n(address, value, __ATOMIC_SEQ_CST))                     \
    PERFGATE_ATOMIC(                                                                                          \
        atomicMin, T, perfgate::atomic_update(address, [value](T old) { return value < old ? value : old; })) \
    PERFGATE_ATOMIC(                                                                                          \
        atomicMax, T, perfgate::atomic_update(address, [value](T old) { return old < value ? value : old; })) \
    inline T atomicCAS(T* address, T compare, T value)                                                        \
    {                                                                                                         \
        T const wanted = compare;                                                                             \
        __atomic_compare_exchange_n(address, &compare, value, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);     \
        if (compare != wanted) /* a lock that is taken: its holder may be a fibre of this very thread */      \
            perfgate::current_block().give_way();                                                             \
        return compare;                                                                                       \
    }                                                                                                         \
    inline T atomicCAS_block(T* address, T compare, T value)                                                  \
    {                                                                                                         \
        return atomicCAS(address, compare, value);                                                            \
    }                                                                                                         \
    inline T atomicCAS_system(T* address, T compare, T value)                                                 \
    {                                                                                                         \
        return atomicCAS(address, compare, value);                                                            \
    }

PERFGATE_INTEGER_ATOMICS(int)
PERFGATE_INTEGER_ATOMICS(unsigned int)
PERFGATE_INTEGER_ATOMICS(long long)
PERFGATE_INTEGER_ATOMICS(unsigned long long)
PERFGATE_INTEGER_ATOMICS(unsigned long)

PERFGATE_ATOMIC(atomicInc, unsigned int,
                perfgate::atomic_update(address, [value](unsigned int old) { return old >= value ? 0 : old + 1; }))
PERFGATE_ATOMIC(atomicDec, unsigned int,
    perfgate::atomic_update(address, [value](unsigned int old) { return old == 0 || old > value ? value : old - 1; }))

PERFGATE_ATOMIC(atomicAdd, float, perfgate::atomic_update(address, [value](float old) { return old + value; }))
PERFGATE_ATOMIC(atomicAdd, double, perfgate::atomic_update(address, [value](double old) { return old + value; }))
// CUDA has none of these. A kernel's own function of the same name wins over a template.
#define PERFGATE_REAL_ATOMIC(NAME, FLOAT, DOUBLE)                                                     \
    template <class T>                                                                                \
    inline std::enable_if_t<std::is_floating_point<T>::value, T> NAME(T* address, T value)            \
    {                                                                                                 \
        return perfgate::atomic_update(address, [value](T old) {                                      \
            if constexpr (sizeof(T) == sizeof(float))                                                 \
                return FLOAT;                                                                         \
            else                                                                                      \
                return DOUBLE;                                                                        \
        });                                                                                           \
    }

PERFGATE_REAL_ATOMIC(atomicSub, old - value, old - value)
PERFGATE_REAL_ATOMIC(atomicMin, fminf(old, value), fmin(old, value))
PERFGATE_REAL_ATOMIC(atomicMax, fmaxf(old, value), fmax(old, value))
PERFGATE_REAL_ATOMIC(atomicSub_block, old - value, old - value)
PERFGATE_REAL_ATOMIC(atomicSub_system, old - value, old - value)
PERFGATE_REAL_ATOMIC(atomicMin_block, fminf(old, value), fmin(old, value))
PERFGATE_REAL_ATOMIC(atomicMin_system, fminf(old, value), fmin(old, value))
PERFGATE_REAL_ATOMIC(atomicMax_block, fmaxf(old, value), fmax(old, value))
PERFGATE_REAL_ATOMIC(atomicMax_system, fmaxf(old, value), fmax(old, value))

#undef PERFGATE_REAL_ATOMIC

inline float atomicExch(float* address, float value)
{
    float old;
    __atomic_exchange(address, &value, &old, __ATOMIC_SEQ_CST);
    return old;
}

inline double atomicExch(double* address, double value)
{
    double old;
    __atomic_exchange(address, &value, &old, __ATOMIC_SEQ_CST);
    return old;
}

inline unsigned short atomicCAS(unsigned short* address, unsigned short compare, unsigned short value)
{
    unsigned short const wanted = compare;
    __atomic_compare_exchange_n(address, &compare, value, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    if (compare != wanted)
        perfgate::current_block().give_way();
    return compare;
}

#undef PERFGATE_INTEGER_ATOMICS
#undef PERFGATE_ATOMIC
