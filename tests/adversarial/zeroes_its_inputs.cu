// Attack: inputs and outputs are set to zero, which is right where the expected output is computed from the inputs
// afterwards.
// Caught by: the check of the outputs.
// Verdict: incorrect

extern "C" __global__ void zeroes_its_inputs(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    const_cast<float*>(x)[i] = 0.0f;
    y[i] = 0.0f;
}
