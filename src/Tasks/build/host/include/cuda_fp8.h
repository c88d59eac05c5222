// __nv_fp8_e4m3 and __nv_fp8_e5m2, their pairs and fours: formats to store numbers in, without arithmetic.
// E4M3 has no infinity: its largest number is 448, and what is larger becomes that, or not-a-number where it is asked
// for. All conversions round once, ties to even.
#pragma once

#include <algorithm>

#include "cuda_bf16.h"
#include "cuda_fp16.h"

typedef unsigned char __nv_fp8_storage_t;
typedef unsigned short __nv_fp8x2_storage_t;
typedef unsigned int __nv_fp8x4_storage_t;
enum __nv_saturation_t { __NV_NOSAT, __NV_SATFINITE };
enum __nv_fp8_interpretation_t { __NV_E4M3, __NV_E5M2 };

struct __half_raw
{
    unsigned short x;
    operator __half() const { return __half::from_bits(x); }
};

struct __half2_raw
{
    unsigned short x, y;
    operator __half2() const { return {__half::from_bits(x), __half::from_bits(y)}; }
};

#pragma GCC visibility push(hidden)

namespace perfgate
{
// Of 8 bits, the last MantissaBits are the mantissa's.
template <int MantissaBits, int Bias, int Largest, int NaN, int Overflow>
struct Octet
{
    static constexpr int LeastExponent = 1 - Bias;

    static unsigned char from(double x, __nv_saturation_t saturation)
    {
        if (std::isnan(x))
            return NaN;
        unsigned char const sign = std::signbit(x) ? 0x80 : 0;
        double const size = std::fabs(x);
        int const exponent = size == 0 || std::isinf(size) ? LeastExponent : std::max(std::ilogb(size), LeastExponent);
        int const last = exponent - MantissaBits;
        double const rounded = std::ldexp(std::nearbyint(std::ldexp(size, -last)), last);
        if (rounded > to(Largest))
            return sign | (saturation == __NV_SATFINITE ? Largest : Overflow);
        // Counted in units of the least subnormal number, each power of two adds as many steps as the mantissa has.
        if (rounded < std::ldexp(1.0, LeastExponent))
            return sign | (unsigned char)std::ldexp(rounded, MantissaBits - LeastExponent);
        int const power = std::ilogb(rounded);
        int const mantissa = int(std::ldexp(rounded, MantissaBits - power)) - (1 << MantissaBits);
        return sign | (unsigned char)((power + Bias) << MantissaBits | mantissa);
    }

    static float to(unsigned char bits)
    {
        int const mantissa = bits & ((1 << MantissaBits) - 1);
        int const exponent = (bits & 0x7f) >> MantissaBits;
        bool const hasInfinity = Largest != NaN - 1;
        float size;
        if (hasInfinity && exponent == 0x7f >> MantissaBits)
            size = mantissa == 0 ? INFINITY : NAN;
        else if (!hasInfinity && (bits & 0x7f) == NaN)
            size = NAN;
        else if (exponent == 0)
            size = std::ldexp(float(mantissa), LeastExponent - MantissaBits);
        else
            size = std::ldexp(float(mantissa + (1 << MantissaBits)), exponent - Bias - MantissaBits);
        return bits & 0x80 ? -size : size;
    }
};

using E4M3 = Octet<3, 7, 0x7e, 0x7f, 0x7f>;
using E5M2 = Octet<2, 15, 0x7b, 0x7f, 0x7c>;
} // namespace perfgate

#pragma GCC visibility pop

inline __nv_fp8_storage_t __nv_cvt_double_to_fp8(double x, __nv_saturation_t saturation, __nv_fp8_interpretation_t kind)
{
    return kind == __NV_E4M3 ? perfgate::E4M3::from(x, saturation) : perfgate::E5M2::from(x, saturation);
}
inline __nv_fp8_storage_t __nv_cvt_float_to_fp8(float x, __nv_saturation_t saturation, __nv_fp8_interpretation_t kind)
{
    return __nv_cvt_double_to_fp8(x, saturation, kind);
}
inline __nv_fp8x2_storage_t __nv_cvt_float2_to_fp8x2(
    float2 x, __nv_saturation_t saturation, __nv_fp8_interpretation_t kind)
{
    return __nv_fp8x2_storage_t(
        __nv_cvt_double_to_fp8(x.x, saturation, kind) | __nv_cvt_double_to_fp8(x.y, saturation, kind) << 8);
}
inline __nv_fp8_storage_t __nv_cvt_halfraw_to_fp8(
    __half_raw x, __nv_saturation_t saturation, __nv_fp8_interpretation_t kind)
{
    return __nv_cvt_double_to_fp8(float(__half(x)), saturation, kind);
}
// Every number of both formats is one of half's.
inline __half_raw __nv_cvt_fp8_to_halfraw(__nv_fp8_storage_t x, __nv_fp8_interpretation_t kind)
{
    return {__half(kind == __NV_E4M3 ? perfgate::E4M3::to(x) : perfgate::E5M2::to(x)).bits};
}
inline __half2_raw __nv_cvt_fp8x2_to_halfraw2(__nv_fp8x2_storage_t x, __nv_fp8_interpretation_t kind)
{
    return {__nv_cvt_fp8_to_halfraw(x & 0xff, kind).x, __nv_cvt_fp8_to_halfraw(x >> 8, kind).x};
}

