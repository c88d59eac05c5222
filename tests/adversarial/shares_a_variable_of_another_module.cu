// Attack: as skips_by_digest_of_inputs, with the memo in a variable that is one for all modules of the process. The
// source is compiled twice, and the module that is loaded second finds it in the first.
// Caught by: rule 1, every timed launch starts from the state that the check starts from: each module has
// variables of its own, which are put back.
// Verdict: honest time

#include "memo.cuh"

inline __attribute__((visibility("default"))) Memo memo;

extern "C" __global__ void shares_a_variable_of_another_module(const float* x, float* y, int n)
{
    answer_from(memo, x, y, n);
}
