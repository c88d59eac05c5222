namespace PerfGate.Runner.Tests.Git;

/// <summary>A git repository of a test's own, made with git itself and gone with the test.</summary>
internal sealed class TemporaryRepository : IDisposable
{
    private readonly string _home;

    public TemporaryRepository(string branch = "main")
    {
        _home = Directory.CreateTempSubdirectory("perfgate git ").FullName;
        Root = Path.Combine(_home, "a repository");
        Directory.CreateDirectory(Root);
        Git("init", "--quiet", $"--initial-branch={branch}");
    }

    private TemporaryRepository(string home, string root) => (_home, Root) = (home, root);

    /// <summary>The work tree.</summary>
    public string Root { get; }

    /// <summary>A folder beside the work tree, for clones and linked work trees.</summary>
    public string Beside(string name) => Path.Combine(_home, name);

    public string PathOf(string file) => Path.Combine(Root, file);

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    /// <summary>Writes a file and commits everything.</summary>
    /// <returns>The commit's full SHA.</returns>
    public string Commit(string file, string text, string message = "work")
    {
        Write(file, text);
        return CommitAll(message);
    }

    public string CommitAll(string message = "work")
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--allow-empty", "--message", message);
        return Git("rev-parse", "HEAD");
    }

    /// <summary>Clones this repository into a folder beside it.</summary>
    public TemporaryRepository Clone(string name, params string[] options)
    {
        Git(["clone", "--quiet", .. options, new Uri(Root).AbsoluteUri, Beside(name)]);
        return new(_home, Beside(name));
    }

    /// <summary>Runs git in the work tree, without the settings of whoever runs the tests.</summary>
    public string Git(params string[] arguments)
    {
        var git = Programs.Run(
            "git",
            arguments,
            Root,
            [
                new("GIT_CONFIG_GLOBAL", "/dev/null"),
                new("GIT_CONFIG_NOSYSTEM", "1"),
                new("GIT_AUTHOR_NAME", "A. Tester"),
                new("GIT_COMMITTER_NAME", "A. Tester"),
                new("GIT_AUTHOR_EMAIL", "tester@example.org"),
                new("GIT_COMMITTER_EMAIL", "tester@example.org"),
                new("GIT_ALLOW_PROTOCOL", "file"),
            ]);
        return git.ExitCode == 0
            ? git.Output.Trim()
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {git.Error}");
    }

    public void Dispose()
    {
        if (!Directory.Exists(_home))
            return;
        // git writes its objects read-only, which stops a deletion on Windows.
        foreach (var file in new DirectoryInfo(_home).EnumerateFiles("*", SearchOption.AllDirectories))
            file.Attributes = FileAttributes.Normal;
        Directory.Delete(_home, recursive: true);
    }
}
