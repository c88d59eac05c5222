using PerfGate.Runner.Git;
using PerfGate.Runner.References.Bases;
using PerfGate.Runner.Tests.Git;

namespace PerfGate.Runner.Tests.References.Bases;

public sealed partial class BaseExportTests : IDisposable
{
    private readonly TemporaryRepository _made = new();

    public void Dispose() => _made.Dispose();

    private string Cache => _made.Beside("a cache");

    private ExportedTree Export(string commit, string? root = null)
    {
        using var repository = GitRepository.Open(root ?? _made.Root)!;
        return new BaseExport(repository, Cache).Export(commit, ["kernels"]);
    }

    [Fact]
    public void A_build_gets_all_files_of_the_commit()
    {
        _made.Write("kernels/a.bench.json", "{}");
        _made.Write("Makefile", "all:");
        _made.Write("tools/generate.py", "print(1)");
        var commit = _made.CommitAll();
        using var repository = GitRepository.Open(_made.Root)!;

        var whole = new BaseExport(repository, Cache).Export(commit, ["kernels"], everything: true);

        Assert.Equal(["Makefile", "kernels/a.bench.json", "tools/generate.py"], FilesOf(whole));
        Assert.NotEqual(Export(commit).Folder, whole.Folder);
    }

    [Fact]
    public void A_commit_builds_where_a_manifest_in_one_of_the_folders_does()
    {
        _made.Write("kernels/plain.bench.json", "{}");
        _made.Write("bench/a.bench.json", """{ "benchmarks": [ { "command": { "run": "x", "build": "make" } } ] }""");
        var commit = _made.CommitAll();
        _made.Write("kernels/plain.bench.json", File.ReadAllText(_made.PathOf("bench/a.bench.json")));
        using var repository = GitRepository.Open(_made.Root)!;

        Assert.False(BuiltCommands.AreIn(repository, commit, ["kernels", "none"]));
        Assert.True(BuiltCommands.AreIn(repository, commit, ["kernels", "bench"]));
    }

    [Theory]
    [InlineData("""{ "benchmarks": [ { "name": "a" }, { "command": { "run": "x", "build": "make" } } ] }""", true)]
    [InlineData("""{ "benchmarks": [ { "command": { "run": "build" } }, { "command": ["build"] }, 3 ] }""", false)]
    [InlineData("""{ "build": [], "benchmarks": { "command": { "build": 1 } } }""", false)]
    [InlineData("no JSON", false)]
    public void A_manifest_says_whether_it_builds(string manifest, bool builds) =>
        Assert.Equal(builds, BuiltCommands.IsIn(manifest));

