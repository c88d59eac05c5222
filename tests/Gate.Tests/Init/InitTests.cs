using System.Text.RegularExpressions;
using PerfGate.Core.Measurements;

namespace PerfGate.Gate.Tests.Init;

/// <summary>What <c>perfgate init</c> writes is right once its author has said what the kernels must compute.</summary>
[Collection("no times")]
public sealed class InitTests : IDisposable
{
    private readonly GateProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Kernels_of_ten_kinds_are_right_once_their_expected_outputs_are_filled_in()
    {
        _project.MeasureBesideOthers();
        foreach (var (name, kernels) in OwnKernels.All)
        {
            _project.Write($"{name}.cu", kernels.Source);
            var written = await _project.WarmPerfGateAsync("init", $"{name}.cu");
            Assert.True(written.ExitCode == 0, written.Output);
            foreach (var (kernel, body) in kernels.Expected)
                _project.Replace(
                    $"{name}.ref.cpp",
                    $"#error \"Write what {kernel} must compute here, and delete this line.\"",
                    $"    {body}"
                );
        }

        await _project.TargetAsync("PerfGate", "PerfGateRuns=2", "PerfGateReference=none");

        var measured = _project.Measurement.Cases.ToLookup(c => c.Benchmark, c => (c.Status, c.Reason));
        var wrong =
            from kernel in OwnKernels.All.Values.SelectMany(k => k.Expected.Keys)
            from found in measured[kernel].DefaultIfEmpty((Status: CaseStatus.NotRun, Reason: "no such case"))
            where found.Status != CaseStatus.Measured
            select $"{kernel}: {found.Reason}";
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task An_expected_output_that_nobody_filled_in_is_an_error_at_its_line()
    {
        _project.Write("axpy.cu", OwnKernels.All["axpy"].Source);
        await _project.WarmPerfGateAsync("init", "axpy.cu");

        var built = await _project.TargetAsync("PerfGateCompile");

        Assert.Matches(
            new Regex(@"axpy\.ref\.cpp\(\d+[,)].*Write what axpy must compute here"),
            string.Join('\n', built.Errors)
        );
    }

    [Fact]
    public async Task Nothing_that_exists_is_overwritten()
    {
        _project.Write("axpy.cu", OwnKernels.All["axpy"].Source);
        _project.Write("axpy.ref.cpp", "// mine");

        var refused = await _project.WarmPerfGateAsync("init", "axpy.cu");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("PG9150: init would overwrite axpy.ref.cpp", refused.Output, StringComparison.Ordinal);
        Assert.Equal(
            "// mine",
            await File.ReadAllTextAsync(_project.PathOf("axpy.ref.cpp"), TestContext.Current.CancellationToken)
        );
        Assert.False(File.Exists(_project.PathOf("axpy.bench.json")));
    }

    [Fact]
    public async Task The_instance_of_a_template_that_is_only_guessed_is_told()
    {
        _project.Write("several.cu", OwnKernels.All["several"].Source);

        var written = await _project.WarmPerfGateAsync("init", "several.cu");

        Assert.Contains("fill: its instance <float> is a guess", written.Output, StringComparison.Ordinal);
        Assert.Contains("\"kernel\": \"fill<float>\"", Text("several.bench.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_project_gets_one_and_git_ignores_what_the_gate_writes()
    {
        Directory.CreateDirectory(_project.PathOf("mine"));
        _project.Write("mine/axpy.cu", OwnKernels.All["axpy"].Source);
        _project.Write("mine/.gitignore", "/bin");

        await _project.WarmPerfGateAsync("init", "mine/axpy.cu");

        var written = Text("mine/mine.csproj");
        Assert.Contains("<CudaKernel Include=\"*.cu\" />", written, StringComparison.Ordinal);
        Assert.True(File.Exists(Regex.Match(written, "<Import Project=\"([^\"]+)\"").Groups[1].Value), written);
        Assert.Equal("/bin\nartifacts/\nobj/\n", Text("mine/.gitignore"));
    }

    [Fact]
    public async Task Editors_find_the_schemas_and_the_policy_is_there_to_be_filled_in()
    {
        File.Delete(_project.PathOf("perfgate.json"));
        _project.Write("axpy.cu", OwnKernels.All["axpy"].Source);

        var written = await _project.WarmPerfGateAsync("init", "axpy.cu", "--yes");

        Assert.True(written.ExitCode == 0, written.Output);
        Assert.Contains(
            "\"$schema\": \".perfgate/bench.schema.json\"",
            Text("axpy.bench.json"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\"$schema\": \".perfgate/perfgate.schema.json\"",
            Text("perfgate.json"),
            StringComparison.Ordinal
        );
        Assert.Contains("\"launches\"", Text(".perfgate/bench.schema.json"), StringComparison.Ordinal);
        Assert.Contains("\"accepted\"", Text(".perfgate/perfgate.schema.json"), StringComparison.Ordinal);
        Assert.Contains("Look at this: axpy: a is passed as 1.", written.Output, StringComparison.Ordinal);
        Assert.Contains("dotnet build /t:PerfGateCheck", written.Output, StringComparison.Ordinal);
    }

    private string Text(string name) => File.ReadAllText(_project.PathOf(name));
}
