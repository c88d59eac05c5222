using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports.Markdown;

/// <summary>
/// The sections about what surrounds the cases: reference, environment, warnings, how to do it again.
/// </summary>
internal static class MarkdownSurroundings
{
    /// <summary>What a reader must not miss, never folded.</summary>
    public static MarkdownSection Warnings(ReportModel model) =>
        new("", "", [.. model.Warnings().Select(l => $"- ⚠️ {MarkdownText.Prose(l, 300)}\n")], 90);

    /// <summary>How the reference was chosen, and how far the machine has moved since.</summary>
    public static MarkdownSection Reference(ReportModel model)
    {
        var reference = model.Verdict.Reference;
        IEnumerable<(string Label, string? Value)> facts =
        [
            ("File", reference.Path is null ? null : MarkdownText.Value(reference.Path)),
            ("Commit", reference.Commit is null ? null : MarkdownText.Value(reference.Commit)),
            ("Tag", reference.Tag is null ? null : MarkdownText.Code(reference.Tag)),
            ("Measured", reference.MeasuredAt is { } at ? $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : null),
            ("Drift of the machine", model.DriftFact() is { } drift ? MarkdownText.Prose(drift, 300) : null),
        ];
        return new(
            "How the reference was chosen",
            $"{MarkdownText.Prose(reference.Reason)}\n\n",
            [
                .. facts
                    .Where(f => f.Value is not null)
                    .Select(f => $"- {f.Label}: {f.Value}\n")
                    .DefaultIfEmpty("- Nothing else is known of it.\n"),
            ],
            50
        );
    }

    /// <summary>Where it was measured, and what differs from the reference's environment.</summary>
    public static MarkdownSection Environment(ReportModel model) =>
        new(
            "Environment",
            "| what | candidate | reference, where it differs |\n|:--|:--|:--|\n",
            [
                .. model
                    .Verdict.EnvironmentDifferences.OrderByDescending(d => d.Incomparable)
                    .Select(d =>
                        $"| {MarkdownText.Code(d.Field)} | {Value(d.Candidate)} | "
                            + $"{Value(d.Reference)}{(d.Incomparable ? " **not comparable**" : "")} |\n"
                    ),
                .. EnvironmentFacts.Of(model).Select(f => $"| {f.Label} | {Value(f.Value)} | |\n"),
            ],
            30
        );

    /// <summary>The commands that repeat the measurement. Only text that no shell can misread gets into them.</summary>
    public static MarkdownSection Reproduce(ReportModel model)
    {
        var script = Reproduction.Commands(model);
        return new("Reproduce it locally", "```sh\n", [string.Join("\n", script) + "\n```\n"], 70);
    }

    private static string Value(string? value) => value is null ? "absent" : MarkdownText.Value(value);
}
