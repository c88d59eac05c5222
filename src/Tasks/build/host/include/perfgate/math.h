// CUDA's math that C++ lacks. The fast intrinsics (__expf and the like) are at least as accurate here as on a GPU.
#pragma once

// <math.h>'s functions in the global namespace, with their float overloads, as nvcc has them.
#include <math.h>

#define PERFGATE_MINMAX(T)                                \
    inline __attribute__((always_inline)) T min(T x, T y) \
    {                                                     \
        return y < x ? y : x;                             \
    }                                                     \
    inline __attribute__((always_inline)) T max(T x, T y) \
    {                                                     \
        return x < y ? y : x;                             \
    }

PERFGATE_MINMAX(int)
PERFGATE_MINMAX(unsigned int)
PERFGATE_MINMAX(long)
PERFGATE_MINMAX(unsigned long)
PERFGATE_MINMAX(long long)
PERFGATE_MINMAX(unsigned long long)

#undef PERFGATE_MINMAX

// A number wins over not-a-number, as in fmin and fmax.
inline __attribute__((always_inline)) float min(float x, float y) { return fminf(x, y); }
inline __attribute__((always_inline)) float max(float x, float y) { return fmaxf(x, y); }
inline __attribute__((always_inline)) double min(double x, double y) { return fmin(x, y); }
inline __attribute__((always_inline)) double max(double x, double y) { return fmax(x, y); }
inline double min(float x, double y) { return fmin(double(x), y); }
inline double max(float x, double y) { return fmax(double(x), y); }
inline double min(double x, float y) { return fmin(x, double(y)); }
inline double max(double x, float y) { return fmax(x, double(y)); }

inline unsigned int umin(unsigned int x, unsigned int y) { return min(x, y); }
inline unsigned int umax(unsigned int x, unsigned int y) { return max(x, y); }
inline long long llmin(long long x, long long y) { return min(x, y); }
inline long long llmax(long long x, long long y) { return max(x, y); }
inline unsigned long long ullmin(unsigned long long x, unsigned long long y) { return min(x, y); }
inline unsigned long long ullmax(unsigned long long x, unsigned long long y) { return max(x, y); }

// Mixed signs compare unsigned, as nvcc does.
inline unsigned int min(unsigned int x, int y) { return min(x, unsigned(y)); }
inline unsigned int max(unsigned int x, int y) { return max(x, unsigned(y)); }
inline unsigned int min(int x, unsigned int y) { return min(unsigned(x), y); }
inline unsigned int max(int x, unsigned int y) { return max(unsigned(x), y); }

inline float rsqrtf(float x) { return 1.0f / sqrtf(x); }
inline double rsqrt(double x) { return 1.0 / sqrt(x); }
inline float rsqrt(float x) { return rsqrtf(x); }
inline float rcbrtf(float x) { return 1.0f / cbrtf(x); }
inline double rcbrt(double x) { return 1.0 / cbrt(x); }
inline float rhypotf(float x, float y) { return 1.0f / hypotf(x, y); }
inline double sinpi(double x) { return sin(M_PI * fmod(x, 2.0)); }
inline double cospi(double x) { return cos(M_PI * fmod(x, 2.0)); }
inline float sinpif(float x) { return float(sinpi(double(x))); }
inline float cospif(float x) { return float(cospi(double(x))); }
inline void sincospif(float x, float* sine, float* cosine) { *sine = sinpif(x); *cosine = cospif(x); }
inline double normcdf(double x) { return 0.5 * erfc(-x * M_SQRT1_2); }
inline float normcdff(float x) { return float(normcdf(double(x))); }
inline double erfcx(double x) { return exp(x * x) * erfc(x); }
inline void sincospi(double x, double* sine, double* cosine) { *sine = sinpi(x); *cosine = cospi(x); }
inline float erfcxf(float x) { return float(erfcx(double(x))); }
inline float norm3df(float x, float y, float z) { return sqrtf(x * x + y * y + z * z); }
inline double norm3d(double x, double y, double z) { return sqrt(x * x + y * y + z * z); }
inline float norm4df(float x, float y, float z, float w) { return sqrtf(x * x + y * y + z * z + w * w); }
inline double norm4d(double x, double y, double z, double w) { return sqrt(x * x + y * y + z * z + w * w); }
inline float rnorm3df(float x, float y, float z) { return 1.0f / norm3df(x, y, z); }
inline double rnorm3d(double x, double y, double z) { return 1.0 / norm3d(x, y, z); }
inline double rhypot(double x, double y) { return 1.0 / hypot(x, y); }
inline float fdividef(float x, float y) { return x / y; }

inline float __expf(float x) { return expf(x); }
inline float __exp10f(float x) { return powf(10.0f, x); }
inline float __logf(float x) { return logf(x); }
inline float __log2f(float x) { return log2f(x); }
inline float __log10f(float x) { return log10f(x); }
inline float __powf(float x, float y) { return powf(x, y); }
inline float __sinf(float x) { return sinf(x); }
inline float __cosf(float x) { return cosf(x); }
inline float __tanf(float x) { return tanf(x); }
inline float __tanhf(float x) { return tanhf(x); }
inline void __sincosf(float x, float* sine, float* cosine) { *sine = sinf(x); *cosine = cosf(x); }
inline float __fdividef(float x, float y) { return x / y; }
inline float __saturatef(float x) { return fminf(fmaxf(x, 0.0f), 1.0f); }

