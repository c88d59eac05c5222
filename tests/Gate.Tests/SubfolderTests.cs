using System.Text.Json.Nodes;

namespace PerfGate.Gate.Tests;

/// <summary>A project in a folder of its repository: its findings are named from the repository's root.</summary>
[Collection("no times")]
public sealed class SubfolderTests : IDisposable
{
    private readonly GateProject _project = new("gpu");

    public SubfolderTests() => _project.MeasureBesideOthers();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_wrong_kernel_is_named_from_the_roots_folder_in_sarif_and_annotations()
    {
        await _project.GitAsync("-C", "..", "init", "--quiet", "--initial-branch=main");
        _project.Replace("waves.cu", "v = fmaf(v, 0.5f, 1.0f);", "v = fmaf(v, 0.5f, 3.0f);");
        await _project.GitAsync("-C", "..", "add", "--all");
        await _project.GitAsync("-C", "..", "commit", "--quiet", "--message", "wrong");

        var gate = await _project.TargetAsync("PerfGate", "PerfGateRuns=2", "PerfGateReference=none");

        Assert.NotEqual(0, gate.ExitCode);
        var sarif = JsonNode.Parse(File.ReadAllText(_project.Output("perfgate.sarif")))!;
        Assert.Contains(
            "gpu/waves.cu",
            sarif["runs"]![0]!["results"]!.AsArray().Select(r =>
                (string?)r!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"])
        );
        var commit = await _project.GitAsync("rev-parse", "HEAD");
        _project.Write(
            "push.json",
            $$"""
            { "ref": "refs/heads/main", "after": "{{commit}}",
              "repository": { "full_name": "acme/kernels", "default_branch": "main" } }
            """
        );
        var published = await _project.PerfGateAsync(
            "publish", "--dry-run", "--output", _project.Output(""), "--event", _project.PathOf("push.json"),
            "--repository", "acme/kernels", "--only", "check");

        Assert.Equal(0, published.ExitCode);
        var paths = published
            .Output.Split('\n')
            .Where(line => line.StartsWith('{'))
            .Select(line => JsonNode.Parse(line)!["body"]?["output"]?["annotations"]?.AsArray())
            .SelectMany(annotations => annotations ?? [])
            .Select(annotation => (string?)annotation!["path"])
            .Distinct();
        Assert.Equal(["gpu/waves.cu"], paths);
    }
}
