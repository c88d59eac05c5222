namespace PerfGate.Gate.Tests;

/// <summary>
/// kernels/kinds has an example for each kind of code. Those that can are compiled, launched and checked on the host
/// device, and the page of what can be measured leads to each of them.
/// </summary>
[Collection("no times")]
public sealed class KindsTests : IDisposable
{
    private static readonly string Kinds = Checkout.PathOf("kernels/kinds");

    private readonly GateProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Each_is_right_on_the_host_device_or_skipped_by_name()
    {
        _project.MeasureBesideOthers();
        _project.Replace(
            "kernels.csproj",
            "<CudaKernel Include=\"*.cu\" />",
            "<CudaKernel Include=\"kinds/*.cu\" /><ObservedCommand Include=\"kinds/program/*.bench.json\" />"
        );
        foreach (var file in Sources())
        {
            var copy = _project.PathOf(Path.Combine("kinds", Path.GetRelativePath(Kinds, file)));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var build = await _project.TargetAsync("PerfGateCheck");

        Assert.True(build.ExitCode == 0, build.Output);
        Assert.Contains("11 right, 0 wrong, 7 skipped", build.Output, StringComparison.Ordinal);
        foreach (
            var skipped in (string[])
                ["cluster_", "cublas_", "cub_reduce", "cub_sort", "program_", "tensor_map_", "texture_"]
        )
            Assert.Matches($@"(?m)^\s*{skipped}\S*: skipped: ", build.Output);
    }

    [Fact]
    public void The_page_of_what_can_be_measured_leads_to_each()
    {
        var page = File.ReadAllText(Checkout.PathOf("docs/what-can-be-measured.md"));

        foreach (var manifest in Sources().Where(f => f.EndsWith(".bench.json", StringComparison.Ordinal)))
        {
            var name = Path.GetRelativePath(Checkout.Root, manifest).Replace('\\', '/')[..^".bench.json".Length];
            Assert.Contains($"(../{name}.", page, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Sources() =>
        new[] { Kinds, Path.Combine(Kinds, "program") }
            .SelectMany(Directory.EnumerateFiles)
            .Where(f => Path.GetExtension(f) is ".cu" or ".cpp" or ".h" or ".json");
}
