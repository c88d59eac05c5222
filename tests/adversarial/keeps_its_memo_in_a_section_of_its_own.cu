// Attack: as skips_by_digest_of_inputs, with the memo in a section that has another name than those of variables.
// Caught by: rule 1, every timed launch starts from the state that the check starts from: all memory of the
// module that can be written is put back.
// Verdict: honest time

#include "memo.cuh"

__attribute__((section("mine"))) Memo memo = {};

extern "C" __global__ void keeps_its_memo_in_a_section_of_its_own(const float* x, float* y, int n)
{
    answer_from(memo, x, y, n);
}
