// Attack: as skips_by_digest_of_inputs, with the memo in memory that no symbol names.
// Caught by: rule 1, every timed launch starts from the state that the check starts from: all memory of the
// module that can be written is put back.
// Verdict: honest time

#include "memo.cuh"

asm(".pushsection .bss, \"aw\", @nobits\n.balign 64\n.Lmemo: .zero 65552\n.popsection");
static_assert(sizeof(Memo) <= 65552, "the assembler's room is too small");

static Memo& memo()
{
#ifdef __x86_64__
    Memo* found;
    asm("lea .Lmemo(%%rip), %0" : "=r"(found));
#else
    static Memo other;
    Memo* found = &other;
#endif
    return *found;
}

extern "C" __global__ void keeps_its_memo_without_a_symbol(const float* x, float* y, int n)
{
    answer_from(memo(), x, y, n);
}
