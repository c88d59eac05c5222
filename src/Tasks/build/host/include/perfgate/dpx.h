// The dynamic-programming intrinsics: sums and extremes of three, of words and of their halves.
#pragma once

namespace perfgate
{
// A word as one number.
inline int extreme(bool largest, int a, int b) { return largest == (a >= b) ? a : b; }
inline unsigned int extreme(bool largest, unsigned int a, unsigned int b) { return largest == (a >= b) ? a : b; }
inline int wrapped_sum(int a, int b) { return int(unsigned(a) + unsigned(b)); }
inline unsigned int wrapped_sum(unsigned int a, unsigned int b) { return a + b; }
inline int not_negative(int a) { return a < 0 ? 0 : a; }
inline unsigned int halves_not_negative(unsigned int a) { return __vmaxs2(a, 0); }
} // namespace perfgate

#define PERFGATE_DPX_WORD(NAME, LARGEST, T, KIND)                                                 \
    inline T __viadd##NAME##_##KIND(T a, T b, T c)                                                \
    {                                                                                             \
        return perfgate::extreme(LARGEST, perfgate::wrapped_sum(a, b), c);                        \
    }                                                                                             \
    inline T __vi##NAME##3_##KIND(T a, T b, T c)                                                  \
    {                                                                                             \
        return perfgate::extreme(LARGEST, perfgate::extreme(LARGEST, a, b), c);                   \
    }                                                                                             \
    inline T __vib##NAME##_##KIND(T a, T b, bool* first)                                          \
    {                                                                                             \
        *first = LARGEST ? a >= b : a <= b;                                                       \
        return *first ? a : b;                                                                    \
    }

#define PERFGATE_DPX_HALVES(NAME, KIND, EXTREME, COMPARE)                                         \
    inline unsigned int __viadd##NAME##_##KIND(unsigned int a, unsigned int b, unsigned int c)    \
    {                                                                                             \
        return EXTREME(__vadd2(a, b), c);                                                         \
    }                                                                                             \
    inline unsigned int __vi##NAME##3_##KIND(unsigned int a, unsigned int b, unsigned int c)      \
    {                                                                                             \
        return EXTREME(EXTREME(a, b), c);                                                         \
    }                                                                                             \
    inline unsigned int __vib##NAME##_##KIND(unsigned int a, unsigned int b, bool* high, bool* low) \
    {                                                                                             \
        unsigned int const first = COMPARE(a, b);                                                 \
        *high = first >> 16 != 0;                                                                 \
        *low = (first & 0xffff) != 0;                                                             \
        return EXTREME(a, b);                                                                     \
    }

// The same, but never negative.
#define PERFGATE_DPX_RELU(NAME, T, KIND, EXTREME, RELU)                                           \
    inline T __viadd##NAME##_##KIND##_relu(T a, T b, T c)                                         \
    {                                                                                             \
        return RELU(__viadd##NAME##_##KIND(a, b, c));                                             \
    }                                                                                             \
    inline T __vi##NAME##3_##KIND##_relu(T a, T b, T c) { return RELU(__vi##NAME##3_##KIND(a, b, c)); } \
    inline T __vi##NAME##_##KIND##_relu(T a, T b) { return RELU(EXTREME(a, b)); }

PERFGATE_DPX_WORD(max, true, int, s32)
PERFGATE_DPX_WORD(min, false, int, s32)
PERFGATE_DPX_WORD(max, true, unsigned int, u32)
PERFGATE_DPX_WORD(min, false, unsigned int, u32)
PERFGATE_DPX_HALVES(max, s16x2, __vmaxs2, __vcmpges2)
PERFGATE_DPX_HALVES(min, s16x2, __vmins2, __vcmples2)
PERFGATE_DPX_HALVES(max, u16x2, __vmaxu2, __vcmpgeu2)
PERFGATE_DPX_HALVES(min, u16x2, __vminu2, __vcmpleu2)
PERFGATE_DPX_RELU(max, int, s32, max, perfgate::not_negative)
PERFGATE_DPX_RELU(min, int, s32, min, perfgate::not_negative)
PERFGATE_DPX_RELU(max, unsigned int, s16x2, __vmaxs2, perfgate::halves_not_negative)
PERFGATE_DPX_RELU(min, unsigned int, s16x2, __vmins2, perfgate::halves_not_negative)

#undef PERFGATE_DPX_RELU
#undef PERFGATE_DPX_HALVES
#undef PERFGATE_DPX_WORD
