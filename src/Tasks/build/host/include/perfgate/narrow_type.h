// The members and functions that __half and __nv_bfloat16 have in common. Included once for each, with these defined
// before; afterwards they are not:
//   PERFGATE_T the type, PERFGATE_T2 its pair, PERFGATE_FORMAT perfgate::Half or perfgate::BFloat,
//   PERFGATE_WIDEN bits to float, PERFGATE_ROUND float to bits, PERFGATE_NAMED(a, b) the function name a TYPE b.
// Results of + - * / and square root are rounded twice, to float and to 16 bits, which is exact: float has more than
// twice the bits of either format plus two. A fused multiply-add goes through double for the same reason.

struct alignas(2) PERFGATE_T
{
    unsigned short bits;

    PERFGATE_T() = default;
    PERFGATE_T(float x) : bits(PERFGATE_ROUND(x)) {}
    PERFGATE_T(double x) : bits(PERFGATE_FORMAT::from_double(x, perfgate::Rounding::Nearest)) {}
    PERFGATE_T(int x) : PERFGATE_T(double(x)) {}
    PERFGATE_T(unsigned int x) : PERFGATE_T(double(x)) {}
    PERFGATE_T(short x) : PERFGATE_T(float(x)) {}
    PERFGATE_T(unsigned short x) : PERFGATE_T(float(x)) {}
    PERFGATE_T(long x) : PERFGATE_T(double(x)) {}
    PERFGATE_T(long long x) : PERFGATE_T(double(x)) {}
    PERFGATE_T(unsigned long x) : PERFGATE_T(double(x)) {}
    PERFGATE_T(unsigned long long x) : PERFGATE_T(double(x)) {}

    operator float() const { return PERFGATE_WIDEN(bits); }
    explicit operator bool() const { return (bits & 0x7fff) != 0; }
    explicit operator double() const { return PERFGATE_WIDEN(bits); }
    explicit operator int() const { return perfgate::to_integer<int>(std::trunc(PERFGATE_WIDEN(bits))); }
    explicit operator unsigned int() const
    {
        return perfgate::to_integer<unsigned int>(std::trunc(PERFGATE_WIDEN(bits)));
    }

    static PERFGATE_T from_bits(unsigned short bits)
    {
        PERFGATE_T value;
        value.bits = bits;
        return value;
    }
};

struct alignas(4) PERFGATE_T2
{
    PERFGATE_T x, y;

    PERFGATE_T2() = default;
    PERFGATE_T2(PERFGATE_T x, PERFGATE_T y) : x(x), y(y) {}
};

#define PERFGATE_OPERATOR(OP)                                         \
    inline PERFGATE_T operator OP(PERFGATE_T x, PERFGATE_T y)         \
    {                                                                 \
        return float(x) OP float(y);                                  \
    }                                                                 \
    inline PERFGATE_T& operator OP##=(PERFGATE_T& x, PERFGATE_T y)    \
    {                                                                 \
        return x = x OP y;                                            \
    }                                                                 \
    inline PERFGATE_T2 operator OP(PERFGATE_T2 x, PERFGATE_T2 y)      \
    {                                                                 \
        return {x.x OP y.x, x.y OP y.y};                              \
    }                                                                 \
    inline PERFGATE_T2& operator OP##=(PERFGATE_T2& x, PERFGATE_T2 y) \
    {                                                                 \
        return x = x OP y;                                            \
    }

PERFGATE_OPERATOR(+)
PERFGATE_OPERATOR(-)
PERFGATE_OPERATOR(*)
PERFGATE_OPERATOR(/)

#undef PERFGATE_OPERATOR

inline PERFGATE_T operator-(PERFGATE_T x) { return PERFGATE_T::from_bits((unsigned short)(x.bits ^ 0x8000)); }
inline PERFGATE_T operator+(PERFGATE_T x) { return x; }
inline PERFGATE_T2 operator-(PERFGATE_T2 x) { return {-x.x, -x.y}; }