    private static string[] FilesOf(ExportedTree tree) =>
        [.. Directory.EnumerateFiles(tree.Folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(tree.Folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Fact]
    public void Sources_headers_and_manifests_are_exported_as_they_were()
    {
        _made.Write("kernels/a.cu", "then");
        _made.Write("kernels/a.bench.json", "{}");
        _made.Write("kernels/values.bin", "\u0001\u0002");
        _made.Write("common/inner/shared.cuh", "header");
        _made.Write("models/huge.bin", "huge");
        _made.Write("README.md", "words");
        var commit = _made.CommitAll();
        _made.Commit("kernels/a.cu", "now");
        var tree = Export(commit);
        Assert.Equal(
            ["common/inner/shared.cuh", "kernels/a.bench.json", "kernels/a.cu", "kernels/values.bin"],
            FilesOf(tree)
        );
        Assert.Equal("then", File.ReadAllText(Path.Combine(tree.Folder, "kernels/a.cu")));
    }

    [Fact]
    public void A_program_of_the_commit_can_be_run_and_other_files_cannot()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files of Windows have no such mode");
        _made.Write("kernels/generate.sh", "#!/bin/sh\n");
        _made.Write("kernels/a.cu", "text");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                _made.PathOf("kernels/generate.sh"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );

        // A folder with manifests brings all of its files along.
        var tree = Export(_made.CommitAll());

        Assert.Equal((true, false), (IsProgram("kernels/generate.sh"), IsProgram("kernels/a.cu")));

        bool IsProgram(string file) =>
            !OperatingSystem.IsWindows()
            && File.GetUnixFileMode(Path.Combine(tree.Folder, file)).HasFlag(UnixFileMode.UserExecute);
    }

    [Fact]
    public void The_work_tree_is_left_alone_dirty_as_it_is()
    {
        var commit = _made.Commit("kernels/a.cu", "then");
        _made.Write("kernels/a.cu", "edited and longer");
        var before = _made.Git("status", "--porcelain=v2", "--branch");
        Export(commit);
        Assert.Equal(before, _made.Git("status", "--porcelain=v2", "--branch"));
        Assert.Equal("edited and longer", File.ReadAllText(_made.PathOf("kernels/a.cu")));
    }

    [Fact]
    public void Commits_with_the_same_sources_share_an_export()
    {
        var one = _made.Commit("kernels/a.cu", "same");
        var two = _made.Commit("README.md", "other words");
        Assert.Equal(Export(one).Folder, Export(two).Folder);
    }

    [Fact]
    public void Commits_with_other_sources_do_not()
    {
        var one = _made.Commit("kernels/a.cu", "1");
        var two = _made.Commit("kernels/a.cu", "2");
        Assert.NotEqual(Export(one).Folder, Export(two).Folder);
    }

    // The oldest are deleted.
    [Fact]
    public void An_export_that_is_used_again_is_as_young_as_a_new_one()
    {
        var commit = _made.Commit("kernels/a.cu", "text");
        var folder = Path.GetDirectoryName(Export(commit).Folder)!;
        Directory.SetLastWriteTimeUtc(folder, DateTime.UnixEpoch);
        var before = DateTime.UtcNow.AddMinutes(-1);

        Export(commit);

        Assert.True(Directory.GetLastWriteTimeUtc(folder) > before);
    }

    [Fact]
    public void An_export_that_was_cut_short_is_made_again()
    {
        var commit = _made.Commit("kernels/a.cu", "text");
        var tree = Export(commit);
        File.Delete(Path.Combine(tree.Folder, "kernels/a.cu"));
        File.Delete(Path.Combine(tree.Folder, "..", "whole"));
        Assert.Equal(["kernels/a.cu"], FilesOf(Export(commit)));
    }

    [Fact]
    public void A_header_of_a_submodule_is_exported_at_the_commit_of_then()
    {
        using var inner = new TemporaryRepository();
        inner.Commit("lib.cuh", "then");
        _made.Git(
            "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", new Uri(inner.Root).AbsoluteUri,
            "third party");
        var commit = _made.CommitAll();
        inner.Commit("lib.cuh", "now");
        _made.Git("-C", _made.PathOf("third party"), "-c", "protocol.file.allow=always", "pull", "--quiet");
        var tree = Export(commit);
        Assert.Equal("then", File.ReadAllText(Path.Combine(tree.Folder, "third party/lib.cuh")));
    }

    [Fact]
    public void A_submodule_that_lacks_the_commit_of_then_is_named_with_what_to_type()
    {
        using var inner = new TemporaryRepository();
        inner.Commit("lib.cuh", "then");
        _made.Git(
            "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", new Uri(inner.Root).AbsoluteUri, "lib");
        _made.CommitAll();
        const string Elsewhere = "0123456789abcdef0123456789abcdef01234567";
        _made.Git("update-index", "--cacheinfo", $"160000,{Elsewhere},lib");
        _made.Git("commit", "--quiet", "--message", "a commit that was not fetched");

        Assert.Equal(
            ["the submodule lib lacks the commit 0123456789ab ('git -C \"lib\" fetch')"],
            Export(_made.Git("rev-parse", "HEAD").Trim()).LeftOut);
    }

    // The newest twenty-four stay, whichever was made first.
    [Fact]
    public void Of_twenty_five_exports_the_one_that_was_used_longest_ago_is_deleted()
    {
        var folders = new List<string>();
        foreach (var text in Enumerable.Range(0, 24))
        {
            var folder = Path.GetDirectoryName(Export(_made.Commit("kernels/a.cu", $"{text}")).Folder)!;
            Directory.SetLastWriteTimeUtc(folder, DateTime.UnixEpoch.AddDays(text == 20 ? 1 : 100 + text));
            folders.Add(folder);
        }

        Assert.All(folders, f => Assert.True(Directory.Exists(f), f));
        Export(_made.Commit("kernels/a.cu", "one more"));

        Assert.Equal([folders[20]], folders.Where(f => !Directory.Exists(f)));
    }

    [Fact]
    public void A_submodule_that_is_not_checked_out_is_named()
    {
        using var inner = new TemporaryRepository();
        inner.Commit("lib.cuh", "then");
        _made.Git(
            "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", new Uri(inner.Root).AbsoluteUri, "lib");
        var commit = _made.CommitAll();
        using var clone = _made.Clone("clone");
        Assert.Contains(
            "lib is not checked out",
            Assert.Single(Export(commit, clone.Root).LeftOut),
            StringComparison.Ordinal
        );
    }
}
