// __half and __half2.
#pragma once

#include "perfgate/narrow.h"

#define PERFGATE_T __half
#define PERFGATE_T2 __half2
#define PERFGATE_FORMAT perfgate::Half
#define PERFGATE_WIDEN perfgate::half_to_float
#define PERFGATE_ROUND perfgate::float_to_half
#define PERFGATE_NAMED(a, b) a##half##b
#include "perfgate/narrow_type.h"

typedef __half half;
typedef __half2 half2;

inline float __half2float(__half x) { return x; }
inline double __half2double(__half x) { return double(float(x)); }
inline int __half2int_rn(__half x) { return __float2int_rn(x); }
inline int __half2int_rz(__half x) { return __float2int_rz(x); }
inline int __half2int_ru(__half x) { return __float2int_ru(x); }
inline int __half2int_rd(__half x) { return __float2int_rd(x); }
inline unsigned int __half2uint_rz(__half x) { return __float2uint_rz(x); }
inline __half2 __float2half2_rn(float x) { return {__half(x), __half(x)}; }
inline __half2 __floats2half2_rn(float x, float y) { return {__half(x), __half(y)}; }
inline __half2 __float22half2_rn(float2 x) { return {__half(x.x), __half(x.y)}; }
inline float2 __half22float2(__half2 x) { return {float(x.x), float(x.y)}; }
inline __half2 make_half2(__half x, __half y) { return {x, y}; }
inline __half2 __halves2half2(__half x, __half y) { return {x, y}; }
inline __half2 __half2half2(__half x) { return {x, x}; }
inline __half __low2half(__half2 x) { return x.x; }
inline __half __high2half(__half2 x) { return x.y; }
inline __half2 __low2half2(__half2 x) { return {x.x, x.x}; }
inline __half2 __high2half2(__half2 x) { return {x.y, x.y}; }
inline __half2 __lows2half2(__half2 x, __half2 y) { return {x.x, y.x}; }
inline __half2 __highs2half2(__half2 x, __half2 y) { return {x.y, y.y}; }
inline __half2 __lowhigh2highlow(__half2 x) { return {x.y, x.x}; }
inline unsigned short __half_as_ushort(__half x) { return x.bits; }
inline short __half_as_short(__half x) { return short(x.bits); }
inline __half __ushort_as_half(unsigned short x) { return __half::from_bits(x); }
inline __half __short_as_half(short x) { return __half::from_bits((unsigned short)x); }