#define PERFGATE_COMPARISON(OP, NAME)                                                        \
    inline bool operator OP(PERFGATE_T x, PERFGATE_T y)                                      \
    {                                                                                        \
        return float(x) OP float(y);                                                         \
    }                                                                                        \
    inline bool NAME(PERFGATE_T x, PERFGATE_T y)                                             \
    {                                                                                        \
        return x OP y;                                                                       \
    }                                                                                        \
    inline PERFGATE_T2 NAME##2(PERFGATE_T2 x, PERFGATE_T2 y)                                 \
    {                                                                                        \
        return {PERFGATE_T(x.x OP y.x ? 1.0f : 0.0f), PERFGATE_T(x.y OP y.y ? 1.0f : 0.0f)}; \
    }                                                                                        \
    inline bool PERFGATE_BOTH(NAME)(PERFGATE_T2 x, PERFGATE_T2 y)                            \
    {                                                                                        \
        return x.x OP y.x && x.y OP y.y;                                                     \
    }

#define PERFGATE_BOTH(NAME) PERFGATE_BOTH_##NAME
#define PERFGATE_BOTH___heq __hbeq2
#define PERFGATE_BOTH___hne __hbne2
#define PERFGATE_BOTH___hlt __hblt2
#define PERFGATE_BOTH___hle __hble2
#define PERFGATE_BOTH___hgt __hbgt2
#define PERFGATE_BOTH___hge __hbge2

PERFGATE_COMPARISON(==, __heq)
PERFGATE_COMPARISON(!=, __hne)
PERFGATE_COMPARISON(<, __hlt)
PERFGATE_COMPARISON(<=, __hle)
PERFGATE_COMPARISON(>, __hgt)
PERFGATE_COMPARISON(>=, __hge)

#undef PERFGATE_COMPARISON

inline PERFGATE_T __hadd(PERFGATE_T x, PERFGATE_T y) { return x + y; }
inline PERFGATE_T __hsub(PERFGATE_T x, PERFGATE_T y) { return x - y; }
inline PERFGATE_T __hmul(PERFGATE_T x, PERFGATE_T y) { return x * y; }
inline PERFGATE_T __hdiv(PERFGATE_T x, PERFGATE_T y) { return x / y; }
inline PERFGATE_T __hneg(PERFGATE_T x) { return -x; }
inline PERFGATE_T __habs(PERFGATE_T x) { return PERFGATE_T::from_bits(x.bits & 0x7fff); }
inline PERFGATE_T __hadd_sat(PERFGATE_T x, PERFGATE_T y) { return __saturatef(x + y); }
inline PERFGATE_T __hfma(PERFGATE_T x, PERFGATE_T y, PERFGATE_T z) { return fma(double(x), double(y), double(z)); }
inline bool __hisnan(PERFGATE_T x) { return float(x) != float(x); }
inline int __hisinf(PERFGATE_T x) { return isinf(float(x)) ? (float(x) > 0 ? 1 : -1) : 0; }
inline PERFGATE_T __hmax(PERFGATE_T x, PERFGATE_T y) { return fmaxf(x, y); }
inline PERFGATE_T __hmin(PERFGATE_T x, PERFGATE_T y) { return fminf(x, y); }

inline PERFGATE_T2 __hadd2(PERFGATE_T2 x, PERFGATE_T2 y) { return x + y; }
inline PERFGATE_T2 __hsub2(PERFGATE_T2 x, PERFGATE_T2 y) { return x - y; }
inline PERFGATE_T2 __hmul2(PERFGATE_T2 x, PERFGATE_T2 y) { return x * y; }
inline PERFGATE_T2 __h2div(PERFGATE_T2 x, PERFGATE_T2 y) { return x / y; }
inline PERFGATE_T2 __hneg2(PERFGATE_T2 x) { return -x; }
inline PERFGATE_T2 __habs2(PERFGATE_T2 x) { return {__habs(x.x), __habs(x.y)}; }
inline PERFGATE_T2 __hmax2(PERFGATE_T2 x, PERFGATE_T2 y) { return {__hmax(x.x, y.x), __hmax(x.y, y.y)}; }
inline PERFGATE_T2 __hmin2(PERFGATE_T2 x, PERFGATE_T2 y) { return {__hmin(x.x, y.x), __hmin(x.y, y.y)}; }
inline PERFGATE_T2 __hfma2(PERFGATE_T2 x, PERFGATE_T2 y, PERFGATE_T2 z)
{
    return {__hfma(x.x, y.x, z.x), __hfma(x.y, y.y, z.y)};
}

