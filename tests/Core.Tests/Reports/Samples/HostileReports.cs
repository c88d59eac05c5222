using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;

namespace PerfGate.Core.Tests.Reports.Samples;

/// <summary>An artifact of somebody who means ill: every text in it tries something.</summary>
public static class HostileReports
{
    /// <summary>Texts that each attack another format.</summary>
    public static ImmutableArray<string> Texts { get; } =
    [
        "</script><script>window.hacked='script'</script>",
        "<img src=x onerror=\"window.hacked='img'\">",
        "\"><svg onload=window.hacked='svg'>",
        "--><iframe src=https://evil.example></iframe><!--",
        "]]><b onclick=x>",
        "| a | b | `code` **bold** [link](https://evil.example) ![i](https://evil.example/i.png)",
        "```\n# heading\n- item\n</details>\n<details open>",
        "@everyone and @octocat, see octo/repo#1, GH-2, #3, https://evil.example and www.evil.example",
        "::error::failed",
        "##[error]failed ::set-output name=x::y",
        "\u001b[31mred\u001b[0m\u001b]8;;https://evil.example\u0007link",
        "\u202Egnp.exe\u202C and \u2066isolated\u2069 \u200Fmarks\uFEFF",
        "nul\0bell\abackspace\b vertical\v form\f delete\u007F c1\u009B31m",
        "lone \uD800 surrogate \uDC00 and \uFFFE \uFFFF",
        "=HYPERLINK(\"https://evil.example\",\"x\"),\"quoted\"",
        "'; DROP TABLE cases; -- $(rm -rf /) `id`",
        "{{7*7}} ${7*7} $x^2$ &lt;b&gt; &#60;",
        new string('A', 10_240),
        new string('\u202E', 4_000),
        "",
        " ",
        "../../etc/passwd",
        "[click](javascript:alert(1)) <javascript:alert(1)> javascript:alert(1)",
        "\t+cmd|' /C calc'!A0",
        "``` ~~~ `` ` unbalanced",
        "\uD83D\uDE80 \u0301combining \u200D\u200Cjoined \uE000private",
    ];

    /// <summary>A report in which every text is one of them.</summary>
    public static ReportInput Everywhere()
    {
        var honest = SampleReports.PullRequest();
        var template = honest.Verdict.Cases.First(c => c.Verdict == CaseVerdict.Regression);
        var all = string.Join(" ", Texts.Take(17));
        var cases = Texts.Select((text, i) => template with
        {
            Name = text,
            Reason = text,
            Verdict = (CaseVerdict)(i % 10),
            Source = new(text, i),
            Kernels = [new(text, "new", 48, 0, 0, 16)],
            ReferenceKernels = [new(text, "old", 32, 0, 0, 0)],
            Accepted = i % 2 == 0 ? new(text, text, 1.1, new(2027, 1, 1)) : null,
            Accusation = new(text, 1.1, [1.0, 1.2], 0.00001, [5, 5]),
        }).ToImmutableArray();
        var measured = honest.Measurement!.Cases.First(c => c.Flops is not null);
        var environment = honest.Measurement.Environment with
        {
            DeviceSlug = "../../" + all,
            Clock = Texts[1],
            Gpu = honest.Measurement.Environment.Gpu! with { Name = all, Uuid = Texts[2], DriverVersion = Texts[8] },
            Compiler = new(Texts[0], Texts[1], all),
            Git = new(Texts[15], true, Texts[0], Texts[1]),
            PerfGateVersion = Texts[0],
            Locked = ImmutableSortedDictionary<string, string>.Empty.Add(Texts[0], Texts[1]),
        };
        var measurement = honest.Measurement with
        {
            Environment = environment,
            Cases = [.. Texts.Select(text => Measured(measured, text))],
            Ceilings = honest.Measurement.Ceilings! with { MatrixPrecision = Texts[0] },
            Warnings = Texts,
        };
        return new(
            honest.Verdict with
            {
                Summary = all,
                Cases = cases,
                Reference = new()
                {
                    Kind = ReferenceKind.Base,
                    Reason = all,
                    Path = Texts[0],
                    Commit = Texts[15],
                    Tag = Texts[1],
                },
                EnvironmentDifferences = [.. Texts.Select(t => new EnvironmentDifference(t, t, t, true))],
                GateEdits = Texts,
                Warnings = Texts,
                Drift = new(1.1, 3, true, all),
                Policy = honest.Verdict.Policy with
                {
                    Currency = Texts[0],
                    Accepted = [new(all, all, 1.2, new(2027, 1, 1))],
                },
            },
            measurement,
            measurement with { StartedAt = measurement.StartedAt.AddDays(-1) },
            null,
            [measurement with { StartedAt = measurement.StartedAt.AddDays(-1) }]);
    }

    private static MeasuredCase Measured(MeasuredCase template, string text) => template with
    {
        Name = text,
        Benchmark = text,
        Reason = text,
        Checks = [new(text, 0.5, 0.5, false, text)],
        Discarded = [new(1, text)],
    };
}
