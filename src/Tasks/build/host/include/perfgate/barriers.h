// __syncthreads and its kin, and the fences.
#pragma once

#pragma GCC visibility push(hidden)

namespace perfgate
{
__attribute__((noinline)) inline void barrier(int predicate)
{
    Block& block = current_block();
    block.begin_waiting();
    block.predicates_ += predicate;
    if (++block.arrived_ == block.alive())
        block.release_barrier();
    else
        block.wait(Wait::Barrier, __builtin_return_address(0));
}

// The number of threads whose predicate held. The next barrier cannot be complete, and change it, before all have read
// it.
inline __attribute__((always_inline)) int barrier_count(int predicate)
{
    barrier(predicate);
    return current_block().result_;
}
} // namespace perfgate

#pragma GCC visibility pop

inline __attribute__((always_inline)) void __syncthreads() { perfgate::barrier(0); }
inline __attribute__((always_inline)) int __syncthreads_count(int predicate)
{
    return perfgate::barrier_count(predicate != 0);
}
inline __attribute__((always_inline)) int __syncthreads_or(int predicate)
{
    return perfgate::barrier_count(predicate != 0) > 0;
}
inline __attribute__((always_inline)) int __syncthreads_and(int predicate)
{
    return perfgate::barrier_count(predicate == 0) == 0;
}

inline void __threadfence_block() { std::atomic_thread_fence(std::memory_order_seq_cst); }
inline void __threadfence() { std::atomic_thread_fence(std::memory_order_seq_cst); }
inline void __threadfence_system() { std::atomic_thread_fence(std::memory_order_seq_cst); }

// Nanoseconds of a steady clock stand for the multiprocessor's cycles.
inline long long int clock64()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

inline void __nanosleep(unsigned int) { perfgate::current_block().give_way(); }

[[noreturn]] inline void __trap()
{
    perfgate::Message message;
    perfgate::current_block().place_of_thread(message);
    message.add(": __trap() was called");
    perfgate::current_block().fail(message.text());
}