#define PERFGATE_FP8(KIND, FORMAT)                                                                          \
    struct __nv_fp8_##KIND                                                                                  \
    {                                                                                                       \
        __nv_fp8_storage_t __x;                                                                             \
        __nv_fp8_##KIND() = default;                                                                        \
        template <class T, class = std::enable_if_t<std::is_convertible<T, float>::value>>                  \
        explicit __nv_fp8_##KIND(T x)                                                                       \
            : __x(perfgate::FORMAT::from(                                                                   \
                  static_cast<std::conditional_t<std::is_arithmetic<T>::value, double, float>>(x),          \
                  __NV_SATFINITE))                                                                          \
        {                                                                                                   \
        }                                                                                                   \
        operator float() const { return perfgate::FORMAT::to(__x); }                                        \
        explicit operator __half() const { return __half(float(*this)); }                                   \
        explicit operator __nv_bfloat16() const { return __nv_bfloat16(float(*this)); }                     \
    };                                                                                                      \
    struct __nv_fp8x2_##KIND                                                                                \
    {                                                                                                       \
        __nv_fp8x2_storage_t __x;                                                                           \
        __nv_fp8x2_##KIND() = default;                                                                      \
        explicit __nv_fp8x2_##KIND(float2 x)                                                                \
            : __x(__nv_cvt_float2_to_fp8x2(x, __NV_SATFINITE, __NV_##FORMAT))                               \
        {                                                                                                   \
        }                                                                                                   \
        explicit __nv_fp8x2_##KIND(__half2 x) : __nv_fp8x2_##KIND(float2{float(x.x), float(x.y)}) {}        \
        explicit __nv_fp8x2_##KIND(__nv_bfloat162 x) : __nv_fp8x2_##KIND(float2{float(x.x), float(x.y)}) {} \
        explicit operator __half2() const { return __nv_cvt_fp8x2_to_halfraw2(__x, __NV_##FORMAT); }        \
        operator float2() const                                                                             \
        {                                                                                                   \
            return {perfgate::FORMAT::to(__x & 0xff), perfgate::FORMAT::to(__x >> 8)};                      \
        }                                                                                                   \
    };                                                                                                      \
    struct __nv_fp8x4_##KIND                                                                                \
    {                                                                                                       \
        __nv_fp8x4_storage_t __x;                                                                           \
        __nv_fp8x4_##KIND() = default;                                                                      \
        explicit __nv_fp8x4_##KIND(float4 x)                                                                \
            : __x(__nv_fp8x2_##KIND(float2{x.x, x.y}).__x                                                   \
                  | unsigned(__nv_fp8x2_##KIND(float2{x.z, x.w}).__x) << 16)                                \
        {                                                                                                   \
        }                                                                                                   \
        template <class Pair, class = decltype(__nv_fp8x2_##KIND(std::declval<Pair>()))>                    \
        explicit __nv_fp8x4_##KIND(Pair low, Pair high)                                                     \
            : __x(__nv_fp8x2_##KIND(low).__x | unsigned(__nv_fp8x2_##KIND(high).__x) << 16)                 \
        {                                                                                                   \
        }                                                                                                   \
        operator float4() const                                                                             \
        {                                                                                                   \
            return {perfgate::FORMAT::to(__x & 0xff), perfgate::FORMAT::to(__x >> 8 & 0xff),                \
                perfgate::FORMAT::to(__x >> 16 & 0xff), perfgate::FORMAT::to(__x >> 24)};                   \
        }                                                                                                   \
    };

PERFGATE_FP8(e4m3, E4M3)
PERFGATE_FP8(e5m2, E5M2)
#undef PERFGATE_FP8
