// Loads and stores with a cache hint, which means nothing here, and assertions.
#pragma once

template <class T> inline __attribute__((always_inline)) T __ldg(const T* address) { return *address; }
template <class T> inline __attribute__((always_inline)) T __ldcg(const T* address) { return *address; }
template <class T> inline __attribute__((always_inline)) T __ldca(const T* address) { return *address; }
template <class T> inline __attribute__((always_inline)) T __ldcs(const T* address) { return *address; }
template <class T> inline __attribute__((always_inline)) T __ldlu(const T* address) { return *address; }
template <class T> inline __attribute__((always_inline)) T __ldcv(const T* address) { return *address; }
template <class T> inline __attribute__((always_inline)) void __stcg(T* address, T value) { *address = value; }
template <class T> inline __attribute__((always_inline)) void __stcs(T* address, T value) { *address = value; }
template <class T> inline __attribute__((always_inline)) void __stwb(T* address, T value) { *address = value; }
template <class T> inline __attribute__((always_inline)) void __stwt(T* address, T value) { *address = value; }

#pragma GCC visibility push(hidden)

namespace perfgate
{
// Ends the launch, or the process where no kernel is running.
[[noreturn]] __attribute__((noinline, cold)) inline void assertion_failed(const char* text, const char* file, int line)
{
    if (!running_kernel)
    {
        std::fprintf(stderr, "%s:%d: assertion `%s' failed\n", file, line, text);
        std::abort();
    }
    Message message;
    current_block().place_of_thread(message);
    message.add(": assertion `%s' failed at %s:%d", text, file, line);
    current_block().fail(message.text());
}
} // namespace perfgate

#pragma GCC visibility pop
