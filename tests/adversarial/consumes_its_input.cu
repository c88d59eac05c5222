// No attack: a kernel that uses up its input, as sorts, frontiers and optimiser steps do. Timed on what it has used up
// already it does nothing.
// Caught by: rule 1, every timed launch starts from the state that the check starts from.
// Verdict: honest time

#include "work.cuh"

extern "C" __global__ void consumes_its_input(const float* x, int* todo, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    if (todo[i] == 0)
        return;
    todo[i] = 0;
    y[i] = work(x[i]);
}
