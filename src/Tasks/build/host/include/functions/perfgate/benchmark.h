// A C++ function as a launch. One header for nvcc, g++ and clang++; docs/functions.md explains it with an example.
//
//     PERFGATE_BENCHMARK(sum)(perfgate::Call& call, const float* x, float* y, long n) { ... }
//
// The function is called once a sample with the arguments that the manifest lists. It queues its work on
// call.stream() and need not wait for it.
#pragma once

#if !defined(__cplusplus) || __cplusplus < 201703L
#error "perfgate/benchmark.h needs C++17: compile with -std=c++17"
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

// cudaStream_t is a pointer to it.
struct CUstream_st;

#pragma GCC visibility push(hidden)

// The ABI of an exported function. arguments[i] points at the value of parameter i.
struct perfgate_call
{
    void** arguments;
    CUstream_st* stream;
    unsigned char* scratch;
    std::uint64_t scratch_bytes;
    unsigned char* state; // zero before the set-up, and kept from then on
    std::uint64_t state_bytes;
    std::uint32_t phase; // perfgate::Phase of benchmark_export.h
    std::uint32_t threads; // OS threads for kernels on the host device; 0 for every core
};

namespace perfgate
{
// A function asks for what it cannot have. The device is as good as before.
class Refusal : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

// What begins the memory of the state. The state follows it, so both have the alignment of this. A tensor map of CUDA
// 13 asks for as much.
struct alignas(128) StateHead
{
    const void* type;
    void (*end)(StateHead&);
    void (*destroy)();
};

template <class T>
struct StateType
{
    static constexpr char id = 0;
};

// The largest state, bytes.
constexpr std::size_t MaximumStateBytes = 4096;

// What a call and a set-up have in common.
class CallBase
{
public:
    explicit CallBase(perfgate_call& call) : call_(call) {}
    CallBase(const CallBase&) = delete;
    CallBase& operator=(const CallBase&) = delete;

    // The stream that the work is queued on: a cudaStream_t; null on the host device.
    CUstream_st* stream() const { return call_.stream; }

    // Device memory, aligned to 256 bytes, for this call only: it holds rubbish when the call begins. The n-th request
    // of each call of a function gets the same address. Throws Refusal where the manifest's "scratch" is less than all
    // requests of a call together.
    void* scratch(std::size_t bytes)
    {
        constexpr std::size_t alignment = 256;
        std::size_t const begin = (used_ + alignment - 1) / alignment * alignment;
        used_ = begin + bytes;
        if (used_ > call_.scratch_bytes)
        {
            throw Refusal("it asks for " + std::to_string(used_) + " bytes of scratch memory and has "
                          + std::to_string(call_.scratch_bytes) + "; write \"scratch\": " + std::to_string(used_)
                          + " into its launch");
        }
        return call_.scratch + begin;
    }

protected:
    StateHead& head() const { return *reinterpret_cast<StateHead*>(call_.state); }

    template <class T>
    T& state_of() const
    {
        static_assert(std::is_trivially_copyable<T>::value,
                      "a state is put back byte by byte before each call: keep handles, addresses and numbers in it");
        static_assert(sizeof(T) <= MaximumStateBytes, "a state has at most 4096 bytes");
        static_assert(alignof(T) <= alignof(StateHead), "a state is aligned to at most 128 bytes");
        return *reinterpret_cast<T*>(call_.state + sizeof(StateHead));
    }

    perfgate_call& call_;

private:
    std::size_t used_ = 0;
};

// What a set-up function is given.
class SetUp : public CallBase
{
public:
    using CallBase::CallBase;

    // Makes the state, its bytes zero at first. Each call finds it as the set-up left it.
    template <class T>
    T& state()
    {
        head().type = &StateType<T>::id;
        return state_of<T>();
    }

    // Has the state destroyed after the last call: at_end<Plan>([](Plan& plan) { cublasDestroy(plan.handle); })
    template <class T>
    void at_end(void (*destroy)(T&))
    {
        state<T>();
        head().destroy = reinterpret_cast<void (*)()>(destroy);
        head().end = [](StateHead& begin) {
            reinterpret_cast<void (*)(T&)>(begin.destroy)(
                *reinterpret_cast<T*>(reinterpret_cast<unsigned char*>(&begin) + sizeof(StateHead)));
        };
    }
};

// What a benchmark function is given.
class Call : public CallBase
{
public:
    using CallBase::CallBase;

    // The state that the set-up made. Throws Refusal where there is none, or one of another type.
    template <class T>
    const T& state() const
    {
        if (head().type != &StateType<T>::id)
            throw Refusal("it asks for a state that its set-up function did not make");
        return state_of<T>();
    }

    // Launches a kernel: kernel<<<grid, block, shared_bytes, stream()>>>(arguments...). The way that works on the host
    // device too.
#if defined(__CUDACC__) || defined(PERFGATE_HOST)
    template <class... Parameters, class... Arguments>
    void launch(void (*kernel)(Parameters...), dim3 grid, dim3 block, std::size_t shared_bytes, Arguments&&... given)
    {
        static_assert(sizeof...(Parameters) == sizeof...(Arguments), "a kernel gets one argument per parameter");
#if defined(PERFGATE_HOST)
        launch_here(kernel, grid, block, shared_bytes, static_cast<Parameters>(std::forward<Arguments>(given))...);
#else
        kernel<<<grid, block, shared_bytes, stream()>>>(static_cast<Parameters>(std::forward<Arguments>(given))...);
        if (cudaError_t const error = cudaPeekAtLastError(); error != cudaSuccess)
            throw std::runtime_error(std::string("a launch failed: ") + cudaGetErrorString(error));
#endif
    }
#endif

#if defined(PERFGATE_HOST)
private:
    template <class... Parameters>
    struct Launched
    {
        void (*kernel)(Parameters...);
        std::tuple<std::remove_cv_t<Parameters>...> values;

        static __attribute__((always_inline)) void run(const void* launched)
        {
            auto const& own = *static_cast<const Launched*>(launched);
            std::apply(own.kernel, own.values);
        }
    };

    template <class... Parameters>
    void launch_here(void (*kernel)(Parameters...), dim3 grid, dim3 block, std::size_t shared_bytes,
                     std::remove_cv_t<Parameters>... values)
    {
        perfgate_launch launch{};
        std::uint32_t const sizes[] = {grid.x, grid.y, grid.z, block.x, block.y, block.z};
        std::copy(sizes, sizes + 3, launch.grid);
        std::copy(sizes + 3, sizes + 6, launch.block);
        launch.shared_bytes = std::uint32_t(shared_bytes);
        launch.threads = call_.threads;
        Launched<Parameters...> const launched{kernel, {values...}};
        char error[1024] = "";
        if (run_grid(launch, "that it launches", Block::loop<Launched<Parameters...>>, &launched, error, sizeof error)
            != 0)
            throw std::runtime_error(error);
    }
#endif
};
} // namespace perfgate

#pragma GCC visibility pop

// Begins a benchmark function: PERFGATE_BENCHMARK(name)(perfgate::Call& call, parameters) { ... }
#define PERFGATE_BENCHMARK(name) [[maybe_unused]] static void perfgate_benchmark_##name

// Begins the set-up of a benchmark function, with the same parameters: it is called once before the first call, is not
// timed, and finds rubbish in the buffers. PERFGATE_SETUP(name)(perfgate::SetUp& setup, parameters) { ... }
#define PERFGATE_SETUP(name) [[maybe_unused]] static void perfgate_setup_##name
