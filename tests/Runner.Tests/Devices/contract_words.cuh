// Arithmetic on the parts of words. Each function has a place of its own in the results.
#pragma once

#define BOTH(NAME) NAME##2(x, y), NAME##4(x, y)
#define BOTH_OF_ONE(NAME) NAME##2(x), NAME##4(x)
#define COMPARISONS(KIND)                                                                                        \
    BOTH(__v##KIND##eq), BOTH(__v##KIND##ne), BOTH(__v##KIND##ges), BOTH(__v##KIND##gts), BOTH(__v##KIND##les),  \
        BOTH(__v##KIND##lts), BOTH(__v##KIND##geu), BOTH(__v##KIND##gtu), BOTH(__v##KIND##leu), BOTH(__v##KIND##ltu)

extern "C" __global__ void words(const unsigned* from, const unsigned* with, unsigned* out)
{
    const unsigned x = from[threadIdx.x], y = with[threadIdx.x];
    const unsigned results[] = {
        BOTH(__vadd), BOTH(__vsub), BOTH(__vaddss), BOTH(__vaddus), BOTH(__vsubss), BOTH(__vsubus), BOTH(__vmaxs),
        BOTH(__vmaxu), BOTH(__vmins), BOTH(__vminu), BOTH(__vavgs), BOTH(__vavgu), BOTH(__vhaddu), BOTH(__vabsdiffs),
        BOTH(__vabsdiffu), BOTH(__vsads), BOTH(__vsadu), BOTH_OF_ONE(__vabs), BOTH_OF_ONE(__vabsss),
        BOTH_OF_ONE(__vneg), BOTH_OF_ONE(__vnegss), COMPARISONS(cmp), COMPARISONS(set),
    };
    for (int i = 0; i < 82; i++)
        out[threadIdx.x * 82 + i] = results[i];
}

// Sums and extremes of three. A bit of the last result for each choice.
extern "C" __global__ void extremes(const int* from, int* out)
{
    const int a = from[0], b = from[1], c = from[2];
    const unsigned ua = a, ub = b, uc = c;
    bool first[12];
    const int results[] = {
        __viaddmax_s32(a, b, c), __viaddmin_s32(a, b, c), (int)__viaddmax_u32(ua, ub, uc),
        (int)__viaddmin_u32(ua, ub, uc), __vimax3_s32(a, b, c), __vimin3_s32(a, b, c), (int)__vimax3_u32(ua, ub, uc),
        (int)__vimin3_u32(ua, ub, uc), __viaddmax_s32_relu(a, b, c), __viaddmin_s32_relu(a, b, c),
        __vimax3_s32_relu(a, b, c), __vimin3_s32_relu(a, b, c), __vimax_s32_relu(a, b), __vimin_s32_relu(a, b),
        (int)__viaddmax_s16x2(ua, ub, uc), (int)__viaddmin_u16x2(ua, ub, uc), (int)__vimax3_u16x2(ua, ub, uc),
        (int)__vimin3_s16x2(ua, ub, uc), (int)__vimax3_s16x2_relu(ua, ub, uc), (int)__vimin_s16x2_relu(ua, ub),
        __vibmax_s32(a, b, &first[0]), __vibmin_s32(a, b, &first[1]), (int)__vibmax_u32(ua, ub, &first[2]),
        (int)__vibmin_u32(ua, ub, &first[3]), (int)__vibmax_s16x2(ua, ub, &first[4], &first[5]),
        (int)__vibmin_s16x2(ua, ub, &first[6], &first[7]), (int)__vibmax_u16x2(ua, ub, &first[8], &first[9]),
        (int)__vibmin_u16x2(ua, ub, &first[10], &first[11]),
    };
    for (int i = 0; i < 28; i++)
        out[i] = results[i];
    out[28] = 0;
    for (int i = 0; i < 12; i++)
        out[28] |= first[i] << i;
}

extern "C" __global__ void fours_of_fp8(const float* x, unsigned* out)
{
    out[0] = __nv_fp8x4_e4m3(make_float4(x[0], x[1], x[2], x[3])).__x;
    out[1] = __nv_fp8x4_e4m3(__floats2half2_rn(x[0], x[1]), __floats2half2_rn(x[2], x[3])).__x;
    out[2] = __nv_fp8x4_e4m3(__floats2bfloat162_rn(x[0], x[1]), __floats2bfloat162_rn(x[2], x[3])).__x;
}
