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
    public async Task The_example_of_the_page_is_right_on_the_host_device_and_its_twin_with_CUB_is_skipped()
    {
        var page = await File.ReadAllTextAsync(
            Checkout.PathOf("docs/functions.md"),
            TestContext.Current.CancellationToken
        );
        var blocks = Block().Matches(page).Select(m => m.Groups[1].Value).Take(4).ToList();
        _project.Write("sum.cu", blocks[0]);
        _project.Write("sum.ref.cpp", blocks[1]);
        _project.Write("sum.bench.json", blocks[2]);

        _project.Write("cub.cu", blocks[3]);
        _project.Write("cub.ref.cpp", blocks[1]);
        _project.Write(
            "cub.bench.json",
            blocks[2]
                .Replace("\"sum.cu\"", "\"cub.cu\"", StringComparison.Ordinal)
                .Replace("sum.ref.cpp", "cub.ref.cpp", StringComparison.Ordinal)
                .Replace(
                    "\"name\": \"sum\"",
                    "\"name\": \"cub\", \"requires\": { \"device\": \"cuda\" }",
                    StringComparison.Ordinal
                )
        );

        var result = await _project.TargetAsync("PerfGateCheck", "PerfGateFilter=sum%3Bcub");

        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Contains("sum/N=100000: right (y: relative error ", result.Output, StringComparison.Ordinal);
        Assert.Contains("cub/N=100000: skipped: it requires a cuda device", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 right, 0 wrong, 1 skipped", result.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^```\w+\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
