using System.Text.RegularExpressions;

namespace PerfGate.Gate.Tests;

/// <summary>The example of docs/functions.md compiles, runs and is right.</summary>
[Collection("no times")]
public sealed partial class FunctionPageTests : IDisposable
{
    private readonly GateProject _project = new();

    public FunctionPageTests() => _project.MeasureBesideOthers();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task The_example_of_the_page_is_right_on_the_host_device()
    {
        var page = await File.ReadAllTextAsync(
            Checkout.PathOf("docs/functions.md"),
            TestContext.Current.CancellationToken
        );
        var blocks = Block().Matches(page).Select(m => m.Groups[1].Value).Take(3).ToList();
        _project.Write("sum.cu", blocks[0]);
        _project.Write("sum.ref.cpp", blocks[1]);
        _project.Write("sum.bench.json", blocks[2]);

        var result = await _project.TargetAsync("PerfGateCheck", "PerfGateFilter=sum");

        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Contains("sum/N=100000: right (y: relative error ", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 right, 0 wrong", result.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^```\w+\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
