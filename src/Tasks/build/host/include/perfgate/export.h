// What a module exports: one entry point per kernel or reference function.
#pragma once

#include "expected.h"

#pragma GCC visibility push(hidden)

namespace perfgate
{
// The bytes of an argument whose type has no default constructor.
template <class T>
struct CopiedArgument
{
    alignas(T) unsigned char bytes[sizeof(T)];

    operator T const&() const { return *reinterpret_cast<const T*>(bytes); }
};

template <class T>
using HeldArgument = std::conditional_t<std::is_default_constructible<T>::value, T, CopiedArgument<T>>;

template <auto Kernel>
struct KernelCall;

template <class... Parameters, void (*Kernel)(Parameters...)>
struct KernelCall<Kernel>
{
    using Arguments = std::tuple<HeldArgument<std::remove_cv_t<Parameters>>...>;

    static __attribute__((always_inline)) void run(const void* arguments)
    {
        std::apply([](auto const&... values) __attribute__((always_inline)) { Kernel(values...); },
                   *static_cast<const Arguments*>(arguments));
    }

    static int launch(const perfgate_launch* launch, const char* name, char* error, int error_capacity)
    {
        Arguments arguments{};
        copy(arguments, launch->arguments, std::index_sequence_for<Parameters...>());
        return run_grid(*launch, name, Block::loop<KernelCall>, &arguments, error, error_capacity);
    }

    // How many parameters there are, and their sizes, as far as there is room for them.
    static int sizes(int* to, int capacity)
    {
        int const all[] = {int(sizeof(Parameters))..., 0};
        for (int i = 0; i < capacity && i < int(sizeof...(Parameters)); i++)
            to[i] = all[i];
        return int(sizeof...(Parameters));
    }

private:
    template <std::size_t... Index>
    static void copy([[maybe_unused]] Arguments& to, [[maybe_unused]] void** from, std::index_sequence<Index...>)
    {
        static_assert((std::is_trivially_copyable<std::remove_cv_t<Parameters>>::value && ...),
                      "kernel parameters are copied byte by byte");
        (std::memcpy(static_cast<void*>(&std::get<Index>(to)), from[Index], sizeof(std::get<Index>(to))), ...);
    }
};
} // namespace perfgate

#pragma GCC visibility pop

// Exports `int perfgate_launch_<kernel>(const perfgate_launch*, char* error, int error_capacity)`: 0, or 1 with one
// line. And `int perfgate_sizes_<kernel>(int* sizes, int capacity)`: the number of its parameters.
#define PERFGATE_EXPORT_KERNEL(kernel)                                                        \
    extern "C" __attribute__((visibility("default"))) int perfgate_launch_##kernel(           \
        const struct perfgate_launch* launch, char* error, int error_capacity)                \
    {                                                                                         \
        return perfgate::KernelCall<&kernel>::launch(launch, #kernel, error, error_capacity); \
    }                                                                                         \
    extern "C" __attribute__((visibility("default"))) int perfgate_sizes_##kernel(            \
        int* sizes, int capacity)                                                             \
    {                                                                                         \
        return perfgate::KernelCall<&kernel>::sizes(sizes, capacity);                         \
    }

// The same for a kernel that a name alone does not tell: an instance of a template, or one of several overloads.
#define PERFGATE_EXPORT_KERNEL_AS(symbol, name, ...)                                             \
    extern "C" __attribute__((visibility("default"))) int perfgate_launch_##symbol(              \
        const struct perfgate_launch* launch, char* error, int error_capacity)                   \
    {                                                                                            \
        return perfgate::KernelCall<__VA_ARGS__>::launch(launch, name, error, error_capacity);   \
    }                                                                                            \
    extern "C" __attribute__((visibility("default"))) int perfgate_sizes_##symbol(               \
        int* sizes, int capacity)                                                                \
    {                                                                                            \
        return perfgate::KernelCall<__VA_ARGS__>::sizes(sizes, capacity);                        \
    }

// Defines what `extern __shared__ type name[];` declares, once per name, after the file, in the same namespace.
#define PERFGATE_DYNAMIC_SHARED(type, name)                                                         \
    __attribute__((visibility("hidden"))) thread_local __attribute__((aligned(128)))                \
    type name[(perfgate::MaximumSharedBytes + perfgate::DynamicShared::Margin) / sizeof(type) + 1]; \
    static perfgate::DynamicShared perfgate_dynamic_##name([] { return reinterpret_cast<unsigned char*>(&name[0]); });
