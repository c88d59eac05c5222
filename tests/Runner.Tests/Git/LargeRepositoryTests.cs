using System.Text;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.Tests.Git;

/// <summary>A repository with as many files and commits as large ones have.</summary>
public sealed class LargeRepositoryTests : IDisposable
{
    private const int Files = 20_000;
    private const int Commits = 10_000;
    private const int Fork = 9_000;

    private readonly TemporaryRepository _git = new();

    public LargeRepositoryTests()
    {
        File.WriteAllText(_git.Beside("history"), History());
        var imported = Programs.Run("sh", ["-c", "git fast-import --quiet < ../history"], _git.Root, []);
        Assert.True(imported.ExitCode == 0, imported.Error);
        _git.Git("checkout", "--quiet", "--force", "topic");
    }

    public void Dispose() => _git.Dispose();

    [Fact]
    public void Its_base_commit_and_its_changed_files_are_those_that_git_names()
    {
        _git.Write(PathOf(19_999), "edited\n");
        File.Delete(_git.PathOf(PathOf(19_998)));
        using var repository = GitRepository.Open(_git.Root)!;

        var fork = repository.MergeBase(repository.Head!, repository.Resolve("main")!);

        Assert.Equal(_git.Git("merge-base", "HEAD", "main"), fork);
        Assert.Equal("commit 9000", _git.Git("log", "-1", "--format=%s", fork!));
        Assert.Equal(
            [PathOf(3), PathOf(10_007), PathOf(19_998), PathOf(19_999), "folder-new/kernel.cu"],
            repository.ChangedSince(fork!)
        );
    }

    private static string PathOf(int file) => $"folder-{file / 100:000}/file-{file % 100:00}.cu";

    // A commit with all files, one change in each further one, and a branch with two changes and a file of its own.
    private static string History()
    {
        var text = new StringBuilder();
        for (var i = 1; i <= Commits; i++)
        {
            Commit(text, "main", $"commit {i}", i);
            if (i == 1)
            {
                for (var file = 0; file < Files; file++)
                    Content(text, PathOf(file), $"file {file}\n");
            }
            else
                Content(text, PathOf(i), $"file {i} of commit {i}\n");
            if (i == Fork)
                text.Append("reset refs/heads/topic\nfrom refs/heads/main\n\n");
        }

        Commit(text, "topic", "three", Commits + 1);
        Content(text, PathOf(3), "changed\n");
        Commit(text, "topic", "ten thousand and seven, and a new one", Commits + 2);
        Content(text, PathOf(10_007), "changed\n");
        Content(text, "folder-new/kernel.cu", "new\n");
        return text.ToString();
    }

    private static void Commit(StringBuilder text, string branch, string message, int second)
    {
        text.Append($"commit refs/heads/{branch}\n");
        text.Append($"committer A. Tester <tester@example.org> {1_700_000_000 + second} +0000\n");
        text.Append($"data {message.Length}\n{message}\n");
    }

    private static void Content(StringBuilder text, string path, string content) =>
        text.Append($"M 100644 inline {path}\ndata {content.Length}\n{content}\n");
}
