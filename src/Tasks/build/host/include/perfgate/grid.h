// A launch: the blocks of a grid, handed out to OS threads.
#pragma once

#include <algorithm>

#pragma GCC visibility push(hidden)

// The ABI of an exported kernel. arguments[i] points at the value of parameter i, as with cuLaunchKernel.
struct perfgate_launch
{
    std::uint32_t grid[3];
    std::uint32_t block[3];
    std::uint32_t shared_bytes;
    std::uint32_t threads; // OS threads to use; 0 for every core that the process may use
    void** arguments;
    std::uint32_t cooperative; // not 0 where every block must run at once, so that the grid may wait for itself
};

namespace perfgate
{
// The block object of an OS thread, which holds its stacks, lives as long as the thread.
inline Block& block_of_thread()
{
    static thread_local std::unique_ptr<Block> block;
    if (!block)
        block.reset(new Block);
    return *block;
}

// Every `extern __shared__` array that the module declares outside of functions, and the memory that those in functions
// point to, so that a launch can see writes past what it asked for.
struct DynamicShared
{
    static constexpr std::size_t Margin = SharedMargin;
    static constexpr unsigned char Untouched = 0xC5;

    unsigned char* (*address)();
    DynamicShared* next;

    static DynamicShared*& first()
    {
        static DynamicShared* head = nullptr;
        return head;
    }

    explicit DynamicShared(unsigned char* (*address)()) : address(address), next(first()) { first() = this; }

    static void mark(std::size_t used)
    {
        std::memset(block_of_thread().shared() + used, Untouched, Margin);
        for (DynamicShared* array = first(); array != nullptr; array = array->next)
            std::memset(array->address() + used, Untouched, Margin);
    }

    static bool overrun(std::size_t used)
    {
        if (is_touched(block_of_thread().shared() + used))
            return true;
        for (DynamicShared* array = first(); array != nullptr; array = array->next)
        {
            if (is_touched(array->address() + used))
                return true;
        }
        return false;
    }

private:
    static bool is_touched(unsigned char const* margin)
    {
        return std::any_of(margin, margin + Margin, [](unsigned char byte) { return byte != Untouched; });
    }
};

// Where the blocks of a cooperative launch wait for one another. Each of them has an OS thread of its own.
class GridBarrier
{
public:
    explicit GridBarrier(std::uint64_t blocks) : blocks_(blocks) {}

    // Waits until every block has come. False where one has ended instead: then nobody waits any more.
    bool wait()
    {
        std::unique_lock<std::mutex> lock(mutex_);
        std::uint64_t const round = round_;
        if (++arrived_ == blocks_)
        {
            arrived_ = 0;
            round_++;
            changed_.notify_all();
            return true;
        }
        changed_.wait(lock, [&] { return round_ != round || ended_ > 0; });
        return round_ != round;
    }

