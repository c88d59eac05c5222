// The stacks of the fibres of one OS thread: one reservation, made usable piece by piece, each stack above a guard.
#pragma once

#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#pragma GCC visibility push(hidden)

namespace perfgate
{
constexpr int MaximumThreadsPerBlock = 1024;

class Stacks
{
public:
    // A thread's own stack holds its local arrays and calls; 64 KiB is far above CUDA's default of 1 KiB of call stack.
    // Sanitizers widen frames many times over.
#if defined(PERFGATE_ASAN) || defined(PERFGATE_TSAN)
    static constexpr std::size_t Bytes = 256 * 1024;
#else
    static constexpr std::size_t Bytes = 64 * 1024;
#endif

    Stacks() : guard_(guard_bytes()), spacing_(Bytes + guard_)
    {
        // Nothing is committed yet: untouched pages cost neither memory nor swap.
        void* const memory = mmap(nullptr, spacing_ * MaximumThreadsPerBlock, PROT_NONE,
                                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        memory_ = memory == MAP_FAILED ? nullptr : static_cast<char*>(memory);
    }

    ~Stacks()
    {
        if (memory_ != nullptr)
            munmap(memory_, spacing_ * MaximumThreadsPerBlock);
    }

    Stacks(const Stacks&) = delete;
    Stacks& operator=(const Stacks&) = delete;

    // Makes stack `index` usable. False where the system has no more memory or mappings to give.
    bool open(int index)
    {
        return memory_ != nullptr && mprotect(bottom(index), Bytes, PROT_READ | PROT_WRITE) == 0;
    }

    char* bottom(int index) const { return memory_ + spacing_ * std::size_t(index) + guard_; }

    // Tops are staggered by some cache lines: stacks a whole number of pages apart would all compete for the same lines.
    char* top(int index) const { return bottom(index) + Bytes - std::size_t(index * 5 % 64) * 64; }

private:
    // An odd number of pages in all spreads the stacks over the sets of a larger cache, and a frame of
    // up to 16 KiB that overflows still hits the guard.
    static std::size_t guard_bytes()
    {
        auto const page = std::size_t(sysconf(_SC_PAGESIZE));
        return page >= 16 * 1024 ? page : 16 * 1024 + page;
    }

    std::size_t guard_;
    std::size_t spacing_;
    char* memory_;
};
} // namespace perfgate

#pragma GCC visibility pop
