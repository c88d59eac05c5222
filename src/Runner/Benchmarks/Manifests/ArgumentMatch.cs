using System.Globalization;
using System.Text.Json;
using PerfGate.Core.Kernels;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Holds an argument of a launch against the parameter that the kernel's source declares.</summary>
internal static class ArgumentMatch
{
    /// <summary>
    /// What the argument is and what the parameter needs; null if they fit, or if the source does not say.
    /// </summary>
    /// <param name="argument">The argument in the manifest: a buffer's name, or a number with its type.</param>
    /// <param name="parameter">The parameter.</param>
    public static (string IsA, string Needs)? Fault(PlacedJson argument, KernelParameter parameter)
    {
        if (parameter.Kind == ParameterKind.Unknown)
            return null;
        if ((argument.Kind == JsonValueKind.String ? argument : argument["buffer"]) is { } buffer)
            return parameter.Kind == ParameterKind.Address
                ? null
                : ($"the buffer {buffer.Text}", $"a number, such as {{ \"{TypeOf(parameter)}\": 1 }}");
        if (StructArgument.IsBlock(argument.Fields[0].Name))
            return ($"a {argument.Fields[0].Name}", parameter.Kind == ParameterKind.Address
                ? "a buffer"
                : $"a number, such as {{ \"{TypeOf(parameter)}\": 1 }}");
        var type = ElementRange.Parse(argument.Fields[0].Name);
        if (parameter.Kind == ParameterKind.Address)
            return IsNull(argument.Fields[0])
                ? null
                : ($"a number of type {type.Name()}", "a buffer, or { \"u64\": 0 } for a null pointer");
        return type.IsFloatingPoint() == (parameter.Kind == ParameterKind.Real) && type.Size() == parameter.Bytes
            ? null
            : ($"a number of type {type.Name()}", $"the type {TypeOf(parameter)}");
    }

    private static bool IsNull(PlacedField argument) =>
        argument is { Name: "u64", Value: { Kind: JsonValueKind.Number, Number: 0 } };

    private static string TypeOf(KernelParameter parameter) =>
        (
            parameter.Kind == ParameterKind.Real ? "f"
            : parameter.Text.Contains("unsigned", StringComparison.Ordinal)
            || parameter.Text.Contains("uint", StringComparison.Ordinal)
            || parameter.Text.Contains("size_t", StringComparison.Ordinal)
                ? "u"
            : "i"
        ) + (parameter.Bytes * 8).ToString(CultureInfo.InvariantCulture);
}