    // A block has ended, well or not.
    void leave()
    {
        std::lock_guard<std::mutex> lock(mutex_);
        ended_++;
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t blocks_;
    std::uint64_t arrived_ = 0;
    std::uint64_t ended_ = 0;
    std::uint64_t round_ = 0;
};

struct Grid
{
    const perfgate_launch* launch;
    const char* kernel;
    void (*entry)();
    const void* arguments;
    std::uint64_t blocks;
    std::uint64_t chunk;
    std::atomic<std::uint64_t> next{0};
    GridBarrier* barrier; // null where the launch is not cooperative
    Fault fault;
};

// The grid that this OS thread runs blocks of.
static thread_local Grid* running_grid = nullptr;

inline bool in_cooperative_launch() { return running_grid != nullptr && running_grid->barrier != nullptr; }

// All threads of all blocks wait for one another.
__attribute__((noinline)) inline void grid_barrier()
{
    Message message;
    if (!in_cooperative_launch())
    {
        current_block().place_of_thread(message);
        message.add(": the grid waits for itself, and the launch is not cooperative");
        current_block().fail(message.text());
    }
    barrier(0);
    // Every thread of the block has come. The first that goes on stops the OS thread, and so the others.
    if (current_block().grid_waits_++ == 0 && !running_grid->barrier->wait())
    {
        current_block().place(message);
        message.add(": deadlock: this block waits for the grid, and another block has ended. Every block must reach "
                    "each barrier of the grid.");
        current_block().fail(message.text());
    }
    barrier(0);
    current_block().grid_waits_ = 0;
}

// Runs blocks until none is left.
inline void run_blocks(void* state)
{
    Grid& grid = *static_cast<Grid*>(state);
    perfgate_launch const& launch = *grid.launch;
    Block& block = block_of_thread();
    running_kernel = true;
    running_grid = &grid;
    block.built_ins.block_size = {launch.block[0], launch.block[1], launch.block[2]};
    block.built_ins.grid_size = {launch.grid[0], launch.grid[1], launch.grid[2]};
    DynamicShared::mark(launch.shared_bytes);
    for (;;)
    {
        std::uint64_t const begin = grid.next.fetch_add(grid.chunk, std::memory_order_relaxed);
        std::uint64_t const end = std::min(begin + grid.chunk, grid.blocks);
        if (begin >= end)
            break;
        for (std::uint64_t index = begin; index < end && !grid.fault.raised(); index++)
        {
            block.built_ins.block = {unsigned(index % launch.grid[0]),
                unsigned(index / launch.grid[0] % launch.grid[1]), unsigned(index / launch.grid[0] / launch.grid[1])};
            block.run(grid.entry, grid.arguments, grid.kernel, grid.fault);
            if (grid.barrier != nullptr)
                grid.barrier->leave();
        }
    }
    running_kernel = false;
    running_grid = nullptr;
    if (!grid.fault.raised() && DynamicShared::overrun(launch.shared_bytes))
    {
        Message message;
        message.add("kernel %s wrote past the %u bytes of dynamic shared memory of its launch", grid.kernel,
            launch.shared_bytes);
        grid.fault.raise(message.text());
    }
}

// Each block of a cooperative launch takes an OS thread.
constexpr unsigned MaximumCooperativeBlocks = 256;

// Empty where CUDA would accept the launch on compute capability 9.0.
inline Message refusal(const perfgate_launch& launch, const char* kernel)
{
    Message message;
    std::uint32_t const* const grid = launch.grid;
    std::uint32_t const* const block = launch.block;
    std::uint64_t const threads = std::uint64_t(block[0]) * block[1] * block[2];
    if (grid[0] == 0 || grid[1] == 0 || grid[2] == 0 || threads == 0 || block[2] == 0)
        message.add("kernel %s: a grid (%u, %u, %u) of blocks (%u, %u, %u) is empty", kernel, grid[0], grid[1], grid[2],
                    block[0], block[1], block[2]);
    else if (block[0] > 1024 || block[1] > 1024 || block[2] > 64 || threads > MaximumThreadsPerBlock)
        message.add("kernel %s: a block of (%u, %u, %u) threads is too large: at most 1024 in all and along x and y, "
                    "64 along z",
            kernel, block[0], block[1], block[2]);
    else if (grid[0] > 0x7fffffffu || grid[1] > 65535 || grid[2] > 65535)
        message.add(
            "kernel %s: a grid of (%u, %u, %u) blocks is too large: at most 2147483647 along x, 65535 along y and z",
            kernel, grid[0], grid[1], grid[2]);
    else if (launch.shared_bytes > MaximumSharedBytes)
        message.add("kernel %s: %u bytes of dynamic shared memory are too many: at most %zu", kernel,
            launch.shared_bytes, MaximumSharedBytes);
    else if (launch.cooperative != 0 && std::uint64_t(grid[0]) * grid[1] * grid[2] > MaximumCooperativeBlocks)
        message.add("kernel %s: a cooperative launch of %llu blocks is too large: at most %u run at once", kernel,
            (unsigned long long)(std::uint64_t(grid[0]) * grid[1] * grid[2]), MaximumCooperativeBlocks);
    return message;
}

inline Pool& pool()
{
    static Pool instance;
    return instance;
}

inline int run_grid(const perfgate_launch& launch, const char* kernel, void (*entry)(), const void* arguments,
    char* error, int error_capacity)
{
    Message const refused = refusal(launch, kernel);
    if (refused.text()[0] != '\0')
    {
        copy_text(error, error_capacity, refused.text());
        return 1;
    }

    Grid grid;
    grid.launch = &launch;
    grid.kernel = kernel;
    grid.entry = entry;
    grid.arguments = arguments;
    grid.blocks = std::uint64_t(launch.grid[0]) * launch.grid[1] * launch.grid[2];
    GridBarrier barrier(grid.blocks);
    grid.barrier = launch.cooperative != 0 ? &barrier : nullptr;
    std::uint64_t const cores = launch.threads > 0 ? launch.threads : std::uint64_t(allowed_cores());
    int const threads = int(launch.cooperative != 0 ? grid.blocks : std::min(cores, grid.blocks));
    // Blocks are handed out in pieces small enough to even out, large enough that handing out costs nothing.
    grid.chunk = std::max<std::uint64_t>(1, std::min<std::uint64_t>(64, grid.blocks / (std::uint64_t(threads) * 8)));
    pool().run(threads, run_blocks, &grid);
    if (!grid.fault.raised())
        return 0;
    copy_text(error, error_capacity, grid.fault.text());
    return 1;
}
} // namespace perfgate

#pragma GCC visibility pop
