// Attack: not-a-number everywhere, which passes where a comparison is written the wrong way round.
// Caught by: the check of the outputs.
// Verdict: incorrect

extern "C" __global__ void returns_not_a_number(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    y[i] = x[i] * NAN;
}
