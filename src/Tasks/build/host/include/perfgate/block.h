// The threads of one block, as fibres on one OS thread.
//
// A thread runs on the current fibre until it ends or waits. Only when it waits is another fibre taken, so a kernel
// without barriers is a plain loop over its threads. A thread that cannot go on picks what runs next: a thread that has
// become ready, else the next thread that has not begun, else the block is over, or it has deadlocked and says so.
#pragma once

#pragma GCC visibility push(hidden)

namespace perfgate
{
// The most dynamic shared memory that any launch may ask for: what a block may opt in to on compute capability 9.0.
constexpr std::size_t MaximumSharedBytes = 227 * 1024;
// Memory is longer than any request, so that what is written just past the request lands in it.
constexpr std::size_t SharedMargin = 256;
constexpr std::size_t SharedAlignment = 128;
constexpr std::size_t SharedCapacity = MaximumSharedBytes + 4 * SharedMargin;

class Block
{
public:
    Block() = default;
    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;
    ~Block() { std::free(shared_); }

    BuiltIns built_ins{};

    // Runs one block to its end. `entry` is Block::loop<Body>. On failure `fault` is raised and every fibre is
    // abandoned.
    void run(void (*entry)(), const void* arguments, const char* kernel, Fault& fault)
    {
        arguments_ = arguments;
        kernel_ = kernel;
        fault_ = &fault;
        count_ = int(built_ins.block_size.x * built_ins.block_size.y * built_ins.block_size.z);
        next_ = grid_waits_ = 0;
        built_ins.thread = {~0u, 0, 0}; // one before the first
        waiting_ = false;
        entry_ = entry;
        describe_main();
        if (Context* const first = take_fibre())
            switch_context(main_, *first);
        if (fault.raised())
            free_all_fibres();
    }

    // What every fibre executes: threads that have not begun, one after the other.
    template <class Body>
    static void loop();

    int thread() const { return current_; }
    int count() const { return count_; }
    // Dynamic shared memory: the same bytes for every block that this OS thread runs.
    unsigned char* shared() { return shared_; }

    Thread& self() { return threads_[current_]; }
    Thread& at(int thread) { return threads_[thread]; }
    Warp& warp(int index) { return warps_[index]; }

    // The lanes of `mask` that there are: a last, partial warp lacks some. The same for every thread, at any time.
    unsigned present(int warp, unsigned mask) const
    {
        int const lanes = count_ - warp * WarpSize;
        return mask & (lanes >= WarpSize ? 0xffffffffu : (1u << lanes) - 1);
    }

    // The lanes of `mask` that a warp operation waits for. Only known among waiting threads.
    unsigned expected(int warp, unsigned mask) const
    {
        return present(warp, mask) & (EarlyExit ? ~warps_[warp].ended : 0xffffffffu);
    }

    // Hands out what a complete warp operation yields, and lets its lanes go on, but for the current thread.
    void finish_meeting(int warp, int meeting);

    // Must be called before anything that may wait: the bookkeeping of a block without waiting threads is not kept.
    void begin_waiting()
    {
        if (__builtin_expect(!waiting_, 0))
            keep_books();
    }

    __attribute__((noinline)) void keep_books()
    {
        waiting_ = true;
        next_index_ = built_ins.thread;
        advance(next_index_);
        arrived_ = ended_ = ready_first_ = ready_count_ = 0;
        for (int thread = 0; thread < count_; thread++)
        {
            threads_[thread].wait = Wait::Nothing;
            threads_[thread].ended = false;
        }
        for (int warp = 0; warp * WarpSize < count_; warp++)
        {
            warps_[warp].meeting_count = 0;
            warps_[warp].ended = 0;
        }
        for (int thread = 0; thread < current_; thread++) // they ran to their end without waiting
            note_end(thread);
    }

    // Puts the current thread to sleep until make_ready names it. The thread that leaves sets the state of the one that
    // goes on, so that nothing is left to do after the switch: it is the last call here and in all that end with wait,
    // and a waiting thread keeps nothing on its stack but its own frame and the saved registers.
    __attribute__((always_inline)) void wait(Wait kind, const void* site)
    {
        Thread& self = threads_[current_];
        self.wait = kind;
        self.site = site;
        save(self);
        switch_context(self.context, *pick_next());
    }

    // Lets others run first. For loops that poll with atomics.
    void give_way()
    {
        begin_waiting();
        if (ready_count_ == 0 && next_ >= count_)
            return;
        int const thread = current_;
        save(threads_[thread]);
        Context* const next = pick_next();
        make_ready(thread);
        switch_context(threads_[thread].context, *next);
    }

    void make_ready(int thread)
    {
        threads_[thread].wait = Wait::Nothing;
        ready_[(ready_first_ + ready_count_++) % MaximumThreadsPerBlock] = short(thread);
    }

    // The state of the block-wide barrier.
    int arrived_ = 0;
    int predicates_ = 0;
    int result_ = 0;

