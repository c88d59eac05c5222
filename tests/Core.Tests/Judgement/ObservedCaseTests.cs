using System.Text.Json;
using PerfGate.Core.Declarations;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Reports;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>What is said of the times of a command, and of a branch that changes the command.</summary>
public sealed class ObservedCaseTests
{
    private static readonly DeclaredCommand Command = new(
        "python3 bench.py --n 4096",
        "bench",
        "kernels softmax*",
        "TUNE=1"
    );

    public static TheoryData<string, string> Edits =>
        new()
        {
            { "run", "it runs python3 bench.py --n 1 instead of python3 bench.py --n 4096" },
            { "folder", "it runs in elsewhere instead of bench" },
            { "environment", "it runs with no variables instead of TUNE=1" },
            { "build", "it is built by make -B in bench instead of nothing" },
            { "measure", "it measures kernels s* instead of kernels softmax*" },
            { "none", "it launches kernels instead of observing the command python3 bench.py --n 4096" },
        };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edited_command_is_an_edit_of_the_check_and_other_work(string what, string said)
    {
        var edited = what switch
        {
            "run" => Command with { Run = "python3 bench.py --n 1" },
            "folder" => Command with { Folder = "elsewhere" },
            "environment" => Command with { Environment = null },
            "build" => Command with { Build = "make -B in bench" },
            "measure" => Command with { Measure = "kernels s*" },
            _ => null,
        };

        var verdict = Judged(Case(9_000, "new") with { Declaration = Declared(edited) });

        var edit = Assert.Single(verdict.Of("s").Edits);
        Assert.Equal((CheckEditKind.Command, said), (edit.Kind, edit.Text));
        Assert.Equal(CaseVerdict.ChangedWork, verdict.Of("s").Verdict);
        Assert.Contains(verdict.GateEdits, e => e.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void A_first_check_of_a_command_is_listed_and_neither_weaker_nor_other_work()
    {
        var edits = DeclarationComparison.Of(Declared(Command), Checked(1e-5), sameBuild: false);

        Assert.NotEmpty(edits);
        Assert.All(edits, e => Assert.False(e.Weakens || e.ChangesWork, e.Text));
        Assert.Contains(edits, e => e.Text == "output out.bin is compared now");
    }

    [Fact]
    public void A_looser_bound_another_file_and_no_check_any_more_weaken_it()
    {
        Assert.Equal(
            "the relative bound of output out.bin was loosened from 1e-5 to 0.001",
            Weaker(Checked(1e-5), Checked(1e-3))
        );
        Assert.Contains("output out.bin is no longer compared", Weaker(Checked(1e-5), Declared(Command)));
        Assert.Contains("output out.bin is no longer compared", Weaker(Checked(1e-5), Checked(1e-5, "other.bin")));
        Assert.Contains("the expected values in e.bin changed", Weaker(Checked(1e-5), Checked(1e-5, digest: "2")));
        Assert.Equal("", Weaker(Checked(1e-5), Checked(1e-5)));
    }

    [Fact]
    public void What_was_observed_is_said_of_the_candidate_and_without_it_of_the_reference()
    {
        static MeasuredCase Observed(double ns, int seed, string what, string code) =>
            Given.Case("s", ns, 0.001, 10, seed, code) with { Observed = new() { Measured = what } };
        var both = Judge.Decide(Given.Input(
            Given.Measurement(Observed(9_000, 1, "kernels a*", "new")),
            Given.Measurement(Observed(9_000, 2, "kernels b*", "old"))));
        var gone = Judge.Decide(Given.Input(
            Given.Measurement(), Given.Measurement(Observed(9_000, 2, "kernels b*", "old"))));

        Assert.Equal(
            ("kernels a*", "kernels b*"), (both.Of("s").Observed!.Measured, gone.Of("s").Observed!.Measured));
    }

    private static string Weaker(CaseDeclaration before, CaseDeclaration now) =>
        string.Join(
            "; ",
            DeclarationComparison.Of(before, now, sameBuild: false).Where(e => e.Weakens).Select(e => e.Text)
        );

    private static CaseDeclaration Checked(double relative, string path = "out.bin", string digest = "1") =>
        Declared(Command) with
        {
            Buffers = [new(path, "f32", 4, $"nothing, until the command writes {path}")],
            Outputs = [new(path, relative)],
            Expected = new()
            {
                Kind = ExpectedKind.File,
                Name = "e.bin",
                Digest = digest,
            },
        };

    [Fact]
    public void An_edited_command_is_no_pass_though_its_kernels_are_the_same()
    {
        var now = Case(10_000, "old") with { Declaration = Declared(Command with { Run = "python3 bench.py --n 1" }) };

        Assert.Equal(CaseVerdict.WeakerCheck, Judged(now).Of("s").Verdict);
        Assert.Equal(
            CaseVerdict.Unchanged,
            Judged(now, new() { AcceptedCheckEdits = [new("s", "we mean it", new(2099, 1, 1))] }).Of("s").Verdict
        );
    }

    [Theory]
    [InlineData("old", 1, CaseVerdict.Unchanged)]
    [InlineData("new", 1, CaseVerdict.Pass)]
    [InlineData(null, 1, CaseVerdict.Pass)]
    public void Unchanged_follows_from_the_code_that_ran_and_every_reason_says_observed(
        string? code,
        double factor,
        CaseVerdict expected
    )
    {
        var judged = Judged(Case(10_000 * factor, code)).Of("s");

        Assert.Equal(expected, judged.Verdict);
        Assert.EndsWith(
            " (observed: kernels softmax* of a command, 1,200 records, none lost, 3 modules)",
            judged.Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Unknown_code_on_both_sides_is_not_the_same_code() =>
        Assert.Equal(
            CaseVerdict.Pass,
            Judge
                .Decide(
                    Given.Input(Given.Measurement(Case(10_000, null)), Given.Measurement(Case(10_000, null, seed: 2)))
                )
                .Of("s")
                .Verdict
        );

    [Fact]
    public void Files_keep_it()
    {
        var built = Command with { Build = "make in bench" };
        var measurement = Given.Measurement(Case(10_000, "new") with { Declaration = Declared(built) });
        var text = JsonSerializer.Serialize(measurement, PerfGateJson.Default.Measurement);
        var read = JsonFile.Parse(text, "m.json", PerfGateJson.Default.Measurement, "measurement.schema.json");
        Assert.Equal(measurement.Cases[0].Observed, read.Cases[0].Observed);
        Assert.Equal(built, read.Cases[0].Declaration!.Command);

        var verdict = JsonSerializer.Serialize(Judged(Case(9_000, "new")), PerfGateJson.Default.Verdict);
        Assert.NotNull(
            JsonFile.Parse(verdict, "v.json", PerfGateJson.Default.Verdict, "verdict.schema.json").Of("s").Observed
        );
        // Whoever writes a file by hand that lost records is told.
        Assert.NotEmpty(
            JsonSchemas.Validate(
                text.Replace("\"lost\": 0", "\"lost\": 1", StringComparison.Ordinal),
                "m.json",
                "measurement.schema.json"
            )
        );
    }

    [Fact]
    public void Reports_tell_observed_from_controlled()
    {
        var measurement = Given.Measurement(Case(13_000, "new"), Given.Case("kernel", 10_000, 0.0005, 10, 3));
        var input = new ReportInput(
            Judge.Decide(Given.Input(measurement, Given.Measurement(Case(10_000, "old")))),
            measurement
        );

        var markdown = MarkdownReport.Render(input);
        Assert.Contains("Observed commands", markdown, StringComparison.Ordinal);
        Assert.Contains("All other cases are controlled.", markdown, StringComparison.Ordinal);
        Assert.Contains("| `s` | observed: kernels softmax", markdown, StringComparison.Ordinal);
        var csv = CasesCsv.Render(input);
        Assert.Matches(@"(?m)^s,.*,observed\r$", csv);
        Assert.Matches(@"(?m)^kernel,.*,controlled\r$", csv);
        Assert.Contains("observed: kernels softmax*", HtmlReport.Render(input), StringComparison.Ordinal);
    }

    private static Verdict Judged(MeasuredCase now, GatePolicy? policy = null) =>
        Judge.Decide(Given.Input(Given.Measurement(now), Given.Measurement(Case(10_000, "old", seed: 2)), policy));

    private static MeasuredCase Case(double ns, string? code, int seed = 1) =>
        Given.Case("s", ns, 0.0005, 10, seed) with
        {
            CodeHash = code,
            DeclaredAt = new SourceLocation("bench/s.bench.json", 3),
            Declaration = Declared(Command),
            Observed = new()
            {
                Measured = "kernels softmax*",
                Records = 1200,
                Modules = 3,
            },
        };

    private static CaseDeclaration Declared(DeclaredCommand? command) =>
        new()
        {
            Buffers = [],
            Launches = [],
            Command = command,
            Outputs = [],
            Expected = new() { Kind = ExpectedKind.Nothing, Name = "" },
        };
}
