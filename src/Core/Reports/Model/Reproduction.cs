using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PerfGate.Core.Devices;
using PerfGate.Core.Judgement;

namespace PerfGate.Core.Reports.Model;

/// <summary>The commands that repeat a measurement elsewhere.</summary>
internal static partial class Reproduction
{
    /// <summary>
    /// The commands. People paste them into a shell, and names come from strangers: a name or revision with any
    /// character beyond the plain ones is left out of them rather than quoted.
    /// </summary>
    public static ImmutableArray<string> Commands(ReportModel model)
    {
        var git = model.Input.Measurement?.Environment.Git;
        var reference = model.Verdict.Reference;
        var options = new List<string>();
        if (model.Input.Measurement?.Environment is { } environment)
            options.Add($"-p:PerfGateDevice={environment.Device.Name}");
        if (reference.Kind == ReferenceKind.Base && reference.Commit is { } commit && Revision().IsMatch(commit))
            options.Add($"-p:PerfGateReference=base -p:PerfGateBase={commit}");
        if (model.Changed.FirstOrDefault() is { } worst && IsPlain(worst.Judgement.Name))
            options.Add($"-p:PerfGateFilter={worst.Judgement.Name.Replace(",", "%2C", StringComparison.Ordinal)}");
        return
        [
            .. git is not null && Revision().IsMatch(git.Commit)
                ? [$"git checkout {git.Commit}"]
                : Array.Empty<string>(),
            string.Join(' ', ["dotnet build /t:PerfGate", .. options]),
        ];
    }

    /// <summary>Whether a name has plain characters only, so that nothing can misread it.</summary>
    public static bool IsPlain(string name) => PlainName().IsMatch(name);

    [GeneratedRegex(@"^[0-9a-f]{7,64}\z")]
    private static partial Regex Revision();

    // The comma is among them and is written %2C above, for MSBuild begins another property at one.
    [GeneratedRegex(@"^[A-Za-z0-9_.][A-Za-z0-9_.,=/+-]{0,150}\z")]
    private static partial Regex PlainName();
}
