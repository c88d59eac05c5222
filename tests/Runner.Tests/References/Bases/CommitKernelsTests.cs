using System.Collections.Immutable;
using PerfGate.Runner.References.Bases;
using PerfGate.Runner.Tests.Git;

namespace PerfGate.Runner.Tests.References.Bases;

public sealed class CommitKernelsTests : IDisposable
{
    private readonly TemporaryRepository _made = new();

    public void Dispose() => _made.Dispose();

    private sealed class Recorder(string? failure = null) : IBaseCompiler
    {
        public string? Root { get; private set; }

        public ImmutableArray<string> Manifests { get; private set; }

        public Task<CompiledBase> CompileAsync(
            string root,
            ImmutableArray<string> manifests,
            ImmutableArray<string> cases,
            string output,
            CancellationToken cancellation
        )
        {
            (Root, Manifests) = (root, manifests);
            return Task.FromResult(
                failure is null ? new(new(root, manifests, "kernels.json"), cases, null) : CompiledBase.Failed(failure)
            );
        }
    }

    private Task<CompiledBase> OfAsync(string commit, IBaseCompiler compiler, string project = "") =>
        new CommitKernels(
            _made.PathOf(project),
            [_made.PathOf(Path.Combine(project, "kernels/a.bench.json"))],
            _made.Beside("cache"),
            compiler
        ).OfAsync(commit, ["a"], TestContext.Current.CancellationToken);

    [Fact]
    public async Task The_manifests_of_then_are_compiled_those_that_are_gone_since_too()
    {
        _made.Write("kernels/a.bench.json", "{}");
        var commit = _made.Commit("kernels/gone.bench.json", "{}");
        var recorder = new Recorder();
        await OfAsync(commit, recorder);
        Assert.Equal(["a.bench.json", "gone.bench.json"], recorder.Manifests.Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_project_below_the_repositorys_root_keeps_its_place()
    {
        var commit = _made.Commit("libs/the gate/kernels/a.bench.json", "{}");
        var recorder = new Recorder();
        await OfAsync(commit, recorder, "libs/the gate");
        Assert.EndsWith("libs/the gate", recorder.Root, StringComparison.Ordinal);
        Assert.StartsWith(recorder.Root!, Assert.Single(recorder.Manifests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_before_the_first_manifest_has_no_kernels()
    {
        var commit = _made.Commit("README.md", "words");
        Assert.Contains("no manifest", (await OfAsync(commit, new Recorder())).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_that_does_not_compile_says_why()
    {
        var commit = _made.Commit("kernels/a.bench.json", "{}");
        var failure = (await OfAsync(commit, new Recorder("kernels/a.cu(3): error: expected a ';'"))).Failure;
        Assert.Equal($"the kernels of {commit[..12]} do not compile: kernels/a.cu(3): error: expected a ';'", failure);
    }
}
