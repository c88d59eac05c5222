// Arithmetic on the two halves or the four bytes of a word: CUDA's __vadd2, __vmaxs4 and the like.
#pragma once

namespace perfgate
{
template <int Bits, bool Signed>
inline __attribute__((always_inline)) int lane_of(unsigned int word, int at)
{
    int const up = 32 - Bits - at;
    return Signed ? int(word << up) >> (32 - Bits) : int(word << up >> (32 - Bits));
}

// Each lane is what combine(x, y) gives for the lanes of two words, cut to its bits.
template <int Bits, bool Signed, class Combine>
inline __attribute__((always_inline)) unsigned int by_lane(unsigned int x, unsigned int y, Combine combine)
{
    unsigned int result = 0;
    for (int at = 0; at < 32; at += Bits)
        result |= (unsigned(combine(lane_of<Bits, Signed>(x, at), lane_of<Bits, Signed>(y, at)))
                      & (~0u >> (32 - Bits)))
            << at;
    return result;
}

template <int Bits, bool Signed>
inline __attribute__((always_inline)) int saturate(int value)
{
    int const low = Signed ? -(1 << (Bits - 1)) : 0;
    int const high = Signed ? (1 << (Bits - 1)) - 1 : (1 << Bits) - 1;
    return value < low ? low : value > high ? high : value;
}

template <int Bits, bool Signed>
inline __attribute__((always_inline)) unsigned int sum_of_differences(unsigned int x, unsigned int y)
{
    unsigned int sum = 0;
    for (int at = 0; at < 32; at += Bits)
    {
        int const difference = lane_of<Bits, Signed>(x, at) - lane_of<Bits, Signed>(y, at);
        sum += unsigned(difference < 0 ? -difference : difference);
    }
    return sum;
}
} // namespace perfgate

#define PERFGATE_LANES(NAME, N, SIGNED, VALUE)                                                      \
    inline unsigned int NAME##N(unsigned int x, unsigned int y)                                     \
    {                                                                                               \
        return perfgate::by_lane<32 / N, SIGNED>(x, y, [](int a, int b) { return VALUE; });         \
    }
#define PERFGATE_LANES_OF_ONE(NAME, N, VALUE)                                                       \
    inline unsigned int NAME##N(unsigned int x)                                                     \
    {                                                                                               \
        return perfgate::by_lane<32 / N, true>(x, x, [](int a, int) { return VALUE; });             \
    }
// __vcmp gives a lane of ones where it holds, __vset the number one.
#define PERFGATE_COMPARED(NAME, N, SIGNED, SIGN)                                                    \
    PERFGATE_LANES(__vcmp##NAME, N, SIGNED, a SIGN b ? -1 : 0)                                      \
    PERFGATE_LANES(__vset##NAME, N, SIGNED, a SIGN b ? 1 : 0)

#define PERFGATE_SIMD(N)                                                                            \
    PERFGATE_LANES(__vadd, N, true, a + b)                                                          \
    PERFGATE_LANES(__vsub, N, true, a - b)                                                          \
    PERFGATE_LANES(__vaddss, N, true, (perfgate::saturate<32 / N, true>(a + b)))                    \
    PERFGATE_LANES(__vaddus, N, false, (perfgate::saturate<32 / N, false>(a + b)))                  \
    PERFGATE_LANES(__vsubss, N, true, (perfgate::saturate<32 / N, true>(a - b)))                    \
    PERFGATE_LANES(__vsubus, N, false, (perfgate::saturate<32 / N, false>(a - b)))                  \
    PERFGATE_LANES(__vmaxs, N, true, a > b ? a : b)                                                 \
    PERFGATE_LANES(__vmaxu, N, false, a > b ? a : b)                                                \
    PERFGATE_LANES(__vmins, N, true, a < b ? a : b)                                                 \
    PERFGATE_LANES(__vminu, N, false, a < b ? a : b)                                                \
    PERFGATE_LANES(__vavgs, N, true, (a + b + (a + b >= 0)) >> 1)                                   \
    PERFGATE_LANES(__vavgu, N, false, (a + b + 1) >> 1)                                             \
    PERFGATE_LANES(__vhaddu, N, false, (a + b) >> 1)                                                \
    PERFGATE_LANES(__vabsdiffs, N, true, a > b ? a - b : b - a)                                     \
    PERFGATE_LANES(__vabsdiffu, N, false, a > b ? a - b : b - a)                                    \
    PERFGATE_LANES_OF_ONE(__vabs, N, a < 0 ? -a : a)                                                \
    PERFGATE_LANES_OF_ONE(__vabsss, N, (perfgate::saturate<32 / N, true>(a < 0 ? -a : a)))          \
    PERFGATE_LANES_OF_ONE(__vneg, N, -a)                                                            \
    PERFGATE_LANES_OF_ONE(__vnegss, N, (perfgate::saturate<32 / N, true>(-a)))                      \
    PERFGATE_COMPARED(eq, N, true, ==)                                                              \
    PERFGATE_COMPARED(ne, N, true, !=)                                                              \
    PERFGATE_COMPARED(ges, N, true, >=)                                                             \
    PERFGATE_COMPARED(gts, N, true, >)                                                              \
    PERFGATE_COMPARED(les, N, true, <=)                                                             \
    PERFGATE_COMPARED(lts, N, true, <)                                                              \
    PERFGATE_COMPARED(geu, N, false, >=)                                                            \
    PERFGATE_COMPARED(gtu, N, false, >)                                                             \
    PERFGATE_COMPARED(leu, N, false, <=)                                                            \
    PERFGATE_COMPARED(ltu, N, false, <)                                                             \
    inline unsigned int __vsads##N(unsigned int x, unsigned int y)                                  \
    {                                                                                               \
        return perfgate::sum_of_differences<32 / N, true>(x, y);                                    \
    }                                                                                               \
    inline unsigned int __vsadu##N(unsigned int x, unsigned int y)                                  \
    {                                                                                               \
        return perfgate::sum_of_differences<32 / N, false>(x, y);                                   \
    }

PERFGATE_SIMD(2)
PERFGATE_SIMD(4)

#undef PERFGATE_SIMD
#undef PERFGATE_COMPARED
#undef PERFGATE_LANES_OF_ONE
#undef PERFGATE_LANES