    // How many threads have come out of the block's barrier before the grid's.
    int grid_waits_ = 0;

    int alive() const { return EarlyExit ? count_ - ended_ : count_; }

    // Lets all that wait at the barrier go on, but for the current thread, which never stopped.
    __attribute__((noinline)) void release_barrier()
    {
        result_ = predicates_;
        predicates_ = arrived_ = 0;
        for (int thread = 0; thread < count_; thread++)
        {
            if (threads_[thread].wait == Wait::Barrier)
                make_ready(thread);
        }
    }

    // Ends the launch with a message; the current thread never goes on.
    [[noreturn]] void fail(const char* text)
    {
        fault_->raise(text);
        leave_for(main_);
    }

    void place(Message& message) const
    {
        message.add("kernel %s, block (%u, %u, %u)", kernel_, built_ins.block.x, built_ins.block.y, built_ins.block.z);
    }

    void place_of_thread(Message& message) const
    {
        place(message);
        message.add(", thread (%u, %u, %u)", built_ins.thread.x, built_ins.thread.y, built_ins.thread.z);
    }

private:
    void advance(uint3& index) const;
    void start_next();
    void end_current();
    void end_among_waiting();
    void save(Thread& self);
    Context* pick_next();
    Context* pick_other();
    Context* pop_ready();
    Context* take_fibre();
    void free_all_fibres();
    bool release_active_masks();
    void complete_without(int thread);
    void report_deadlock();
    void note_end(int thread);
    void describe_main();
    [[noreturn]] void leave_for(Context& next);

    int current_ = 0;
    int count_ = 0;
    int next_ = 0;
    uint3 next_index_{}; // where threads wait: the index of the next to begin
    int ended_ = 0;
    int fibre_ = 0;
    bool waiting_ = false; // whether any thread of this block has waited
    int ready_first_ = 0;
    int ready_count_ = 0;
    void (*entry_)() = nullptr;
    const void* arguments_ = nullptr;
    const char* kernel_ = "";
    Fault* fault_ = nullptr;
    Context main_;
    Stacks stacks_{this};
    // The most that any launch may ask for, and the margin that shows writes past it. Untouched pages cost nothing.
    unsigned char* shared_ = static_cast<unsigned char*>(std::aligned_alloc(SharedAlignment, SharedCapacity));
    int opened_ = 0;
    int free_count_ = 0;
    short free_fibres_[MaximumThreadsPerBlock];
    short ready_[MaximumThreadsPerBlock];
    Warp warps_[MaximumThreadsPerBlock / WarpSize];
    Context fibres_[MaximumThreadsPerBlock];
    Thread threads_[MaximumThreadsPerBlock];
};

// Whether this OS thread is inside a launch, where current_block() may be called.
static thread_local bool running_kernel = false;

// The block whose thread is asking.
inline __attribute__((always_inline)) Block& current_block() { return *static_cast<Block*>(Stacks::owner()); }

// What a pointer to the dynamic shared memory of the launch holds. Every name that a kernel gives it means the same
// bytes, as in CUDA.
template <class Element>
inline __attribute__((always_inline)) Element* dynamic_shared()
{
    return reinterpret_cast<Element*>(current_block().shared());
}

template <class Body>
void Block::loop()
{
#if defined(PERFGATE_ASAN)
    __sanitizer_finish_switch_fiber(nullptr, nullptr, nullptr);
#endif
    Block& block = current_block();
    for (;;)
    {
        block.start_next();
        Body::run(block.arguments_);
        block.end_current();
    }
}

inline __attribute__((always_inline)) void Block::advance(uint3& index) const
{
    if (++index.x == built_ins.block_size.x)
    {
        index.x = 0;
        if (++index.y == built_ins.block_size.y)
        {
            index.y = 0;
            ++index.z;
        }
    }
}

inline __attribute__((always_inline)) void Block::start_next()
{
    current_ = next_++;
    if (__builtin_expect(!waiting_, 1))
    {
        advance(built_ins.thread);
        return;
    }
    built_ins.thread = next_index_;
    advance(next_index_);
}

// Returns where this fibre is to begin another thread, and not at all where something else is to run.
inline __attribute__((always_inline)) void Block::end_current()
{
    if (waiting_)
        end_among_waiting();
    else if (__builtin_expect(next_ >= count_, 0))
    {
        free_fibres_[free_count_++] = short(fibre_);
        leave_for(main_);
    }
}
} // namespace perfgate

#pragma GCC visibility pop

#define threadIdx (static_cast<const uint3&>(perfgate::current_block().built_ins.thread))
#define blockIdx (static_cast<const uint3&>(perfgate::current_block().built_ins.block))
#define blockDim (static_cast<const dim3&>(perfgate::current_block().built_ins.block_size))
#define gridDim (static_cast<const dim3&>(perfgate::current_block().built_ins.grid_size))
static constexpr int warpSize = 32;
