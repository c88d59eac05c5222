using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;

namespace PerfGate.GitHub.Contract.Tests;

/// <summary>The pipelines of docs/ci.md for systems other than GitHub.</summary>
public sealed partial class OtherSystemsTests
{
    [Fact]
    public async Task The_pipeline_of_GitLab_is_yaml_that_gates_keeps_the_results_and_lets_undecided_pass()
    {
        var job = (await ReadAsync("GitLab"))["perfgate"]!;

        Assert.Contains("perfgate gate", Lines(job["script"]!));
        Assert.Equal("0", Text(job["variables"]!["GIT_DEPTH"]!));
        Assert.Equal("always", Text(job["artifacts"]!["when"]!));
        Assert.Equal("artifacts/perfgate/", Text(job["artifacts"]!["paths"]![0]!));
        Assert.Equal("artifacts/perfgate/junit.xml", Text(job["artifacts"]!["reports"]!["junit"]!));
        Assert.Equal($"{(int)ExitCode.Inconclusive}", Text(job["allow_failure"]!["exit_codes"]![0]!));
    }

    [Fact]
    public async Task The_pipeline_of_Azure_is_yaml_that_gates_keeps_the_results_and_shows_the_markdown_report()
    {
        var steps = (await ReadAsync("Azure Pipelines"))["steps"]!.AsArray();

        Assert.Equal("0", Text(steps[0]!["fetchDepth"]!));
        Assert.Contains(steps, s => s!["script"] is { } script && Text(script).Contains("/perfgate\" gate"));
        Assert.Contains(
            steps,
            s => s!["script"] is { } script && Text(script).Contains("task.uploadsummary") && IsAlways(s)
        );
        Assert.Contains(steps, s => s!["task"] is { } task && Text(task) == "PublishTestResults@2" && IsAlways(s));
        Assert.Contains(
            steps,
            s => s!["publish"] is { } folder && Text(folder).EndsWith("artifacts/perfgate", StringComparison.Ordinal)
        );
    }

    private static bool IsAlways(JsonNode step) => step["condition"] is { } when && Text(when) == "succeededOrFailed()";

    private static string Text(JsonNode node) => node.ToString();

    private static IEnumerable<string> Lines(JsonNode script) => script.AsArray().Select(l => Text(l!));

    private static async Task<JsonNode> ReadAsync(string system)
    {
        var page = await File.ReadAllTextAsync(Checkout.PathOf("docs/ci.md"), TestContext.Current.CancellationToken);
        var text = Example().Matches(page).Single(m => m.Groups["system"].Value == system).Groups["text"].Value;
        var node = NodeTools.Node("parse-yaml.mjs");
        node.RedirectStandardInput = true;
        using var parser = NodeTools.Start(node);
        await parser.StandardInput.WriteAsync(text);
        parser.StandardInput.Close();
        var read = await parser.ResultAsync(TestContext.Current.CancellationToken);
        Assert.True(read.ExitCode == 0, read.Text);
        return JsonNode.Parse(read.Output)!;
    }

    [GeneratedRegex(@"(?ms)^### (?<system>[^\n]+)\n(?:(?!^###? ).)*?^```yaml\n(?<text>.*?)^```$")]
    private static partial Regex Example();
}
