using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Sanitizing;

namespace PerfGate.Runner.Commands;

/// <summary>The options of <c>perfgate sanitize</c> alone.</summary>
internal sealed class SanitizeOptions
{
    /// <summary>The kernels compiled with line numbers.</summary>
    public Option<string?> WithLines { get; } =
        new("--with-lines")
        {
            Description =
                "kernels.json of the same kernels compiled with -lineinfo: these are run. Without it findings are "
                    + "reported at the kernel's __global__ line.",
        };

    /// <summary>Whether unchanged kernels are run too.</summary>
    public Option<bool> All { get; } = new("--all") { Description = "Run the kernels that did not change too." };

    /// <summary>The tools.</summary>
    public Option<string> Tools { get; } = new("--tools")
    {
        Description = "The tools of compute-sanitizer, separated by commas.",
        DefaultValueFactory = _ => string.Join(',', Enum.GetValues<SanitizerTool>().Select(SanitizeDiagnostics.NameOf)),
    };

    /// <summary>Time limit, seconds.</summary>
    public Option<int> CaseTimeout { get; } =
        new("--case-timeout")
        {
            Description = "Seconds that one tool may spend on one case.",
            DefaultValueFactory = _ => 300,
        };

    /// <summary>Processes at the same time.</summary>
    public Option<int> Jobs { get; } = new("--jobs")
    {
        Description = "How many processes run on the GPU at the same time. One that fails is repeated alone.",
        DefaultValueFactory = _ => 4,
    };

    /// <summary>Whether a host build is not an error.</summary>
    public Option<bool> SkipWithoutGpu { get; } =
        new("--skip-without-gpu")
        {
            Description = "Kernels that were compiled for the host device are a warning and no error.",
        };

    /// <summary>Reads the names of tools.</summary>
    /// <exception cref="PerfGateException">PG9013: there is no such tool, or none is named.</exception>
    public static ImmutableArray<SanitizerTool> ToolsIn(string text)
    {
        var known = Enum.GetValues<SanitizerTool>().ToDictionary(SanitizeDiagnostics.NameOf, StringComparer.Ordinal);
        var names = text.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct()
            .ToArray();
        return names.Length > 0 && names.All(known.ContainsKey)
            ? [.. names.Select(n => known[n]).Order()]
            : throw new PerfGateException(
                DiagnosticCatalog.BadOption(
                    "--tools",
                    text,
                    $"names out of {string.Join(", ", known.Keys)} were expected, separated by commas."
                ),
                ExitCode.Usage
            );
    }

    /// <summary>A number of at least one.</summary>
    /// <exception cref="PerfGateException">PG9013: it is smaller.</exception>
    public static int AtLeastOne(string option, int value) =>
        value >= 1
            ? value
            : throw new PerfGateException(
                DiagnosticCatalog.BadOption(
                    option,
                    value.ToString(CultureInfo.InvariantCulture),
                    "a number of at least 1 was expected."
                ),
                ExitCode.Usage
            );
}
