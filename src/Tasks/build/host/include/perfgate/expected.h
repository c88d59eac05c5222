// Exports of functions that compute expected outputs. Plain C++: they need nothing of CUDA.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <tuple>
#include <type_traits>
#include <utility>

#pragma GCC visibility push(hidden)

namespace perfgate
{
template <class... Parameters>
constexpr std::size_t parameter_count(void (*)(Parameters...))
{
    return sizeof...(Parameters);
}

// Whether a parameter takes what a manifest gives it: an address of elements that are read alike, or a number of the
// same size and kind. A missing parameter is left to the check of their number.
template <class Given, class Taken>
constexpr bool reads_alike()
{
    if constexpr (std::is_pointer<Given>::value != std::is_pointer<Taken>::value)
        return false;
    else if constexpr (std::is_pointer<Given>::value)
        return !std::is_pointer<std::remove_pointer_t<Taken>>::value
            && !std::is_void<std::remove_pointer_t<Taken>>::value
            && reads_alike<std::remove_pointer_t<Given>, std::remove_cv_t<std::remove_pointer_t<Taken>>>();
    else if constexpr (std::is_floating_point<Given>::value)
        return std::is_same<Given, Taken>::value;
    else
        return std::is_integral<Taken>::value && sizeof(Given) == sizeof(Taken);
}

template <class Given, std::size_t Index, class... Parameters>
constexpr bool takes(void (*)(Parameters...))
{
    if constexpr (Index < sizeof...(Parameters))
        return reads_alike<Given, std::remove_cv_t<std::tuple_element_t<Index, std::tuple<Parameters...>>>>();
    else
        return true;
}

template <auto Function>
struct ExpectedCall;

template <class... Parameters, void (*Function)(Parameters...)>
struct ExpectedCall<Function>
{
    static int call(void** arguments, char* error, int error_capacity)
    {
        try
        {
            call(arguments, std::index_sequence_for<Parameters...>());
            return 0;
        }
        catch (std::exception const& thrown)
        {
            if (error != nullptr && error_capacity > 0)
                std::snprintf(error, std::size_t(error_capacity), "%s", thrown.what());
            return 1;
        }
    }

private:
    template <class T>
    static T read(const void* from)
    {
        static_assert(
            std::is_pointer<T>::value || std::is_arithmetic<T>::value,
            "a function of expected outputs takes buffers and numbers");
        T value;
        std::memcpy(&value, from, sizeof value);
        return value;
    }

    template <std::size_t... Index>
    static void call([[maybe_unused]] void** arguments, std::index_sequence<Index...>)
    {
        Function(read<std::remove_cv_t<Parameters>>(arguments[Index])...);
    }
};
} // namespace perfgate

#pragma GCC visibility pop

// Exports `int perfgate_expected_<function>(void** arguments, char* error, int error_capacity)`: 0, or 1 with one
// line.
#define PERFGATE_EXPORT_EXPECTED(function)                                                \
    extern "C" __attribute__((visibility("default"))) int perfgate_expected_##function(   \
        void** arguments, char* error, int error_capacity)                                 \
    {                                                                                      \
        return perfgate::ExpectedCall<&function>::call(arguments, error, error_capacity); \
    }
