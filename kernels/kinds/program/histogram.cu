// A program with its own main(): counts bytes, and checks its result. PerfGate starts it and times its kernel.
#include <cstdio>
#include <cstdlib>
#include <vector>

constexpr int Bins = 256;
constexpr size_t FlushBytes = size_t(256) << 20; // more than any L2 cache holds

// Each block counts its share of the words in shared memory, four bytes a word.
__global__ void histogram(const unsigned* words, unsigned* counts, int n)
{
    __shared__ unsigned own[Bins];
    for (int bin = threadIdx.x; bin < Bins; bin += blockDim.x)
        own[bin] = 0;
    __syncthreads();
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x)
    {
        for (unsigned word = words[i], byte = 0; byte < 4; byte++, word >>= 8)
            atomicAdd(&own[word & 0xff], 1u);
    }
    __syncthreads();
    for (int bin = threadIdx.x; bin < Bins; bin += blockDim.x)
        atomicAdd(&counts[bin], own[bin]);
}

static void check(cudaError_t error)
{
    if (error == cudaSuccess)
        return;
    std::fprintf(stderr, "CUDA: %s\n", cudaGetErrorString(error));
    std::exit(1);
}

int main(int argc, char** argv)
{
    if (argc != 3)
    {
        std::fprintf(stderr, "usage: %s WORDS ITERATIONS\n", argv[0]);
        return 2;
    }
    const int n = std::atoi(argv[1]);
    const int iterations = std::atoi(argv[2]);

    std::vector<unsigned> words(n), expected(Bins), found(Bins);
    unsigned state = 1;
    for (unsigned& word : words)
    {
        state = state * 1664525u + 1013904223u;
        word = state ^ (state >> 16);
        for (int byte = 0; byte < 4; byte++)
            expected[word >> (8 * byte) & 0xff]++;
    }

    unsigned *device_words, *counts;
    void* flush;
    check(cudaMalloc(&device_words, n * sizeof(unsigned)));
    check(cudaMalloc(&counts, Bins * sizeof(unsigned)));
    check(cudaMalloc(&flush, FlushBytes));
    check(cudaMemcpy(device_words, words.data(), n * sizeof(unsigned), cudaMemcpyHostToDevice));
    for (int i = 0; i < iterations; i++)
    {
        check(cudaMemset(counts, 0, Bins * sizeof(unsigned)));
        check(cudaMemset(flush, 0, FlushBytes));
        histogram<<<1056, 256>>>(device_words, counts, n);
        check(cudaGetLastError());
    }
    check(cudaMemcpy(found.data(), counts, Bins * sizeof(unsigned), cudaMemcpyDeviceToHost));
    if (found != expected)
    {
        std::fprintf(stderr, "the counts are wrong\n");
        return 1;
    }
    return 0;
}
