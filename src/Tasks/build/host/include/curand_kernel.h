// The functions of cuRAND that kernels call. Every generator here is Philox4x32-10 (Salmon et al., "Parallel random
// numbers: as easy as 1, 2, 3", 2011), whatever its state is called: a kernel gets good random numbers, the same ones
// in every run, and other ones than on a GPU.
#pragma once

#include "perfgate_host.h"

namespace perfgate
{
// As long as CUDA's own, so that a buffer of states has one size on both devices.
template <int Bytes>
struct alignas(8) random_state
{
    std::uint64_t seed;
    std::uint64_t sequence;
    std::uint64_t position;
    unsigned char rest[Bytes - 24];
};

inline void philox(std::uint64_t seed, std::uint64_t sequence, std::uint64_t block, std::uint32_t (&out)[4])
{
    std::uint32_t key[2] = {std::uint32_t(seed), std::uint32_t(seed >> 32)};
    std::uint32_t x[4] = {std::uint32_t(block), std::uint32_t(block >> 32), std::uint32_t(sequence),
        std::uint32_t(sequence >> 32)};
    for (int round = 0; round < 10; round++)
    {
        std::uint64_t const a = std::uint64_t(0xD2511F53u) * x[0], b = std::uint64_t(0xCD9E8D57u) * x[2];
        std::uint32_t const next[4] = {std::uint32_t(b >> 32) ^ x[1] ^ key[0], std::uint32_t(b),
            std::uint32_t(a >> 32) ^ x[3] ^ key[1], std::uint32_t(a)};
        for (int i = 0; i < 4; i++)
            x[i] = next[i];
        key[0] += 0x9E3779B9u, key[1] += 0xBB67AE85u;
    }
    for (int i = 0; i < 4; i++)
        out[i] = x[i];
}

// In (0, 1], as cuRAND's.
inline float uniform_of(std::uint32_t bits) { return float(bits) * 2.3283064e-10f + 1.1641532e-10f; }
inline double uniform_of(std::uint32_t low, std::uint32_t high)
{
    return double((std::uint64_t(high) << 21 ^ low) & ((std::uint64_t(1) << 53) - 1)) * 0x1p-53 + 0x1p-54;
}
} // namespace perfgate

using curandStateXORWOW = perfgate::random_state<48>;
using curandStateMRG32k3a = perfgate::random_state<72>;
using curandStatePhilox4_32_10 = perfgate::random_state<64>;
using curandStateXORWOW_t = curandStateXORWOW;
using curandStateMRG32k3a_t = curandStateMRG32k3a;
using curandStatePhilox4_32_10_t = curandStatePhilox4_32_10;
using curandState = curandStateXORWOW;
using curandState_t = curandStateXORWOW;

template <int B>
inline void curand_init(
    unsigned long long seed, unsigned long long sequence, unsigned long long offset, perfgate::random_state<B>* state)
{
    *state = {seed, sequence, offset, {}};
}

template <int B> inline void skipahead(unsigned long long n, perfgate::random_state<B>* state) { state->position += n; }
template <int B> inline void skipahead_sequence(unsigned long long n, perfgate::random_state<B>* state)
{
    state->sequence += n;
}

template <int B> inline unsigned int curand(perfgate::random_state<B>* state)
{
    std::uint32_t block[4];
    perfgate::philox(state->seed, state->sequence, state->position / 4, block);
    return block[state->position++ % 4];
}
template <int B> inline uint4 curand4(perfgate::random_state<B>* state)
{
    unsigned const x = curand(state), y = curand(state), z = curand(state), w = curand(state);
    return make_uint4(x, y, z, w);
}

template <int B> inline float curand_uniform(perfgate::random_state<B>* state)
{
    return perfgate::uniform_of(curand(state));
}
template <int B> inline float4 curand_uniform4(perfgate::random_state<B>* state)
{
    float const x = curand_uniform(state), y = curand_uniform(state), z = curand_uniform(state);
    return make_float4(x, y, z, curand_uniform(state));
}
template <int B> inline double curand_uniform_double(perfgate::random_state<B>* state)
{
    unsigned const low = curand(state);
    return perfgate::uniform_of(low, curand(state));
}
template <int B> inline double2 curand_uniform2_double(perfgate::random_state<B>* state)
{
    double const x = curand_uniform_double(state);
    return make_double2(x, curand_uniform_double(state));
}

// Box and Muller's pairs. A single number takes a pair, too.
template <int B> inline double2 curand_normal2_double(perfgate::random_state<B>* state)
{
    double const radius = std::sqrt(-2 * std::log(curand_uniform_double(state)));
    double const angle = 6.283185307179586 * curand_uniform_double(state);
    return make_double2(radius * std::sin(angle), radius * std::cos(angle));
}
template <int B> inline float2 curand_normal2(perfgate::random_state<B>* state)
{
    float const radius = std::sqrt(-2 * std::log(curand_uniform(state)));
    float const angle = 6.2831853f * curand_uniform(state);
    return make_float2(radius * std::sin(angle), radius * std::cos(angle));
}
template <int B> inline float curand_normal(perfgate::random_state<B>* state) { return curand_normal2(state).x; }
template <int B> inline double curand_normal_double(perfgate::random_state<B>* state)
{
    return curand_normal2_double(state).x;
}
template <int B> inline float4 curand_normal4(perfgate::random_state<B>* state)
{
    float2 const a = curand_normal2(state), b = curand_normal2(state);
    return make_float4(a.x, a.y, b.x, b.y);
}
template <int B>
inline float curand_log_normal(perfgate::random_state<B>* state, float mean, float deviation)
{
    return std::exp(mean + deviation * curand_normal(state));
}
template <int B>
inline double curand_log_normal_double(perfgate::random_state<B>* state, double mean, double deviation)
{
    return std::exp(mean + deviation * curand_normal_double(state));
}
// Waits for events that come at random. A large mean is near a normal distribution.
template <int B> inline unsigned int curand_poisson(perfgate::random_state<B>* state, double mean)
{
    if (mean > 1000)
        return unsigned(std::max(0.0, std::floor(mean + std::sqrt(mean) * curand_normal_double(state) + 0.5)));
    unsigned count = 0;
    for (double waited = -std::log(curand_uniform_double(state)); waited < mean; count++)
        waited -= std::log(curand_uniform_double(state));
    return count;
}
