using System.Globalization;
using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Tasks.Compiling;

/// <summary>What <c>ptxas -v</c> says about one function.</summary>
/// <param name="Registers">Registers per thread.</param>
/// <param name="SharedBytes">Static shared memory, bytes.</param>
/// <param name="LocalBytes">Stack frame in local memory per thread, bytes.</param>
/// <param name="SpillStoreBytes">Bytes of spill stores.</param>
/// <param name="SpillLoadBytes">Bytes of spill loads.</param>
internal sealed partial record PtxasReport(
    int Registers,
    int SharedBytes,
    int LocalBytes,
    int SpillStoreBytes,
    int SpillLoadBytes
)
{
    /// <summary>Reads the report.</summary>
    /// <param name="lines">What nvcc printed.</param>
    /// <returns>By mangled name.</returns>
    public static IReadOnlyDictionary<string, PtxasReport> Parse(IEnumerable<string> lines)
    {
        var reports = new Dictionary<string, PtxasReport>(StringComparer.Ordinal);
        var entry = "";
        var properties = "";
        foreach (var line in lines.Select(MessageLine.Head))
        {
            if (Entry().Match(line) is { Success: true } compiling)
                entry = properties = compiling.Groups[1].Value;
            else if (Properties().Match(line) is { Success: true } function)
                properties = function.Groups[1].Value;
            else if (Frame().Match(line) is { Success: true } frame)
                reports[properties] = Of(reports, properties) with
                {
                    LocalBytes = Number(frame.Groups[1]),
                    SpillStoreBytes = Number(frame.Groups[2]),
                    SpillLoadBytes = Number(frame.Groups[3]),
                };
            else if (Used().Match(line) is { Success: true } used)
                reports[entry] = Of(reports, entry) with
                {
                    Registers = Number(used.Groups[1]),
                    SharedBytes = Shared().Match(line) is { Success: true } shared ? Number(shared.Groups[1]) : 0,
                };
        }

        return reports;
    }

    private static PtxasReport Of(Dictionary<string, PtxasReport> reports, string name) =>
        reports.GetValueOrDefault(name) ?? new(0, 0, 0, 0, 0);

    private static int Number(Group group) =>
        int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : int.MaxValue;

    [GeneratedRegex(@"Compiling entry function '([^']+)'")]
    private static partial Regex Entry();

    [GeneratedRegex(@"Function properties for '?([^'\s]+)'?")]
    private static partial Regex Properties();

    [GeneratedRegex(@"(\d+) bytes stack frame, (\d+) bytes spill stores, (\d+) bytes spill loads")]
    private static partial Regex Frame();

    [GeneratedRegex(@"Used (\d+) registers")]
    private static partial Regex Used();

    [GeneratedRegex(@"(\d+)(?:\+\d+)? bytes smem")]
    private static partial Regex Shared();
}
