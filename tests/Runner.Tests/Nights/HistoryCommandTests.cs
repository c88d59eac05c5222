using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Nights;

namespace PerfGate.Runner.Tests.Nights;

/// <summary><c>perfgate history</c>, from measurements to the named commit.</summary>
public sealed class HistoryCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string History => _folder.PathOf("history");

    [Fact]
    public async Task Nights_become_lines_a_page_and_a_commit_to_look_for()
    {
        for (var night = 0; night < 24; night++)
            await AppendAsync(night);

        Assert.Equal(0, await CommandLine.RunAsync(["history", "page", "--history", History]));

        var page = await PageAsync();
        Assert.Matches(@"<td class=""number slower"">\+(1\.9|2\.[01])", page);
        Assert.Contains("other machine code", page, StringComparison.Ordinal);
        Assert.Contains("<svg class=\"plot\"", page, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(History, ".nojekyll")));
        var change = new NightFolder(History, TextWriter.Null).Unnamed("nvidia-test")!;
        Assert.Equal(
            ("softmax/N=1", Commit(13), Commit(14)),
            (change.First.Case, change.Before.Commit, change.First.Commit)
        );
        Assert.Null(new NightFolder(History, TextWriter.Null).Unnamed("another-device"));
    }

    [Fact]
    public async Task What_a_bisection_found_is_on_the_page_and_is_not_looked_for_again()
    {
        for (var night = 0; night < 24; night++)
            await AppendAsync(night);
        var found = _folder.Write(
            "found.json",
            $$"""
            { "case": "softmax/N=1", "ratio": 1.02, "trials": 3, "suspects": [ { "sha": "{{Commit(99)}}",
              "subject": "Faster <b>softmax</b>", "author": "A", "when": "2026-01-01T00:00:00+00:00" } ] }
            """
        );

        Assert.Equal(0, await CommandLine.RunAsync(
            ["history", "name", "--history", History, "--device", "nvidia-test", "--case", "softmax/N=1",
                "--good", Commit(13), "--bad", Commit(14), "--found", found]));
        Assert.Equal(0, await CommandLine.RunAsync(["history", "page", "--history", History]));

        var page = await PageAsync();
        Assert.Contains("Faster &lt;b&gt;softmax&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Null(new NightFolder(History, TextWriter.Null).Unnamed(null));
    }

    [Fact]
    public async Task A_measurement_is_appended_once()
    {
        await AppendAsync(3);
        await AppendAsync(3);

        var lines = await File.ReadAllLinesAsync(
            Path.Combine(History, "nvidia-test.jsonl"), TestContext.Current.CancellationToken);
        Assert.Equal(2, lines.Length);
    }

    [Theory]
    [InlineData("dirty", "the work tree had changes")]
    [InlineData("nowhere", "it names no commit")]
    [InlineData("beside", "it was taken beside a base")]
    [InlineData("empty", "none of its cases was measured")]
    public async Task A_measurement_that_says_nothing_about_a_commit_is_refused(string fault, string why)
    {
        var good = Night(0);
        var path = Write(fault switch
        {
            "dirty" => good with { Environment = good.Environment with { Git = new(Commit(0), Dirty: true) } },
            "nowhere" => good with { Environment = good.Environment with { Git = null } },
            "beside" => good with { Interleaved = true },
            _ => good with { Cases = [] },
        });

        var refused = await Assert.ThrowsAsync<PerfGateException>(() =>
            CommandLine.RunAsync(["history", "append", "--history", History, "--measurement", path]));

        var said = Assert.Single(refused.Diagnostics);
        Assert.Equal("PG2120", said.Code);
        Assert.Contains(why, said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_history_is_refused()
    {
        var refused = await Assert.ThrowsAsync<PerfGateException>(() =>
            CommandLine.RunAsync(["history", "page", "--history", History]));

        Assert.Equal("PG2121", Assert.Single(refused.Diagnostics).Code);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    public async Task A_line_whose_time_is_none_is_no_result(string nanoseconds)
    {
        Directory.CreateDirectory(History);
        var file = Path.Combine(History, "nvidia-l4.jsonl");
        var line = $$"""
            {"at":"2026-11-24T10:00:00+00:00","commit":"abcd","case":"softmax","nanoseconds":{{nanoseconds}},
            "spread":0,"runs":5,"device":"l4","compiler":"c"}
            """.ReplaceLineEndings("");
        await File.WriteAllTextAsync(file, line + "\n", TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<PerfGateException>(() =>
            CommandLine.RunAsync(["history", "next", "--history", History]));

        Assert.Equal("PG2121", Assert.Single(refused.Diagnostics).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"case\": \"softm")]
    public async Task A_history_without_a_line_is_refused_by_its_name(string text)
    {
        Directory.CreateDirectory(History);
        var file = Path.Combine(History, "nvidia-l4.jsonl");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<PerfGateException>(() =>
            CommandLine.RunAsync(["history", "next", "--history", History]));

        var said = Assert.Single(refused.Diagnostics);
        Assert.Equal(("PG2121", file), (said.Code, said.Location?.File));
        Assert.Contains("delete it", said.Message, StringComparison.Ordinal);
    }

    private Task<string> PageAsync() =>
        File.ReadAllTextAsync(Path.Combine(History, "index.html"), TestContext.Current.CancellationToken);

    private async Task AppendAsync(int night) =>
        Assert.Equal(0, await CommandLine.RunAsync(
            ["history", "append", "--history", History, "--measurement", Write(Night(night))]));

    private string Write(Measurement measurement)
    {
        var path = _folder.PathOf("measurement.json");
        JsonFile.Write(path, measurement, PerfGateJson.Default.Measurement);
        return path;
    }

    private static string Commit(int night) => night.ToString("x2").PadLeft(40, 'a');

    // softmax is 2 % slower from the night 14 on, and its machine code is another.
    private static Measurement Night(int night)
    {
        var random = new CounterRandom((ulong)night);
        return new()
        {
            StartedAt = DateTimeOffset.UnixEpoch.AddDays(night),
            WallSeconds = 1,
            Environment = Environments.Of(DeviceKind.Cuda) with { Git = new(Commit(night), Dirty: false) },
            Cases =
            [
                Case("softmax/N=1", night < 14 ? 10_000 : 10_200, night < 14 ? "old" : "new", ref random),
                Case("sum", 7_000, "sum", ref random),
            ],
        };
    }

    private static MeasuredCase Case(string name, double time, string code, ref CounterRandom random)
    {
        var level = time * (1 + 0.001 * random.NextNormal());
        return new()
        {
            Name = name,
            Benchmark = name.Split('/')[0],
            Status = CaseStatus.Measured,
            CodeHash = code,
            Runs = [.. Enumerable.Range(0, 5).Select(run => new CaseRun { Run = run, Samples = [level, level + run] })],
        };
    }
}
