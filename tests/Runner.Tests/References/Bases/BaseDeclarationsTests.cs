using PerfGate.Core.Judgement;
using PerfGate.Runner.References.Bases;
using PerfGate.Runner.Tests.Benchmarks;
using PerfGate.Runner.Tests.Git;

namespace PerfGate.Runner.Tests.References.Bases;

public sealed class BaseDeclarationsTests : IDisposable
{
    private const string Other = "kernels/other.bench.json";

    private readonly TemporaryRepository _made = new();

    public BaseDeclarationsTests()
    {
        _made.Write("kernels/softmax.cu", "__global__ void softmax_rows(const float* x, float* y, int n)\n{\n}\n");
        _made.Write("kernels/softmax.ref.cpp", "void softmax_reference(const double* x, double* y, int m, int n) {}");
        _made.Write(Other, ManifestFolder.Good.Replace("\"name\": \"softmax\"", "\"name\": \"other\"", StringComparison.Ordinal));
    }

    public void Dispose() => _made.Dispose();

    private BaseCase[] Of(string commit, string? filter = null) => [.. new BaseDeclarations(
        _made.Root, [_made.PathOf(ManifestFolder.Manifest)], _made.Beside("cache")).Of(commit, ManifestFolder.Host, filter)];

    [Fact]
    public void A_manifest_that_was_taken_out_since_is_still_declared_by_the_base()
    {
        var commit = _made.Commit(ManifestFolder.Manifest, ManifestFolder.Good);
        File.Delete(_made.PathOf(Other));

        Assert.Equal(["other/N=256", "other/N=512", "softmax/N=256", "softmax/N=512"], Of(commit).Select(c => c.Name));
    }

    [Fact]
    public void A_manifest_that_the_project_does_not_list_is_none_of_its_cases() =>
        Assert.Equal(["softmax/N=256", "softmax/N=512"], Of(_made.Commit(ManifestFolder.Manifest, ManifestFolder.Good)).Select(c => c.Name));

    [Fact]
    public void Tolerances_are_those_of_the_base()
    {
        var commit = _made.Commit(ManifestFolder.Manifest, ManifestFolder.Good);
        _made.Write(ManifestFolder.Manifest, ManifestFolder.Good.Replace("0.02", "0.5", StringComparison.Ordinal));

        Assert.All(Of(commit), c => Assert.Equal(0.02, c.Tolerance));
    }

    [Fact]
    public void What_each_case_declares_is_that_of_the_base()
    {
        var commit = _made.Commit(ManifestFolder.Manifest, ManifestFolder.Good);
        _made.Write(ManifestFolder.Manifest, ManifestFolder.Good.Replace("1e-5", "10", StringComparison.Ordinal));

        Assert.All(Of(commit), c => Assert.Equal(1e-5, c.Declaration!.Outputs.Single().Relative));
        Assert.All(Of(commit), c => Assert.Equal("kernels/softmax.ref.cpp", c.Declaration!.Expected.Source));
    }

    [Fact]
    public void What_the_filter_leaves_out_is_not_asked_for() =>
        Assert.Equal(["softmax/N=512"], Of(_made.Commit(ManifestFolder.Manifest, ManifestFolder.Good), "*N=512").Select(c => c.Name));

    [Fact]
    public void A_case_that_the_device_cannot_run_is_not_asked_for() => Assert.Empty(Of(_made.Commit(
        ManifestFolder.Manifest, ManifestFolder.Good.Replace("\"memory\": \"1e6\"", "\"memory\": \"1e18\"", StringComparison.Ordinal))));

    [Fact]
    public void A_base_whose_manifests_are_refused_declares_nothing_and_stops_nothing() =>
        Assert.Empty(Of(_made.Commit(ManifestFolder.Manifest, "{ }")));
}
