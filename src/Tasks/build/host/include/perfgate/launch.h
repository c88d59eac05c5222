// A launch from host code: what replaces kernel<<<grid, block, shared, stream>>>(arguments) in the copy of a source
// that is compiled (Core/Kernels/HostSource.cs).
#pragma once

#pragma GCC visibility push(hidden)

namespace perfgate
{
// What is between <<< and >>>. Every launch ends before the next begins, so a stream says nothing here.
struct Configuration
{
    dim3 grid;
    dim3 block;
    std::size_t shared;

    Configuration(dim3 grid, dim3 block, std::size_t shared = 0, cudaStream_t = nullptr)
        : grid(grid), block(block), shared(shared)
    {
    }
};

template <class Call>
struct CallBody
{
    static __attribute__((always_inline)) void run(const void* call) { (*static_cast<const Call*>(call))(); }
};

// Calls call() as every thread of a grid. How it failed is what cudaGetLastError says afterwards, and launch_fault().
template <class Call>
inline cudaError_t run_call(
    Configuration const& configuration, const char* kernel, Call const& call, bool cooperative = false)
{
    if (running_kernel)
    {
        Message message;
        current_block().place_of_thread(message);
        message.add(": a kernel launches %s, and the host device runs no kernel from a kernel", kernel);
        current_block().fail(message.text());
    }
    dim3 const grid = configuration.grid;
    dim3 const block = configuration.block;
    perfgate_launch launch{};
    launch.grid[0] = grid.x, launch.grid[1] = grid.y, launch.grid[2] = grid.z;
    launch.block[0] = block.x, launch.block[1] = block.y, launch.block[2] = block.z;
    launch.shared_bytes = std::uint32_t(std::min<std::size_t>(configuration.shared, ~std::uint32_t(0)));
    launch.cooperative = cooperative;
    Message const refused = refusal(launch, kernel);
    if (refused.text()[0] != '\0')
        return fail(cudaErrorInvalidConfiguration, refused.text());
    char error[Fault::Capacity];
    return run_grid(launch, kernel, Block::loop<CallBody<Call>>, &call, error, sizeof error) == 0
        ? cudaSuccess
        : fail(cudaErrorLaunchFailure, error);
}

// A launch whose arguments are not known yet. `typed` calls the kernel with arguments that were evaluated once.
// `as_written` repeats the text of the call for every thread: for arguments that only their text can convert, such as
// NULL for a pointer.
template <class Typed, class AsWritten>
struct PreparedLaunch
{
    Configuration configuration;
    const char* kernel;
    Typed typed;
    AsWritten as_written;

    template <class... Arguments>
    void operator()(Arguments const&... arguments) const
    {
        if constexpr (std::is_same<AsWritten, std::nullptr_t>::value
            || std::is_invocable<Typed const&, Arguments const&...>::value)
            run_call(configuration, kernel, [&]() __attribute__((always_inline)) { typed(arguments...); });
        else
            run_call(configuration, kernel, as_written);
    }
};

template <class Typed, class AsWritten>
inline PreparedLaunch<Typed, AsWritten> prepare_launch(
    Configuration configuration, const char* kernel, Typed typed, AsWritten as_written)
{
    return {configuration, kernel, typed, as_written};
}

template <class... Parameters, std::size_t... Index>
inline cudaError_t launch_with(void (*kernel)(Parameters...), Configuration const& configuration, void** arguments,
    bool cooperative, std::index_sequence<Index...>)
{
    return run_call(
        configuration, "of a function pointer",
        [&] { kernel(*static_cast<std::remove_cv_t<std::remove_reference_t<Parameters>>*>(arguments[Index])...); },
        cooperative);
}
} // namespace perfgate

#pragma GCC visibility pop

template <class... Parameters>
inline cudaError_t cudaLaunchKernel(void (*kernel)(Parameters...), dim3 grid, dim3 block, void** arguments,
    std::size_t shared = 0, cudaStream_t = nullptr)
{
    return perfgate::launch_with(
        kernel, {grid, block, shared}, arguments, false, std::index_sequence_for<Parameters...>());
}

template <class... Parameters>
inline cudaError_t cudaLaunchCooperativeKernel(void (*kernel)(Parameters...), dim3 grid, dim3 block, void** arguments,
    std::size_t shared = 0, cudaStream_t = nullptr)
{
    return perfgate::launch_with(
        kernel, {grid, block, shared}, arguments, true, std::index_sequence_for<Parameters...>());
}

// A kernel without its type: how many bytes each argument has is not known.
inline cudaError_t cudaLaunchKernel(
    const void*, dim3, dim3, void**, std::size_t = 0, cudaStream_t = nullptr)
{
    return perfgate::unsupported("cudaLaunchKernel of a kernel cast to void*");
}

inline cudaError_t cudaLaunchCooperativeKernel(
    const void*, dim3, dim3, void**, std::size_t = 0, cudaStream_t = nullptr)
{
    return perfgate::unsupported("cudaLaunchCooperativeKernel of a kernel cast to void*");
}
