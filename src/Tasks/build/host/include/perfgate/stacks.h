// The stacks of the fibres of one OS thread: one reservation, made usable piece by piece, each stack above a guard.
//
// The reservation begins at a multiple of its size and holds its owner's address there, so that code on any of the
// stacks finds the owner by masking the stack pointer. A thread_local would cost a call at every use, as in any library
// that is loaded late.
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

    // Addresses, not memory: untouched pages cost nothing.
#if defined(PERFGATE_ASAN) || defined(PERFGATE_TSAN)
    static constexpr std::size_t Span = std::size_t(512) << 20;
#else
    static constexpr std::size_t Span = std::size_t(256) << 20;
#endif

    explicit Stacks(void* owner) : page_(std::size_t(sysconf(_SC_PAGESIZE))), spacing_(Bytes + guard())
    {
        char* const memory = static_cast<char*>(
            mmap(nullptr, 2 * Span, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
        if (memory == MAP_FAILED)
            return;
        char* const aligned =
            reinterpret_cast<char*>((reinterpret_cast<std::uintptr_t>(memory) + Span - 1) & ~(Span - 1));
        if (aligned > memory)
            munmap(memory, std::size_t(aligned - memory));
        munmap(aligned + Span, std::size_t(memory + Span - aligned));
        if (mprotect(aligned, page_, PROT_READ | PROT_WRITE) != 0)
        {
            munmap(aligned, Span);
            return;
        }
        memory_ = aligned;
        *reinterpret_cast<void**>(memory_) = owner;
    }

    ~Stacks()
    {
        // A kernel that calls exit() runs on one of them while this thread's variables are destroyed.
        const char* const here = static_cast<const char*>(__builtin_frame_address(0));
        if (memory_ != nullptr && (here < memory_ || here >= memory_ + Span))
            munmap(memory_, Span);
    }

    // The owner of the stack that this runs on.
    static __attribute__((always_inline)) void* owner()
    {
        std::uintptr_t stack_pointer;
#if defined(__x86_64__)
        asm("movq %%rsp, %0" : "=r"(stack_pointer));
#elif defined(__aarch64__)
        asm("mov %0, sp" : "=r"(stack_pointer));
#else
        stack_pointer = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
#endif
        return *reinterpret_cast<void**>(stack_pointer & ~(Span - 1));
    }

    Stacks(const Stacks&) = delete;
    Stacks& operator=(const Stacks&) = delete;

    // Makes stack `index` usable. False where the system has no more memory or mappings to give.
    bool open(int index)
    {
        return memory_ != nullptr && mprotect(bottom(index), Bytes, PROT_READ | PROT_WRITE) == 0;
    }

    char* bottom(int index) const { return memory_ + page_ + spacing_ * std::size_t(index) + guard(); }

    // Tops are staggered by some cache lines: stacks a whole number of pages apart would all compete for the same
    // lines.
    char* top(int index) const { return bottom(index) + Bytes - std::size_t(index * 5 % 64) * 64; }

private:
    // An odd number of pages in all spreads the stacks over the sets of a larger cache, and a frame of
    // up to 16 KiB that overflows still hits the guard.
    std::size_t guard() const { return page_ >= 16 * 1024 ? page_ : 16 * 1024 + page_; }

    std::size_t page_;
    std::size_t spacing_;
    char* memory_ = nullptr;
};
} // namespace perfgate

#pragma GCC visibility pop
