// Attack: as skips_by_digest_of_inputs, with the memo in a namespace of the runtime behind the kernels.
// Caught by: rule 1, every timed launch starts from the state that the check starts from: all memory of the
// module that can be written is put back.
// Verdict: honest time

#include "memo.cuh"

namespace perfgate
{
Memo memo;
}

extern "C" __global__ void hides_its_memo_behind_the_runtime(const float* x, float* y, int n)
{
    answer_from(perfgate::memo, x, y, n);
}
