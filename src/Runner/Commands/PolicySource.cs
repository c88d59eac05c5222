using System.CommandLine;
using System.Globalization;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Policy;

namespace PerfGate.Runner.Commands;

/// <summary>Puts what the command line says over a policy.</summary>
internal static class PolicySource
{
    /// <summary>The policy with the command line's settings in place.</summary>
    /// <exception cref="PerfGateException">PG9013: a setting makes no sense.</exception>
    public static GatePolicy WithCommandLine(this GatePolicy policy, GateOptions options, ParseResult parsed)
    {
        if (parsed.GetValue(options.Runs) is { } runs)
            policy = policy with { Runs = new() { Minimum = Runs(runs), Maximum = runs } };
        if (parsed.GetValue(options.Budget) is { } budget)
            policy = policy with { BudgetSeconds = Positive("--budget", budget) };
        if (parsed.GetValue(options.Clocks) is { } clocks)
            policy = policy with { Clocks = clocks };
        if (parsed.GetValue(options.MeasureUnchanged) is { } measureUnchanged)
            policy = policy with { MeasureUnchanged = measureUnchanged };
        if (parsed.GetValue(options.Tolerance) is { } tolerance)
        {
            var value = Fraction.Parse("--tolerance", tolerance);
            policy = policy with { Tolerance = DeviceTolerance.Everywhere(value) };
        }

        return policy;
    }

    // What differs between runs is what a verdict rests on, and one run differs from nothing.
    private static int Runs(int runs) =>
        runs >= 2
            ? runs
            : throw new PerfGateException(
                DiagnosticCatalog.BadOption(
                    "--runs",
                    runs.ToString(CultureInfo.InvariantCulture),
                    "at least 2 runs were expected (PerfGateRuns)."
                ),
                ExitCode.Usage
            );

    private static T Positive<T>(string option, T value)
        where T : struct, IComparable<T>, IFormattable =>
        value.CompareTo(default) > 0
            ? value
            : throw new PerfGateException(
                DiagnosticCatalog.BadOption(
                    option,
                    value.ToString(null, CultureInfo.InvariantCulture),
                    "a number above 0 was expected."
                ),
                ExitCode.Usage
            );
}
