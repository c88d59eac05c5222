using PerfGate.Runner.Git;

namespace PerfGate.Runner.Tests.Git;

public sealed class SkippedEntriesTests : IDisposable
{
    private readonly TemporaryRepository _made = new();

    public void Dispose() => _made.Dispose();

    private string Index => _made.PathOf(".git/index");

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_files_that_git_marks_are_found_in_every_version_of_its_index(int version)
    {
        // Names of every length, that begin alike, and folders.
        for (var length = 1; length <= 20; length++)
            _made.Write(new('n', length), "");
        _made.Write("folder/日本語 \"x\".cu", "");
        _made.Write($"folder/{new string('x', 200)}", "");
        _made.CommitAll();
        _made.Git("update-index", "--index-version", $"{version}");
        Assert.Empty(SkippedEntries.Of(Index));

        _made.Git("update-index", "--skip-worktree", "n", "nnnn", new('n', 20), "folder/日本語 \"x\".cu");

        Assert.Equal(
            _made.Git("ls-files", "-t", "-z")
                .Split('\0')
                .Where(line => line.StartsWith("S ", StringComparison.Ordinal))
                .Select(line => line[2..])
                .Order(StringComparer.Ordinal),
            SkippedEntries.Of(Index).Order(StringComparer.Ordinal)
        );
        Assert.Equal(4, SkippedEntries.Of(Index).Count);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void An_index_that_ends_early_gives_what_can_be_read(int version)
    {
        foreach (var name in new[] { "a", "bb", "ccc" })
            _made.Write(name, "");
        _made.CommitAll();
        _made.Git("update-index", "--index-version", $"{version}");
        _made.Git("update-index", "--skip-worktree", "a", "bb", "ccc");
        var whole = File.ReadAllBytes(Index);
        var all = SkippedEntries.Of(Index);
        var cut = _made.Beside("cut");

        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(cut, whole[..length]);
            Assert.Subset(all.ToHashSet(), SkippedEntries.Of(cut).ToHashSet());
        }

        Assert.Equal(3, all.Count);
        Assert.Empty(SkippedEntries.Of(_made.Beside("none")));
    }
}