#define PERFGATE_FUNCTION(NAME, PAIR, BODY) \
    inline PERFGATE_T NAME(PERFGATE_T h)    \
    {                                       \
        float const x = h;                  \
        return PERFGATE_T(float(BODY));     \
    }                                       \
    inline PERFGATE_T2 PAIR(PERFGATE_T2 h)  \
    {                                       \
        return {NAME(h.x), NAME(h.y)};      \
    }

PERFGATE_FUNCTION(hexp, h2exp, expf(x))
PERFGATE_FUNCTION(hexp2, h2exp2, exp2f(x))
PERFGATE_FUNCTION(hexp10, h2exp10, powf(10.0f, x))
PERFGATE_FUNCTION(hlog, h2log, logf(x))
PERFGATE_FUNCTION(hlog2, h2log2, log2f(x))
PERFGATE_FUNCTION(hlog10, h2log10, log10f(x))
PERFGATE_FUNCTION(hsqrt, h2sqrt, sqrtf(x))
PERFGATE_FUNCTION(hrsqrt, h2rsqrt, 1.0 / sqrt(double(x)))
PERFGATE_FUNCTION(hrcp, h2rcp, 1.0f / x)
PERFGATE_FUNCTION(hsin, h2sin, sinf(x))
PERFGATE_FUNCTION(hcos, h2cos, cosf(x))
PERFGATE_FUNCTION(hfloor, h2floor, floorf(x))
PERFGATE_FUNCTION(hceil, h2ceil, ceilf(x))
PERFGATE_FUNCTION(htrunc, h2trunc, truncf(x))
PERFGATE_FUNCTION(hrint, h2rint, rintf(x))

#undef PERFGATE_FUNCTION

inline PERFGATE_T PERFGATE_NAMED(__float2, )(float x) { return x; }
inline PERFGATE_T PERFGATE_NAMED(__float2, _rn)(float x) { return x; }
inline PERFGATE_T PERFGATE_NAMED(__double2, )(double x) { return x; }
inline PERFGATE_T PERFGATE_NAMED(__int2, _rn)(int x) { return x; }
inline PERFGATE_T PERFGATE_NAMED(__uint2, _rn)(unsigned int x) { return x; }
#define PERFGATE_DIRECTED(SUFFIX, ROUNDING)                                                          \
    inline PERFGATE_T PERFGATE_NAMED(__float2, SUFFIX)(float x)                                      \
    {                                                                                                \
        return PERFGATE_T::from_bits(PERFGATE_FORMAT::from_double(x, perfgate::Rounding::ROUNDING)); \
    }
PERFGATE_DIRECTED(_rz, Zero)
PERFGATE_DIRECTED(_ru, Up)
PERFGATE_DIRECTED(_rd, Down)
#undef PERFGATE_DIRECTED

inline float __low2float(PERFGATE_T2 x) { return x.x; }
inline float __high2float(PERFGATE_T2 x) { return x.y; }

// Loads, exchanges and additions.
inline PERFGATE_T atomicAdd(PERFGATE_T* address, PERFGATE_T value)
{
    auto* const bits = reinterpret_cast<unsigned short*>(address);
    return PERFGATE_T::from_bits(perfgate::atomic_update(
        bits, [value](unsigned short old) { return (PERFGATE_T::from_bits(old) + value).bits; }));
}

inline PERFGATE_T2 atomicAdd(PERFGATE_T2* address, PERFGATE_T2 value) // each half by itself is atomic, as CUDA promises
{
    return {atomicAdd(&address->x, value.x), atomicAdd(&address->y, value.y)};
}

#undef PERFGATE_BOTH
#undef PERFGATE_BOTH___heq
#undef PERFGATE_BOTH___hne
#undef PERFGATE_BOTH___hlt
#undef PERFGATE_BOTH___hle
#undef PERFGATE_BOTH___hgt
#undef PERFGATE_BOTH___hge
#undef PERFGATE_T
#undef PERFGATE_T2
#undef PERFGATE_FORMAT
#undef PERFGATE_WIDEN
#undef PERFGATE_ROUND
#undef PERFGATE_NAMED
