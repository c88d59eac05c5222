// Integer intrinsics and reinterpretations.
#pragma once

inline int __popc(unsigned int x) { return __builtin_popcount(x); }
inline int __popcll(unsigned long long x) { return __builtin_popcountll(x); }
inline int __clz(int x) { return x == 0 ? 32 : __builtin_clz(unsigned(x)); }
inline int __clzll(long long x) { return x == 0 ? 64 : __builtin_clzll((unsigned long long)x); }
inline int __ffs(int x) { return __builtin_ffs(x); }
inline int __ffsll(long long x) { return __builtin_ffsll(x); }

inline unsigned int __brev(unsigned int x)
{
    x = (x >> 1 & 0x55555555u) | (x & 0x55555555u) << 1;
    x = (x >> 2 & 0x33333333u) | (x & 0x33333333u) << 2;
    x = (x >> 4 & 0x0f0f0f0fu) | (x & 0x0f0f0f0fu) << 4;
    return __builtin_bswap32(x);
}

inline unsigned long long __brevll(unsigned long long x)
{
    return (unsigned long long)__brev(unsigned(x)) << 32 | __brev(unsigned(x >> 32));
}

// The byte selectors of PTX's prmt in its default mode: bit 3 spreads the sign of the chosen byte.
inline unsigned int __byte_perm(unsigned int x, unsigned int y, unsigned int selector)
{
    unsigned long long const bytes = (unsigned long long)y << 32 | x;
    unsigned int result = 0;
    for (int byte = 0; byte < 4; byte++)
    {
        unsigned int const choice = selector >> 4 * byte & 0xf;
        unsigned int const chosen = unsigned(bytes >> 8 * (choice & 7)) & 0xff;
        result |= (choice & 8 ? (chosen & 0x80 ? 0xffu : 0u) : chosen) << 8 * byte;
    }
    return result;
}

inline unsigned int __funnelshift_l(unsigned int low, unsigned int high, unsigned int shift)
{
    return unsigned(((unsigned long long)high << 32 | low) << (shift & 31) >> 32);
}

inline unsigned int __funnelshift_r(unsigned int low, unsigned int high, unsigned int shift)
{
    return unsigned(((unsigned long long)high << 32 | low) >> (shift & 31));
}

inline unsigned int __funnelshift_lc(unsigned int low, unsigned int high, unsigned int shift)
{
    return shift >= 32 ? low : __funnelshift_l(low, high, shift);
}

inline unsigned int __funnelshift_rc(unsigned int low, unsigned int high, unsigned int shift)
{
    return shift >= 32 ? high : __funnelshift_r(low, high, shift);
}

inline int __mulhi(int x, int y) { return int((long long)x * y >> 32); }
inline unsigned int __umulhi(unsigned int x, unsigned int y) { return unsigned((unsigned long long)x * y >> 32); }
inline long long __mul64hi(long long x, long long y) { return (long long)((__int128)x * y >> 64); }
inline unsigned long long __umul64hi(unsigned long long x, unsigned long long y)
{
    return (unsigned long long)((unsigned __int128)x * y >> 64);
}
inline int __mul24(int x, int y) { return int((unsigned)(x << 8 >> 8) * (unsigned)(y << 8 >> 8)); }
inline unsigned int __umul24(unsigned int x, unsigned int y) { return (x & 0xffffff) * (y & 0xffffff); }
inline unsigned int __sad(int x, int y, unsigned int z)
{
    return (x > y ? unsigned(x) - unsigned(y) : unsigned(y) - unsigned(x)) + z;
}
inline unsigned int __usad(unsigned int x, unsigned int y, unsigned int z) { return (x > y ? x - y : y - x) + z; }
inline int __hadd(int x, int y) { return int(((long long)x + y) >> 1); }
inline int __rhadd(int x, int y) { return int(((long long)x + y + 1) >> 1); }

inline int mulhi(int x, int y) { return __mulhi(x, y); }
inline unsigned int umulhi(unsigned int x, unsigned int y) { return __umulhi(x, y); }
inline unsigned long long umul64hi(unsigned long long x, unsigned long long y) { return __umul64hi(x, y); }
inline int mul24(int x, int y) { return __mul24(x, y); }
inline unsigned int umul24(unsigned int x, unsigned int y) { return __umul24(x, y); }

inline int __dp4a(int x, int y, int sum)
{
    for (int byte = 0; byte < 32; byte += 8)
        sum = int(unsigned(sum) + unsigned(int((signed char)(x >> byte)) * int((signed char)(y >> byte))));
    return sum;
}

inline unsigned int __dp4a(unsigned int x, unsigned int y, unsigned int sum)
{
    for (int byte = 0; byte < 32; byte += 8)
        sum += (x >> byte & 0xff) * (y >> byte & 0xff);
    return sum;
}

namespace perfgate
{
template <class To, class From>
inline __attribute__((always_inline)) To bit_cast(From from)
{
    static_assert(sizeof(To) == sizeof(From), "a reinterpretation keeps the size");
    To to;
    std::memcpy(&to, &from, sizeof to);
    return to;
}
} // namespace perfgate

inline float __int_as_float(int x) { return perfgate::bit_cast<float>(x); }
inline int __float_as_int(float x) { return perfgate::bit_cast<int>(x); }
inline float __uint_as_float(unsigned int x) { return perfgate::bit_cast<float>(x); }
inline unsigned int __float_as_uint(float x) { return perfgate::bit_cast<unsigned int>(x); }
inline double __longlong_as_double(long long x) { return perfgate::bit_cast<double>(x); }
inline long long __double_as_longlong(double x) { return perfgate::bit_cast<long long>(x); }
inline float int_as_float(int x) { return __int_as_float(x); }
inline int float_as_int(float x) { return __float_as_int(x); }
inline float uint_as_float(unsigned int x) { return __uint_as_float(x); }
inline unsigned int float_as_uint(float x) { return __float_as_uint(x); }
inline int __double2loint(double x) { return int(perfgate::bit_cast<unsigned long long>(x)); }
inline int __double2hiint(double x) { return int(perfgate::bit_cast<unsigned long long>(x) >> 32); }
inline double __hiloint2double(int high, int low)
{
    return perfgate::bit_cast<double>((unsigned long long)(unsigned)high << 32 | (unsigned)low);
}
