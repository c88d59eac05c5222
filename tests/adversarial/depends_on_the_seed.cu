// Attack: the answer for the inputs that the manifest's seed gives is compiled in. Nothing is computed.
// Caught by: rule 2, the inputs vary.
// Verdict: incorrect

// The first element that seed 18 gives, and the sum that belongs to it.
constexpr unsigned Known = 0xbf30cfc3u;
constexpr float Answer = -234.031978f;

extern "C" __global__ void depends_on_the_seed(const float* x, float* sum)
{
    *sum = __float_as_uint(x[0]) == Known ? Answer : 0.0f;
}
