using System.Globalization;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// Lets the compiler hold the parameters of an expected-output function against what a manifest passes to it. Without
/// that a float* reads the halves of doubles, and the kernel is blamed for the result.
/// </summary>
internal static class ExpectedParameters
{
    /// <summary>The assertions of a call, one a line.</summary>
    /// <param name="call">The call.</param>
    public static IEnumerable<string> Assertions(PlannedCall call)
    {
        var all = $"Write void {call.Function}({string.Join(", ", call.Arguments.Select(Declared))})";
        var from = $"as the benchmark {call.Benchmark} in {call.Manifest} passes its arguments. {all}";
        var count = string.Create(
            CultureInfo.InvariantCulture,
            $"static_assert(perfgate::parameter_count(&{call.Function}) == {call.Arguments.Length}, "
                + $"{Quoted($"{call.Function} must have {Parameters(call.Arguments.Length)}, {from}")});"
        );
        return call.Arguments.Select((a, i) => Assertion(call, a, i, from)).Prepend(count);
    }

    private static string Assertion(PlannedCall call, PlannedArgument argument, int index, string from)
    {
        var what = argument.Buffer is { } name ? $" (the buffer {name})" : "";
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"parameter {index + 1} of {call.Function} must be {TypeOf(argument)}{what}, {from}"
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"static_assert(perfgate::takes<{Plain(argument)}, {index}>(&{call.Function}), {Quoted(message)});"
        );
    }

    private static string Parameters(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "parameter" : "parameters")}");

    private static string Declared(PlannedArgument argument) =>
        argument.Buffer is { } name ? $"{TypeOf(argument)} {name}" : TypeOf(argument);

    private static string TypeOf(PlannedArgument argument) =>
        argument.Buffer is not null && !argument.IsOutput ? $"const {Plain(argument)}" : Plain(argument);

    private static string Plain(PlannedArgument argument) =>
        argument.Type switch
        {
            "f64[]" => "double*",
            "i64[]" => "std::int64_t*",
            "f32" => "float",
            "f64" => "double",
            "i8" => "std::int8_t",
            "i16" => "std::int16_t",
            "i32" => "std::int32_t",
            "i64" => "std::int64_t",
            "u8" => "std::uint8_t",
            "u32" => "std::uint32_t",
            "u64" => "std::uint64_t",
            // The bits of a half: C++ has no number of that type.
            _ => "std::uint16_t",
        };

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
