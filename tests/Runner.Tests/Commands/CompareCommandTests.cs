using System.Globalization;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Commands;

namespace PerfGate.Runner.Tests.Commands;

public sealed partial class CompareCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perfgate-compare-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_slower_file_is_a_regression_and_exits_with_1()
    {
        var (exit, output) = Run(File(Runs(1)), File(Runs(1.05, 0.3)));

        Assert.Equal(1, exit);
        Assert.StartsWith("regression: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_as_fast_passes_and_exits_with_0()
    {
        var (exit, output) = Run(File(Runs(1)), File(Runs(1, 0.3)));

        Assert.Equal(0, exit);
        Assert.StartsWith("pass: not slower by more than 1.0 %", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.03)]
    [InlineData(1.05)]
    [InlineData(1.08)]
    [InlineData(1.10)]
    public void One_slow_process_of_ten_makes_no_pass_of_a_slow_down_and_is_named(double factor)
    {
        // zupat/related_post_gen#500, one process a line.
        double[] ten =
        [
            5.633598,
            5.501759,
            5.907097,
            5.606639,
            5.600769,
            5.995478,
            5.583089,
            10.155079,
            5.563859,
            5.500649,
        ];
        string Lines(IEnumerable<double> ms) =>
            string.Join('\n', ms.Select(v => (v * 1e6).ToString("R", CultureInfo.InvariantCulture)));
        var (exit, output) = Run(File(Lines(ten)), File(Lines(ten.Where(v => v < 10).Select(v => v * factor))));

        Assert.Equal(0, exit);
        Assert.StartsWith(
            "undecided: these runs vary too much to tell a slow-down of 1.0 %; ", output, StringComparison.Ordinal);
        Assert.Contains("run 8 of the reference took 10.2 ms; the others 5.5 to 6.0", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_every_documented_key()
    {
        var (_, output) = Run(File(Runs(1)), File(Runs(1.05, 0.3)), "--json");

        using var document = JsonDocument.Parse(output);
        var keys = document.RootElement.EnumerateObject().Select(p => p.Name).ToArray();
        Assert.Superset(
            new HashSet<string>
            {
                "ratio",
                "ratioInterval",
                "hedgesG",
                "hedgesGInterval",
                "cliffsDelta",
                "mannWhitneyU",
                "mannWhitneyP",
                "permutationP",
                "minimumDetectableEffect",
                "verdict",
            },
            keys.ToHashSet()
        );
    }

    [Fact]
    public void Each_number_can_be_its_own_run()
    {
        var (_, output) = Run(
            File("0.8 0.9 0.85 0.88 0.82"),
            File("1.0, 1.1,1.2,1.15, 1.05"),
            "--unit",
            "sample",
            "--json"
        );

        using var document = JsonDocument.Parse(output);
        Assert.Equal(25, document.RootElement.GetProperty("mannWhitneyU").GetDouble());
        Assert.Equal(2 / 252.0, document.RootElement.GetProperty("mannWhitneyP").GetDouble(), 1e-12);
        Assert.Equal(2 / 252.0, document.RootElement.GetProperty("permutationP").GetDouble(), 1e-12);
    }

    [Theory]
    [InlineData("6%", 0)]
    [InlineData("0.06", 0)]
    [InlineData("0.5%", 1)]
    public void The_tolerance_is_a_fraction_or_a_percentage(string tolerance, int exit) =>
        Assert.Equal(exit, Run(File(Runs(1)), File(Runs(1.05, 0.3)), "--tolerance", tolerance).Exit);

    [Fact]
    public void A_file_compared_with_its_copy_is_refused() =>
        Assert.Equal(
            "PG9012",
            Assert.Throws<PerfGateException>(() => Run(File(Runs(1)), File(Runs(1)))).Diagnostics[0].Code
        );

    [Fact]
    public void Fewer_than_five_runs_decide_nothing()
    {
        var (exit, output) = Run(File("10 10.1\n10.1 10.2"), File("20 20.1\n20.2 20.1"));

        Assert.Equal(0, exit);
        Assert.StartsWith(
            "undecided: only 2 valid runs, and a decision needs at least 5",
            output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Constant_files_that_differ_have_an_infinite_effect()
    {
        var (exit, output) = Run(File("5\n5\n5\n5\n5\n"), File("6\n6\n6\n6\n6\n"), "--json");

        using var document = JsonDocument.Parse(output);
        Assert.Equal(1, exit);
        Assert.Equal(1e308, document.RootElement.GetProperty("hedgesG").GetDouble());
    }

    [Fact]
    public void The_largest_and_the_smallest_times_give_finite_numbers()
    {
        var (exit, output) = Run(
            File("1e-320\n2e-320\n3e-320\n4e-320\n5e-320"),
            File("1.1e308\n1.2e308\n1.3e308\n1.4e308\n1.5e308"),
            "--json"
        );

        Assert.Equal(1, exit);
        Assert.DoesNotContain("NaN", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_steps_midway_makes_the_comparison_unstable_and_not_a_regression()
    {
        var steps = string.Join(
            '\n',
            Enumerable.Repeat(
                string.Join(' ', Enumerable.Range(0, 60).Select(k => Text((k < 30 ? 100 : 120) + k % 3))),
                6
            )
        );

        var (exit, output) = Run(File(Runs(1)), File(steps));

        Assert.Equal(0, exit);
        Assert.StartsWith("undecided: run 1 of the candidate is not steady", output, StringComparison.Ordinal);
    }

    private static (int Exit, string Output) Run(string reference, string candidate, params string[] options)
    {
        using var output = new StringWriter();
        var exit = CommandLine.Create().Parse(["compare", reference, candidate, .. options])
            .Invoke(new() { EnableDefaultExceptionHandler = false, Output = output });
        return (exit, output.ToString());
    }

    // Six runs that differ by up to 0.3 %, of five samples that differ by up to 1 %.
    private static string Runs(double ratio, double phase = 0) =>
        string.Join(
            '\n',
            Enumerable
                .Range(0, 6)
                .Select(i =>
                    string.Join(
                        ' ',
                        Enumerable
                            .Range(0, 5)
                            .Select(k =>
                                Text(
                                    100 * ratio * (1 + 0.003 * Math.Sin(i + phase) + 0.01 * Math.Sin(5 * i + k + phase))
                                )
                            )
                    )
                )
        );

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private string File(string content)
    {
        var path = Path.Combine(_folder.FullName, Path.GetRandomFileName());
        System.IO.File.WriteAllText(path, content);
        return path;
    }
}
