using System.Globalization;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling.Functions;

/// <summary>
/// Lets the compiler hold the parameters of a benchmark function against what a manifest passes to it.
/// </summary>
internal static class FunctionParameters
{
    /// <summary>The assertions of a call, one a line.</summary>
    /// <param name="call">The call.</param>
    public static IEnumerable<string> Assertions(PlannedCall call)
    {
        var function = FunctionUnit.NameOf(call.Function);
        var all = string.Join(", ", call.Arguments.Select(Declared).Prepend("perfgate::Call& call"));
        var write = $"Write PERFGATE_BENCHMARK({call.Function})({all})";
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"{call.Function} takes another number of arguments than the {call.Arguments.Length} of the benchmark "
                + $"{call.Benchmark}. {write}, or change the manifest"
        );
        var count = string.Create(
            CultureInfo.InvariantCulture,
            $"static_assert(perfgate::argument_count(&{function}) == {call.Arguments.Length}, {Quoted(message)});"
        );
        return call.Arguments.Select((a, i) => Assertion(call, function, a, i, write)).Prepend(count);
    }

    private static string Assertion(
        PlannedCall call,
        string function,
        PlannedArgument argument,
        int index,
        string write
    )
    {
        var what = argument.Buffer is { } name ? $"the buffer {name}" : "a number";
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"argument {index + 1} of {call.Function} is {what} of type {argument.Type.TrimEnd('[', ']')}, and the "
                + $"parameter takes something else. {write}, or change the manifest"
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"static_assert(perfgate::accepts<{Given(argument)}, {index}>(&{function}), {Quoted(message)});"
        );
    }

    private static string Declared(PlannedArgument argument) =>
        argument.Buffer is { } name
            ? $"{(argument.IsOutput ? "" : "const ")}{Written(argument)}* {name}"
            : Written(argument);

    private static string Given(PlannedArgument argument) =>
        (Written(argument) is "__half" or "__nv_bfloat16" ? "perfgate::Bits16" : Written(argument))
        + (argument.Buffer is null ? "" : "*");

    private static string Written(PlannedArgument argument) =>
        argument.Type.TrimEnd('[', ']') switch
        {
            "f16" => "__half",
            "bf16" => "__nv_bfloat16",
            "f32" => "float",
            "f64" => "double",
            "i8" => "std::int8_t",
            "u8" => "std::uint8_t",
            "i16" => "std::int16_t",
            "u16" => "std::uint16_t",
            "i32" => "std::int32_t",
            "u32" => "std::uint32_t",
            "i64" => "std::int64_t",
            "u64" => "std::uint64_t",
            var other => throw new InvalidDataException($"the plan has an argument of type {other}"),
        };

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
