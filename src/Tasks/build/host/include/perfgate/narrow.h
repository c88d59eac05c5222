// Conversions between float or double and the 16-bit formats, with every rounding that CUDA offers.
#pragma once

#include "../perfgate_host.h"

#if defined(__F16C__)
#include <immintrin.h>
#endif

#pragma GCC visibility push(hidden)

namespace perfgate
{
enum class Rounding
{
    Nearest, // ties to even
    Zero,
    Up,
    Down,
};

// A binary floating-point format of 16 bits.
template <int ExponentBits, int MantissaBits>
struct Narrow
{
    static constexpr int Bias = (1 << (ExponentBits - 1)) - 1;
    static constexpr unsigned Infinity = ((1u << ExponentBits) - 1) << MantissaBits;
    static constexpr unsigned QuietNaN = 0x7fff; // CUDA's canonical one, in both formats

    // Exact integer arithmetic on the double: one rounding, subnormals and overflow included.
    static unsigned short from_double(double x, Rounding rounding)
    {
        auto const bits = bit_cast<unsigned long long>(x);
        bool const negative = bits >> 63 != 0;
        unsigned const sign = negative ? 0x8000u : 0;
        int const exponent = int(bits >> 52 & 0x7ff);
        unsigned long long mantissa = bits & 0xfffffffffffffull;
        if (exponent == 0x7ff)
            return (unsigned short)(mantissa != 0 ? QuietNaN : sign | Infinity);
        if (exponent == 0 && mantissa == 0)
            return (unsigned short)sign;
        if (exponent != 0)
            mantissa |= 1ull << 52;

        // The result's unit in the last place is 2^(scale), x is mantissa * 2^(exponent - 1075).
        int const value_exponent = (exponent == 0 ? 1 : exponent) - 1023;
        int const result_exponent = value_exponent < 1 - Bias ? 1 - Bias : value_exponent;
        int const shift = 52 - MantissaBits + (result_exponent - value_exponent);
        unsigned long long kept = shift < 64 ? mantissa >> shift : 0;
        unsigned long long const rest = shift < 64 ? mantissa & ((1ull << shift) - 1) : mantissa;
        unsigned long long const half = shift < 64 ? 1ull << (shift - 1) : ~0ull;
        bool up = false;
        switch (rounding)
        {
        case Rounding::Nearest: up = rest > half || (rest == half && (kept & 1) != 0); break;
        case Rounding::Up: up = rest != 0 && !negative; break;
        case Rounding::Down: up = rest != 0 && negative; break;
        case Rounding::Zero: break;
        }
        kept += up;
        // A carry out of the mantissa moves the exponent by itself; the hidden bit counts as one exponent step.
        unsigned long long const magnitude = ((unsigned long long)(result_exponent + Bias - 1) << MantissaBits) + kept;
        if (magnitude >= Infinity)
        {
            bool const stops = rounding == Rounding::Zero || (rounding == Rounding::Up && negative) ||
                               (rounding == Rounding::Down && !negative);
            return (unsigned short)(sign | (stops ? Infinity - 1 : Infinity));
        }
        return (unsigned short)(sign | unsigned(magnitude));
    }
};

using Half = Narrow<5, 10>;
using BFloat = Narrow<8, 7>;

inline float half_to_float(unsigned short bits)
{
#if defined(__F16C__)
    return _cvtsh_ss(bits);
#elif defined(__aarch64__)
    return float(bit_cast<__fp16>(bits));
#else
    unsigned const sign = (bits & 0x8000u) << 16;
    unsigned const magnitude = bits & 0x7fffu;
    if (magnitude >= 0x7c00u) // infinity, not-a-number
        return bit_cast<float>(
            sign | 0x7f800000u | (magnitude & 0x3ffu) << 13 | (magnitude > 0x7c00u ? 0x400000u : 0u));
    // 2^112 moves the exponent from half's bias to float's, and makes subnormals normal, exactly.
    return bit_cast<float>(bit_cast<unsigned>(bit_cast<float>(magnitude << 13) * 0x1p112f) | sign);
#endif
}

inline unsigned short float_to_half(float x)
{
#if defined(__F16C__)
    return x != x ? 0x7fff : _cvtss_sh(x, 0);
#elif defined(__aarch64__)
    return x != x ? 0x7fff : bit_cast<unsigned short>(__fp16(x));
#else
    return Half::from_double(x, Rounding::Nearest);
#endif
}

inline float bfloat_to_float(unsigned short bits) { return bit_cast<float>(unsigned(bits) << 16); }

inline unsigned short float_to_bfloat(float x)
{
    if (x != x)
        return 0x7fff;
    auto const bits = bit_cast<unsigned>(x);
    return (unsigned short)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}
} // namespace perfgate

#pragma GCC visibility pop
