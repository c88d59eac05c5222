// What runs next in a block, and what it means when nothing can.
#pragma once

#pragma GCC visibility push(hidden)

namespace perfgate
{
inline __attribute__((always_inline)) void Block::save(Thread& self)
{
    self.index = built_ins.thread;
    self.fibre = short(fibre_);
#if defined(PERFGATE_ASAN)
    self.context.stack_bottom = fibres_[fibre_].stack_bottom;
    self.context.stack_size = fibres_[fibre_].stack_size;
#endif
}

inline __attribute__((always_inline)) Context* Block::pop_ready()
{
    int const thread = ready_[ready_first_];
    ready_first_ = (ready_first_ + 1) % MaximumThreadsPerBlock;
    ready_count_--;
    Thread& next = threads_[thread];
    current_ = thread;
    fibre_ = next.fibre;
    built_ins.thread = next.index;
    return &next.context;
}

// Never null: where nothing is left to run, the way out of the block.
inline __attribute__((always_inline)) Context* Block::pick_next()
{
    if (__builtin_expect(ready_count_ > 0, 1))
        return pop_ready();
    return pick_other();
}

__attribute__((noinline)) inline Context* Block::pick_other()
{
    if (next_ < count_)
    {
        Context* const fibre = take_fibre();
        return fibre != nullptr ? fibre : &main_;
    }
    if (ended_ == count_)
        return &main_;
    if (release_active_masks())
        return pop_ready();
    report_deadlock();
    return &main_;
}

// A fibre at its beginning; null, with a fault, where the system gives no more stacks.
__attribute__((noinline)) inline Context* Block::take_fibre()
{
    if (free_count_ == 0)
    {
        if (opened_ == MaximumThreadsPerBlock || !stacks_.open(opened_))
        {
            Message message;
            place(message);
            message.add(
                ": no memory for the stack of another waiting thread, after %d of %zu bytes", opened_, Stacks::Bytes);
            fault_->raise(message.text());
            return nullptr;
        }
#if defined(PERFGATE_TSAN)
        fibres_[opened_].fibre = __tsan_create_fiber(0);
#endif
        free_fibres_[free_count_++] = short(opened_++);
    }
    fibre_ = free_fibres_[--free_count_];
    prepare(fibres_[fibre_], stacks_.bottom(fibre_), stacks_.top(fibre_), entry_);
    return &fibres_[fibre_];
}

inline void Block::free_all_fibres()
{
    free_count_ = 0;
    for (int fibre = opened_; fibre-- > 0;)
        free_fibres_[free_count_++] = short(fibre);
}

inline void Block::leave_for(Context& next)
{
    Context abandoned;
    switch_context(abandoned, next, true);
    __builtin_unreachable();
}

__attribute__((noinline)) inline void Block::end_among_waiting()
{
    note_end(current_);
    if (ready_count_ == 0 && next_ < count_)
        return;
    free_fibres_[free_count_++] = short(fibre_);
    leave_for(*pick_next());
}

inline void Block::note_end(int thread)
{
    threads_[thread].ended = true;
    ended_++;
    warps_[thread / WarpSize].ended |= 1u << thread % WarpSize;
    if (EarlyExit)
        complete_without(thread);
}

// Lets threads go on that waited only for the thread that has just ended.
__attribute__((noinline)) inline void Block::complete_without(int thread)
{
    if (arrived_ > 0 && arrived_ == alive())
        release_barrier();
    int const index = thread / WarpSize;
    Warp& warp = warps_[index];
    for (int meeting = warp.meeting_count; meeting-- > 0;)
    {
        if (warp.meetings[meeting].arrived == expected(index, warp.meetings[meeting].mask))
            finish_meeting(index, meeting);
    }
}

// __activemask promises nothing about which lanes it sees together. Here: all that reach the same call before
// everything else in the block has come to rest.
__attribute__((noinline)) inline bool Block::release_active_masks()
{
    for (int thread = 0; thread < count_; thread++)
    {
        if (threads_[thread].wait != Wait::ActiveMask)
            continue;
        int const first = thread - thread % WarpSize;
        unsigned together = 0;
        for (int other = first; other < first + WarpSize && other < count_; other++)
        {
            if (threads_[other].wait == Wait::ActiveMask && threads_[other].site == threads_[thread].site)
                together |= 1u << other % WarpSize;
        }
        for (int lane = 0; lane < WarpSize; lane++)
        {
            if (together >> lane & 1)
            {
                threads_[first + lane].value = together;
                make_ready(first + lane);
            }
        }
        return true;
    }
    return false;
}

__attribute__((noinline)) inline void Block::report_deadlock()
{
    Message message;
    place(message);
    message.add(": deadlock: ");
    bool counted[MaximumThreadsPerBlock] = {};
    bool warp_waits = false;
    for (int thread = 0; thread < count_; thread++)
    {
        Thread const& one = threads_[thread];
        if (one.ended || counted[thread])
            continue;
        int alike = 0;
        for (int other = thread; other < count_; other++)
        {
            Thread const& two = threads_[other];
            if (!two.ended && two.wait == one.wait && two.site == one.site)
            {
                counted[other] = true;
                alike++;
            }
        }
        warp_waits |= one.wait != Wait::Barrier;
        message.add("%d of %d threads wait at %s [+0x%zx], ", alike, count_, name_of(one.wait),
                    std::size_t(static_cast<const char*>(one.site) - __ehdr_start));
    }
    message.add("%d have ended. ", ended_);
    if (warp_waits)
        message.add("Every lane that a mask names must reach the operation with the same mask.");
    else
        message.add("Every thread of a block must reach each __syncthreads.");
    if (ended_ > 0 && !EarlyExit)
        message.add(" The module is compiled with PERFGATE_EARLY_EXIT=0, so that threads may not leave early.");
    fault_->raise(message.text());
}

inline void Block::describe_main()
{
#if defined(PERFGATE_ASAN)
    pthread_attr_t attributes;
    pthread_getattr_np(pthread_self(), &attributes);
    void* bottom = nullptr;
    pthread_attr_getstack(&attributes, &bottom, &main_.stack_size);
    pthread_attr_destroy(&attributes);
    main_.stack_bottom = bottom;
#endif
}
} // namespace perfgate

#pragma GCC visibility pop
