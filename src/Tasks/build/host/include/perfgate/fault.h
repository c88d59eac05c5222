// How a kernel fails: the first failure of a launch is kept as one line, and the launch returns it.
#pragma once

#include <cstdarg>

#pragma GCC visibility push(hidden)

// The module's first byte, given by the linker: code addresses in messages are offsets from it, as addr2line takes
// them.
extern "C" const char __ehdr_start[];

namespace perfgate
{
class Fault
{
public:
    static constexpr int Capacity = 1024;

    bool raised() const { return raised_.load(std::memory_order_acquire); }

    const char* text() const { return text_; }

    // Keeps the first text; later ones are consequences.
    void raise(const char* text)
    {
        std::lock_guard<std::mutex> lock(mutex_);
        if (raised_.load(std::memory_order_relaxed))
            return;
        std::snprintf(text_, sizeof text_, "%s", text);
        raised_.store(true, std::memory_order_release);
    }

private:
    std::atomic<bool> raised_{false};
    std::mutex mutex_;
    char text_[Capacity] = {};
};

// One line of text of bounded length, put together piece by piece.
class Message
{
public:
    __attribute__((format(printf, 2, 3))) void add(const char* format, ...)
    {
        va_list arguments;
        va_start(arguments, format);
        int const written = std::vsnprintf(text_ + length_, sizeof text_ - length_, format, arguments);
        va_end(arguments);
        if (written > 0)
            length_ = length_ + written < int(sizeof text_) ? length_ + written : int(sizeof text_) - 1;
    }

    const char* text() const { return text_; }

private:
    char text_[Fault::Capacity] = {};
    int length_ = 0;
};

inline void copy_text(char* target, int capacity, const char* text)
{
    if (target != nullptr && capacity > 0)
        std::snprintf(target, std::size_t(capacity), "%s", text);
}
} // namespace perfgate

#pragma GCC visibility pop