// Rounded towards zero, down and up: from double, where a product is exact and the rest nearly so.
namespace perfgate
{
inline float toward_zero(double exact)
{
    float const nearest = float(exact);
    return fabs(double(nearest)) > fabs(exact) ? nextafterf(nearest, 0.0f) : nearest;
}
inline float downward(double exact)
{
    float const nearest = float(exact);
    return double(nearest) > exact ? nextafterf(nearest, -HUGE_VALF) : nearest;
}
inline float upward(double exact)
{
    float const nearest = float(exact);
    return double(nearest) < exact ? nextafterf(nearest, HUGE_VALF) : nearest;
}
} // namespace perfgate

#define PERFGATE_DIRECTED(SUFFIX, ROUND)                                                                            \
    inline float __fadd_##SUFFIX(float x, float y) { return perfgate::ROUND(double(x) + double(y)); }               \
    inline float __fsub_##SUFFIX(float x, float y) { return perfgate::ROUND(double(x) - double(y)); }               \
    inline float __fmul_##SUFFIX(float x, float y) { return perfgate::ROUND(double(x) * double(y)); }               \
    inline float __fdiv_##SUFFIX(float x, float y) { return perfgate::ROUND(double(x) / double(y)); }               \
    inline float __frcp_##SUFFIX(float x) { return perfgate::ROUND(1.0 / double(x)); }                              \
    inline float __fsqrt_##SUFFIX(float x) { return perfgate::ROUND(sqrt(double(x))); }                             \
    inline float __fmaf_##SUFFIX(float x, float y, float z)                                                         \
    {                                                                                                               \
        return perfgate::ROUND(double(x) * double(y) + double(z));                                                  \
    }                                                                                                               \
    inline float __double2float_##SUFFIX(double x) { return perfgate::ROUND(x); }                                   \
    inline float __int2float_##SUFFIX(int x) { return perfgate::ROUND(double(x)); }                                 \
    inline float __uint2float_##SUFFIX(unsigned int x) { return perfgate::ROUND(double(x)); }
PERFGATE_DIRECTED(rz, toward_zero)
PERFGATE_DIRECTED(rd, downward)
PERFGATE_DIRECTED(ru, upward)
#undef PERFGATE_DIRECTED

// Round to nearest even is what the host does.
inline float __fadd_rn(float x, float y) { return x + y; }
inline float __fsub_rn(float x, float y) { return x - y; }
inline float __fmul_rn(float x, float y) { return x * y; }
inline float __fdiv_rn(float x, float y) { return x / y; }
inline float __fmaf_rn(float x, float y, float z) { return fmaf(x, y, z); }
inline float __frcp_rn(float x) { return 1.0f / x; }
inline float __fsqrt_rn(float x) { return sqrtf(x); }
inline float __frsqrt_rn(float x) { return float(1.0 / sqrt(double(x))); }
inline double __dadd_rn(double x, double y) { return x + y; }
inline double __dsub_rn(double x, double y) { return x - y; }
inline double __dmul_rn(double x, double y) { return x * y; }
inline double __ddiv_rn(double x, double y) { return x / y; }
inline double __fma_rn(double x, double y, double z) { return fma(x, y, z); }
inline double __drcp_rn(double x) { return 1.0 / x; }
inline double __dsqrt_rn(double x) { return sqrt(x); }

namespace perfgate
{
// Not-a-number becomes zero, and what does not fit the nearest value that does, as on a GPU.
template <class Integer, class Real>
inline Integer to_integer(Real rounded)
{
    if (rounded != rounded)
        return 0;
    // The limits as floating-point numbers round outwards at the top: 2^31, not 2^31 - 1.
    if (rounded >= Real(std::numeric_limits<Integer>::max()))
        return std::numeric_limits<Integer>::max();
    if (rounded <= Real(std::numeric_limits<Integer>::min()))
        return std::numeric_limits<Integer>::min();
    return Integer(rounded);
}
} // namespace perfgate

#define PERFGATE_TO_INTEGER(REAL, R, INTEGER, I)                 \
    inline INTEGER __##R##2##I##_rn(REAL x)                      \
    {                                                            \
        return perfgate::to_integer<INTEGER>(std::nearbyint(x)); \
    }                                                            \
    inline INTEGER __##R##2##I##_rz(REAL x)                      \
    {                                                            \
        return perfgate::to_integer<INTEGER>(std::trunc(x));     \
    }                                                            \
    inline INTEGER __##R##2##I##_ru(REAL x)                      \
    {                                                            \
        return perfgate::to_integer<INTEGER>(std::ceil(x));      \
    }                                                            \
    inline INTEGER __##R##2##I##_rd(REAL x)                      \
    {                                                            \
        return perfgate::to_integer<INTEGER>(std::floor(x));     \
    }                                                            \
    inline REAL __##I##2##R##_rn(INTEGER x)                      \
    {                                                            \
        return REAL(x);                                          \
    }

PERFGATE_TO_INTEGER(float, float, int, int)
PERFGATE_TO_INTEGER(float, float, unsigned int, uint)
PERFGATE_TO_INTEGER(float, float, long long, ll)
PERFGATE_TO_INTEGER(float, float, unsigned long long, ull)
PERFGATE_TO_INTEGER(double, double, int, int)
PERFGATE_TO_INTEGER(double, double, unsigned int, uint)
PERFGATE_TO_INTEGER(double, double, long long, ll)
PERFGATE_TO_INTEGER(double, double, unsigned long long, ull)

#undef PERFGATE_TO_INTEGER

inline float __double2float_rn(double x) { return float(x); }
