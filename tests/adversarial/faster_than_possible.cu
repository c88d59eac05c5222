// Attack: the manifest claims far more work than the kernel does, so that its rate is beyond the device.
// Caught by: rule 7, impossible is not improved (on a GPU: the host device has no measured ceilings).
// Verdict: fine

extern "C" __global__ void faster_than_possible(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    y[i] = 4.0f * x[i];
}
