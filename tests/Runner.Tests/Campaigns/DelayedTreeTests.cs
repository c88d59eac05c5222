using System.Collections.Immutable;
using PerfGate.Core.Campaigns;
using PerfGate.Core.Devices;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Campaigns;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Campaigns;

/// <summary>The copy of a project whose kernels have a delay, and the manifests that pass it.</summary>
public sealed class DelayedTreeTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Manifest => Path.Combine(_folder.Root, ManifestFolder.Manifest);

    private DelayedTree Write() =>
        DelayedTree.Write(_folder.Root, [Manifest], Path.Combine(_folder.Root, "obj", "copy"), DeviceKind.Host);

    [Fact]
    public void The_copy_has_sources_with_delays_and_whatever_else_lies_beside_a_manifest()
    {
        _folder.Write("kernels/table.bin", "values");
        _folder.Write("other/header.cuh", "__device__ int f();");
        _folder.Write("other/model.onnx", "large");
        _folder.Write("bin/old.cu", "__global__ void old() { }");
        _folder.Write(".git/hook.cu", "__global__ void hook() { }");

        var tree = Write();

        Assert.Equal(["softmax_rows"], tree.Kernels);
        Assert.Equal(
            [
                "kernels/softmax.bench.json",
                "kernels/softmax.cu",
                "kernels/softmax.ref.cpp",
                "kernels/table.bin",
                "other/header.cuh",
            ],
            Directory
                .GetFiles(tree.Root, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(tree.Root, f).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)
        );
        Assert.Contains(
            "int n, long long perfgate_delay = 0)",
            File.ReadAllText(Path.Combine(tree.Root, "kernels/softmax.cu")),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("delay", File.ReadAllText(Path.Combine(_folder.Root, "kernels/softmax.cu")));
    }

    [Fact]
    public void A_copy_that_is_as_it_was_stays_untouched()
    {
        var source = Path.Combine(Write().Root, "kernels/softmax.cu");
        var before = File.GetLastWriteTimeUtc(source).AddDays(-1);
        File.SetLastWriteTimeUtc(source, before);

        Write();

        Assert.Equal(before, File.GetLastWriteTimeUtc(source));
    }

    [Fact]
    public void Each_case_gets_its_own_delay_as_the_last_argument_and_is_otherwise_the_same()
    {
        var tree = Write();
        var path = tree.PathOf(_folder.Root, Manifest);
        var text = new DelayedManifest(path, tree.Kernels).With(
            ImmutableDictionary<string, PlannedDelay>.Empty
                .Add("softmax/N=256", new(0.01, 1234))
                .Add("softmax/N=512", new(0.02, 98765))
        );
        File.WriteAllText(path, text);

        var suite = ManifestLoader.Load([path], ManifestFolder.Host, tree.Root);

        Assert.Equal([1234.0, 98765.0], suite.Cases.Select(c => c.Launches[0].Arguments[^1].Value));
        var now = suite.Require("softmax/N=256");
        var before = _folder.Load().Require("softmax/N=256");
        Assert.Equal(before.Launches[0].Arguments.Length + 1, now.Launches[0].Arguments.Length);
        Assert.Equal(
            (before.Source, before.Defines, before.Tolerance, before.Bytes),
            (now.Source, now.Defines, now.Tolerance, now.Bytes)
        );
    }

    [Fact]
    public void A_case_without_a_delay_waits_for_nothing()
    {
        var tree = Write();
        var path = tree.PathOf(_folder.Root, Manifest);
        File.WriteAllText(
            path,
            new DelayedManifest(path, tree.Kernels).With(
                ImmutableDictionary<string, PlannedDelay>.Empty.Add("softmax/N=512", new(0.02, 5))
            )
        );

        var suite = ManifestLoader.Load([path], ManifestFolder.Host, tree.Root);

        Assert.Equal([0.0, 5.0], suite.Cases.Select(c => c.Launches[0].Arguments[^1].Value));
    }

    [Fact]
    public void Without_counting_each_launch_passes_a_negative_delay()
    {
        var tree = Write();
        var path = tree.PathOf(_folder.Root, Manifest);
        File.WriteAllText(path, new DelayedManifest(path, tree.Kernels).WithoutCounting());

        var suite = ManifestLoader.Load([path], ManifestFolder.Host, tree.Root);

        Assert.All(suite.Cases, c => Assert.Equal(-1, c.Launches[0].Arguments[^1].Value));
    }

    [Theory]
    [InlineData("a", "7 + 9")]
    [InlineData("b", "0")]
    public void The_delay_is_an_expression_of_the_axes(string benchmark, string expected)
    {
        var delays = ImmutableDictionary<string, PlannedDelay>.Empty
            .Add("a/M=-1,N=0.5", new(0.01, 7))
            .Add("a/M=2,N=3", new(0.01, 9))
            .Add("ab", new(0.01, 11));

        var expression = DelayedManifest.Expression(benchmark, delays);

        var factors = expression
            .Replace(" * max(0, 1 - 1000000 * abs(M - (0 - 1)))", "", StringComparison.Ordinal)
            .Replace(" * max(0, 1 - 1000000 * abs(N - 0.5))", "", StringComparison.Ordinal)
            .Replace(" * max(0, 1 - 1000000 * abs(M - 2))", "", StringComparison.Ordinal)
            .Replace(" * max(0, 1 - 1000000 * abs(N - 3))", "", StringComparison.Ordinal);
        Assert.Equal(expected, factors);
    }
}
