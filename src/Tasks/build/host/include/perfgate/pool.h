// The OS threads of one module: kept between launches, gone after a while without any.
#pragma once

#include <sched.h>

#pragma GCC visibility push(hidden)

namespace perfgate
{
// Cores that this process may use.
inline int allowed_cores()
{
    cpu_set_t cores;
    CPU_ZERO(&cores);
    if (sched_getaffinity(0, sizeof cores, &cores) == 0 && CPU_COUNT(&cores) > 0)
        return CPU_COUNT(&cores);
    return std::max(1, int(std::thread::hardware_concurrency()));
}

class Pool
{
public:
    using Work = void (*)(void* state);

    Pool() = default;
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    ~Pool()
    {
        {
            std::lock_guard<std::mutex> lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
        for (Helper* helper : helpers_)
        {
            // A helper inside a kernel that never ends cannot be waited for: the process is on its way out.
            if (busy_ > 0)
                helper->thread.detach();
            else if (helper->thread.joinable())
                helper->thread.join();
            if (busy_ == 0)
                delete helper;
        }
        // Where a kernel calls exit, the launching thread waits for that kernel still, and destroying what it waits on
        // would wait for that thread.
        if (busy_ == 0)
            delete &done_;
    }

    // Calls work(state) on this thread and on up to threads - 1 others at once, and returns when all of them have.
    // A helper that has not woken by the time this thread is done is not waited for.
    void run(int threads, Work work, void* state)
    {
        std::lock_guard<std::mutex> one_at_a_time(launch_);
        if (threads > 1)
            call_helpers(threads - 1, work, state);
        work(state);
        if (threads > 1)
            wait_for_helpers();
    }

private:
    struct Helper
    {
        std::thread thread;
        bool running = false;
    };

    // Long enough to outlast the gaps between the samples of a case, short against a worker's life: an idle module
    // gives back its threads' stacks.
    static constexpr std::chrono::seconds Idle{2};

    // A wake-up costs tens of microseconds; polling for about as long hides it between back-to-back launches.
    static constexpr std::chrono::microseconds Poll{30};

    void call_helpers(int wanted, Work work, void* state)
    {
        {
            std::lock_guard<std::mutex> lock(mutex_);
            work_ = work;
            state_ = state;
            open_ = wanted;
            while (int(helpers_.size()) < wanted)
                helpers_.push_back(new Helper);
            for (int index = 0; index < wanted; index++)
                start(*helpers_[std::size_t(index)]);
            generation_.fetch_add(1, std::memory_order_release);
        }
        wake_.notify_all();
    }

    void start(Helper& helper)
    {
        if (helper.running)
            return;
        if (helper.thread.joinable())
            helper.thread.join(); // it has left its loop
        helper.running = true;
        helper.thread = std::thread([this, &helper, seen = generation_.load()] { help(helper, seen); });
    }

    void wait_for_helpers()
    {
        std::unique_lock<std::mutex> lock(mutex_);
        open_ = 0;
        done_.wait(lock, [this] { return busy_ == 0; });
    }

    void help(Helper& helper, unsigned seen)
    {
        for (;;)
        {
            auto const until = std::chrono::steady_clock::now() + Poll;
            while (generation_.load(std::memory_order_acquire) == seen && std::chrono::steady_clock::now() < until)
                std::this_thread::yield();

            std::unique_lock<std::mutex> lock(mutex_);
            bool const called = wake_.wait_for(lock, Idle, [&] { return stopping_ || generation_.load() != seen; });
            if (stopping_ || !called)
            {
                helper.running = false;
                return;
            }
            seen = generation_.load();
            if (open_ == 0)
                continue;
            open_--;
            busy_++;
            Work const work = work_;
            void* const state = state_;
            lock.unlock();
            work(state);
            lock.lock();
            if (--busy_ == 0)
                done_.notify_one();
        }
    }

    std::mutex launch_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable& done_ = *new std::condition_variable;
    std::atomic<unsigned> generation_{0};
    std::vector<Helper*> helpers_;
    Work work_ = nullptr;
    void* state_ = nullptr;
    int open_ = 0; // helpers that may still join the launch
    int busy_ = 0; // helpers inside work
    bool stopping_ = false;
};
} // namespace perfgate

#pragma GCC visibility pop
