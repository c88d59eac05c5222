// Exports of benchmark functions, and what holds their parameters against a manifest. PerfGate includes it behind a
// source; nobody else needs it.
#pragma once

#include "benchmark.h"

#include <cstdio>
#include <cstring>
#include <exception>

#pragma GCC visibility push(hidden)

namespace perfgate
{
enum class Phase : std::uint32_t
{
    HasSetUp,
    SetUp,
    Call,
    TearDown,
};

// What an exported function returns.
enum class Outcome : int
{
    Done,
    Failed,
    Refused,
    SetUpFollows, // to Phase::HasSetUp
};

template <class... Parameters>
constexpr bool is_benchmark(void (*)(Call&, Parameters...))
{
    return true;
}
constexpr bool is_benchmark(...) { return false; }

template <class... Parameters>
constexpr std::size_t argument_count(void (*)(Call&, Parameters...))
{
    return sizeof...(Parameters);
}

template <class... Parameters>
constexpr bool is_set_up(void (*)(SetUp&, Parameters...), void (*)(Call&, Parameters...))
{
    return true;
}
constexpr bool is_set_up(...) { return false; }

// A number of 16 bits that C++ has no type for: the classes of half, or its bits.
struct Bits16
{
    std::uint16_t bits;
};

// Whether a parameter takes what a manifest gives it: an address of elements of that size and kind, of a class or of
// void, or a number of that size and kind. A missing parameter is left to the check of their number.
template <class Given, class Taken>
constexpr bool fits()
{
    if constexpr (std::is_reference<Taken>::value || std::is_pointer<Given>::value != std::is_pointer<Taken>::value)
        return false;
    else if constexpr (std::is_pointer<Given>::value)
    {
        using Element = std::remove_cv_t<std::remove_pointer_t<Taken>>;
        if constexpr (std::is_void<Element>::value || std::is_class<Element>::value)
            return true;
        else
            return fits<std::remove_pointer_t<Given>, Element>();
    }
    else if constexpr (std::is_same<Given, Bits16>::value)
        return !std::is_pointer<Taken>::value && sizeof(Taken) == sizeof(Bits16);
    else if constexpr (std::is_floating_point<Given>::value)
        return std::is_same<Given, Taken>::value;
    else
        return (std::is_integral<Taken>::value || std::is_enum<Taken>::value) && sizeof(Given) == sizeof(Taken);
}

template <class Given, std::size_t Index, class... Parameters>
constexpr bool accepts(void (*)(Call&, Parameters...))
{
    if constexpr (Index < sizeof...(Parameters))
        return fits<Given, std::remove_cv_t<std::tuple_element_t<Index, std::tuple<Parameters...>>>>();
    else
        return true;
}

// The exported form of a function, with its set-up function where there is one.
template <class Type, auto Function, auto... SetUps>
struct TypedCall;

template <auto Function, auto... SetUps>
struct FunctionCall : TypedCall<decltype(Function), Function, SetUps...>
{
};

template <class... Parameters, auto Function, auto... SetUps>
struct TypedCall<void (*)(Call&, Parameters...), Function, SetUps...>
{
    static Outcome run(perfgate_call& call, char* error, int error_capacity)
    {
        try
        {
            return run(call, std::index_sequence_for<Parameters...>());
        }
        catch (Refusal const& refusal)
        {
            return tell(refusal.what(), Outcome::Refused, error, error_capacity);
        }
        catch (std::exception const& thrown)
        {
            return tell(thrown.what(), Outcome::Failed, error, error_capacity);
        }
        catch (...)
        {
            return tell("it threw something that is no std::exception", Outcome::Failed, error, error_capacity);
        }
    }

private:
    static Outcome tell(const char* what, Outcome outcome, char* error, int error_capacity)
    {
        if (error != nullptr && error_capacity > 0)
            std::snprintf(error, std::size_t(error_capacity), "%s", what);
        return outcome;
    }

    template <class T>
    static T read(const void* from)
    {
        static_assert(std::is_trivially_copyable<T>::value, "a function takes buffers and numbers");
        std::remove_cv_t<T> value;
        std::memcpy(static_cast<void*>(&value), from, sizeof value);
        return value;
    }

    template <std::size_t... Index>
    static Outcome run(perfgate_call& call, std::index_sequence<Index...>)
    {
        [[maybe_unused]] void** const arguments = call.arguments;
        StateHead& head = *reinterpret_cast<StateHead*>(call.state);
        switch (Phase(call.phase))
        {
        case Phase::HasSetUp: return sizeof...(SetUps) > 0 ? Outcome::SetUpFollows : Outcome::Done;
        case Phase::SetUp:
        {
            [[maybe_unused]] SetUp set_up(call);
            (SetUps(set_up, read<Parameters>(arguments[Index])...), ...);
            return Outcome::Done;
        }
        case Phase::Call:
        {
            Call one(call);
            Function(one, read<Parameters>(arguments[Index])...);
#if defined(__CUDACC__)
            if (cudaError_t const last = cudaGetLastError(); last != cudaSuccess)
                throw std::runtime_error(std::string("CUDA reports: ") + cudaGetErrorString(last));
#endif
            return Outcome::Done;
        }
        case Phase::TearDown:
            if (head.end != nullptr)
                head.end(head);
            return Outcome::Done;
        }
        return Outcome::Refused;
    }
};
} // namespace perfgate

#pragma GCC visibility pop

// Exports `int perfgate_call_<name>(perfgate_call*, char* error, int error_capacity)`: an Outcome, with one line where
// it is not Done.
#define PERFGATE_EXPORT_FUNCTION(name, ...)                                                              \
    extern "C" __attribute__((visibility("default"))) int perfgate_call_##name(                          \
        struct perfgate_call* call, char* error, int error_capacity)                                     \
    {                                                                                                    \
        return int(perfgate::FunctionCall<__VA_ARGS__>::run(*call, error, error_capacity));              \
    }
