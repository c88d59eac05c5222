// Complex numbers, as CUDA's header of this name has them: pairs of floats and of doubles.
#pragma once

#include "perfgate_host.h"

// X is the suffix of the functions, and F that of the C library's.
#define PERFGATE_COMPLEX(T, VECTOR, NAME, X, F)                                                         \
    typedef VECTOR NAME;                                                                                \
    inline NAME make_##NAME(T real, T imaginary) { return make_##VECTOR(real, imaginary); }             \
    inline T cuCreal##X(NAME z) { return z.x; }                                                         \
    inline T cuCimag##X(NAME z) { return z.y; }                                                         \
    inline NAME cuConj##X(NAME z) { return make_##VECTOR(z.x, -z.y); }                                  \
    inline NAME cuCadd##X(NAME a, NAME b) { return make_##VECTOR(a.x + b.x, a.y + b.y); }               \
    inline NAME cuCsub##X(NAME a, NAME b) { return make_##VECTOR(a.x - b.x, a.y - b.y); }               \
    inline NAME cuCmul##X(NAME a, NAME b)                                                               \
    {                                                                                                   \
        return make_##VECTOR(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);                             \
    }                                                                                                   \
    /* Scaled, so that nothing overflows before the result does. */                                     \
    inline NAME cuCdiv##X(NAME a, NAME b)                                                               \
    {                                                                                                   \
        T const scale = T(1) / (fabs##F(b.x) + fabs##F(b.y));                                           \
        T const ar = a.x * scale, ai = a.y * scale, br = b.x * scale, bi = b.y * scale;                 \
        T const over = T(1) / (br * br + bi * bi);                                                      \
        return make_##VECTOR((ar * br + ai * bi) * over, (ai * br - ar * bi) * over);                   \
    }                                                                                                   \
    inline T cuCabs##X(NAME z) { return hypot##F(z.x, z.y); }                                           \
    inline NAME cuCfma##X(NAME a, NAME b, NAME c)                                                       \
    {                                                                                                   \
        T const real = a.x * b.x + c.x, imaginary = a.x * b.y + c.y;                                    \
        return make_##VECTOR(real - a.y * b.y, a.y * b.x + imaginary);                                  \
    }

PERFGATE_COMPLEX(float, float2, cuFloatComplex, f, f)
PERFGATE_COMPLEX(double, double2, cuDoubleComplex, , )

#undef PERFGATE_COMPLEX

typedef cuFloatComplex cuComplex;
inline cuComplex make_cuComplex(float real, float imaginary) { return make_cuFloatComplex(real, imaginary); }
inline cuDoubleComplex cuComplexFloatToDouble(cuFloatComplex z) { return make_cuDoubleComplex(z.x, z.y); }
inline cuFloatComplex cuComplexDoubleToFloat(cuDoubleComplex z)
{
    return make_cuFloatComplex(float(z.x), float(z.y));
}
