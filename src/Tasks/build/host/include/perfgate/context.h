// Switching from one fibre to another: by hand on x86-64 and aarch64 (a few nanoseconds), by ucontext elsewhere.
#pragma once

#if !defined(__x86_64__) && !defined(__aarch64__)
#include <ucontext.h>
#endif

#if defined(__SANITIZE_ADDRESS__)
#define PERFGATE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PERFGATE_ASAN 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define PERFGATE_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define PERFGATE_TSAN 1
#endif
#endif
#if defined(PERFGATE_ASAN)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if defined(PERFGATE_TSAN)
#include <sanitizer/tsan_interface.h>
#endif

#pragma GCC visibility push(hidden)

namespace perfgate
{
// A suspended flow of control. What it needs beyond its stack pointer is on its stack.
struct Context
{
    void* stack_pointer = nullptr;
#if !defined(__x86_64__) && !defined(__aarch64__)
    ucontext_t registers{};
#endif
#if defined(PERFGATE_ASAN)
    const void* stack_bottom = nullptr;
    std::size_t stack_size = 0;
    void* fake_stack = nullptr;
#endif
#if defined(PERFGATE_TSAN)
    void* fibre = nullptr;
#endif
};
} // namespace perfgate

#if defined(__x86_64__)

// perfgate_switch(&from.stack_pointer, to): saves what the System V ABI makes the callee's, and goes on at `to`.
// The way back is a return: fibres switch in step, so the return predictor, which holds the calls of the one that
// leaves, is right about the one that goes on.
extern "C" void perfgate_switch(void** from, void* to);
asm(R"(
    .pushsection .text.perfgate_switch,"ax",@progbits
    .p2align 4
    .type perfgate_switch,@function
perfgate_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
    .size perfgate_switch,.-perfgate_switch
    .popsection
)");

#elif defined(__aarch64__)

// As above with AAPCS64's callee-saved registers: x19-x30 and the low halves of v8-v15.
extern "C" void perfgate_switch(void** from, void* to);
asm(R"(
    .pushsection .text.perfgate_switch,"ax",@progbits
    .p2align 4
    .type perfgate_switch,@function
perfgate_switch:
    sub sp, sp, #160
    stp x19, x20, [sp, #0]
    stp x21, x22, [sp, #16]
    stp x23, x24, [sp, #32]
    stp x25, x26, [sp, #48]
    stp x27, x28, [sp, #64]
    stp x29, x30, [sp, #80]
    stp d8, d9, [sp, #96]
    stp d10, d11, [sp, #112]
    stp d12, d13, [sp, #128]
    stp d14, d15, [sp, #144]
    mov x9, sp
    str x9, [x0]
    mov sp, x1
    ldp x19, x20, [sp, #0]
    ldp x21, x22, [sp, #16]
    ldp x23, x24, [sp, #32]
    ldp x25, x26, [sp, #48]
    ldp x27, x28, [sp, #64]
    ldp x29, x30, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    add sp, sp, #160
    ret
    .size perfgate_switch,.-perfgate_switch
    .popsection
)");

#endif

namespace perfgate
{
// Makes `context` begin at entry() on the stack [bottom, top). entry must not return.
inline void prepare(Context& context, char* bottom, char* top, void (*entry)())
{
#if defined(__x86_64__)
    auto slot = reinterpret_cast<void**>(reinterpret_cast<std::uintptr_t>(top) & ~std::uintptr_t(15));
    *--slot = nullptr; // entry's return address: none; it lies at 8 modulo 16, as after a call
    *--slot = reinterpret_cast<void*>(entry);
    for (int saved = 0; saved < 6; saved++)
        *--slot = nullptr;
    context.stack_pointer = slot;
#elif defined(__aarch64__)
    auto frame = reinterpret_cast<void**>((reinterpret_cast<std::uintptr_t>(top) & ~std::uintptr_t(15)) - 160);
    for (int saved = 0; saved < 20; saved++)
        frame[saved] = nullptr;
    frame[11] = reinterpret_cast<void*>(entry);
    context.stack_pointer = frame;
#else
    getcontext(&context.registers);
    context.registers.uc_stack.ss_sp = bottom;
    context.registers.uc_stack.ss_size = std::size_t(top - bottom);
    context.registers.uc_link = nullptr;
    makecontext(&context.registers, entry, 0);
#endif
#if defined(PERFGATE_ASAN)
    context.stack_bottom = bottom;
    context.stack_size = std::size_t(top - bottom);
    context.fake_stack = nullptr;
    __asan_unpoison_memory_region(bottom, context.stack_size);
#endif
    (void)bottom;
}

// Leaves `from` for `to`. Comes back when somebody switches to `from`, unless it is left for good.
inline __attribute__((always_inline)) void switch_context(
    Context& from, Context& to, [[maybe_unused]] bool for_good = false)
{
#if defined(PERFGATE_TSAN)
    from.fibre = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(to.fibre, 0);
#endif
#if defined(PERFGATE_ASAN)
    __sanitizer_start_switch_fiber(for_good ? nullptr : &from.fake_stack, to.stack_bottom, to.stack_size);
#endif
#if defined(__x86_64__) || defined(__aarch64__)
    perfgate_switch(&from.stack_pointer, to.stack_pointer);
#else
    swapcontext(&from.registers, &to.registers);
#endif
#if defined(PERFGATE_ASAN)
    __sanitizer_finish_switch_fiber(from.fake_stack, nullptr, nullptr);
#endif
}
} // namespace perfgate

#pragma GCC visibility pop
