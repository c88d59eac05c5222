using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PerfGate.Core.Claims;
using PerfGate.Core.Formats;
using PerfGate.Core.Publishing.Documents;
using PerfGate.Core.Reports;

namespace PerfGate.Core.Publishing;

/// <summary>Everything of a publication but its archive. The same input gives the same bytes.</summary>
public static class Publication
{
    /// <summary>The report as Markdown.</summary>
    public const string MarkdownName = "REPORT.md";

    /// <summary>The report as a page.</summary>
    public const string PageName = "report.html";

    /// <summary>The parts for a paper.</summary>
    public const string TexName = "report.tex";

    /// <summary>The appendix.</summary>
    public const string AppendixName = "ARTIFACT.md";

    /// <summary>How to cite it.</summary>
    public const string CitationName = "CITATION.cff";

    /// <summary>The claims, for programs.</summary>
    public const string ClaimsName = "publication.json";

    /// <summary>The archive.</summary>
    public const string ArchiveName = "artifact.zip";

    /// <summary>Renders the files.</summary>
    /// <param name="input">What the publication is made from.</param>
    public static ImmutableArray<ReportFile> Render(PublicationInput input)
    {
        var stated = new Stated();
        var claims = new ClaimSections(input, stated);
        var methods = new MethodSections(input, stated);
        var bounds = new BoundSections(input, stated, [.. methods.Measured()]);
        var appendix = ArtifactAppendix.Of(input, stated);
        ImmutableArray<PaperSection> sections =
        [
            claims.Box(),
            claims.Statement(),
            claims.Shapes(),
            claims.Tiers(),
            claims.Why(),
            methods.Methods(),
            methods.Factors(),
            methods.Inputs(),
            methods.Distribution(),
            bounds.UpperBound(),
            bounds.Accuracy(),
            methods.Errors(),
            bounds.Plots(),
            appendix,
        ];
        var title = Title(input);
        var paper = new Paper(
            title,
            $"{Lead(input)} Every figure is from a file of the measurement.",
            [.. sections, NotStated(input, stated)]
        );
        return
        [
            new(MarkdownName, PaperMarkdown.Render(paper)),
            new(PageName, PaperHtml.Render(paper)),
            new(TexName, PaperTex.Render(paper)),
            new(AppendixName, PaperMarkdown.Render(new(title, Lead(input), [appendix]))),
            new(CitationName, Citation.Render(input, title)),
            new(ClaimsName, Json(input.Claims)),
            .. PublicationBadges.Render(input.Claims, null),
        ];
    }

    /// <summary>The claims as a file.</summary>
    /// <param name="claims">The claims.</param>
    public static string Json(SpeedClaims claims) =>
        JsonSerializer.Serialize(claims, PerfGateJson.Default.SpeedClaims) + "\n";

    private static string Title(PublicationInput input) =>
        input.Title
        ?? $"{input.Claims.Candidate} against {input.Claims.Baseline} on "
            + (input.Measurement.Environment.Gpu?.Name ?? input.Measurement.Environment.Host.Processor);

    private static string Lead(PublicationInput input) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Measured on {input.Claims.MeasuredAt.UtcDateTime:yyyy-MM-dd} by PerfGate "
                + $"{input.Measurement.Environment.PerfGateVersion}, authors: {Authors(input)}."
        );

    private static string Authors(PublicationInput input) =>
        input.Authors.IsEmpty ? Stated.Not : string.Join(", ", input.Authors);

    // The last, when all others have said what they lack.
    private static PaperSection NotStated(PublicationInput input, Stated stated)
    {
        if (input.Authors.IsEmpty)
            stated.Of("authors", null);
        return new(
            "What is not stated",
            [
                stated.Missing.IsEmpty
                    ? new PaperText("Every line of the checklist has a value.")
                    : new PaperList(stated.Missing),
            ]
        );
    }
}

/// <summary>How to cite it: <c>CITATION.cff</c>, version 1.2.0 of the Citation File Format.</summary>
internal static class Citation
{
    /// <summary>Renders it.</summary>
    /// <param name="input">What the publication is made from.</param>
    /// <param name="title">The title.</param>
    public static string Render(PublicationInput input, string title)
    {
        var git = input.Measurement.Environment.Git;
        var text = new StringBuilder();
        Line("cff-version: 1.2.0");
        Line("message: If you use these results, cite them as below.");
        Line("type: dataset");
        Line($"title: {Quoted(title)}");
        Line("authors:");
        foreach (var author in input.Authors.IsEmpty ? [Stated.Not] : input.Authors)
            Line($"  - name: {Quoted(author)}");
        Line(
            $"date-released: {input.Claims.MeasuredAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
        );
        if (git?.Tag is { } tag)
            Line($"version: {Quoted(tag)}");
        if (git is not null)
            Line($"commit: {Quoted(git.Commit)}");
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    // A text of JSON is one of YAML.
    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(Text.PlainText.Message(text))}\"";
}
