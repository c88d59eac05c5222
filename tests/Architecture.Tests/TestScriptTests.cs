using System.Diagnostics;

namespace PerfGate.Architecture.Tests;

/// <summary>
/// What <c>test.sh</c> does on machines that lack something. Each test makes such a machine: a folder with the only
/// programs that there are.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class TestScriptTests : IDisposable
{
    private static readonly string[] Basics =
    [
        "bash",
        "cat",
        "cmp",
        "cp",
        "dirname",
        "env",
        "mktemp",
        "rm",
        "sed",
        "tail",
        "tee",
    ];

    private readonly string _programs = Directory.CreateTempSubdirectory("perfgate-test-").FullName;
    private readonly string _calls;

    public TestScriptTests()
    {
        _calls = Path.Combine(_programs, "calls.txt");
        foreach (var name in Basics)
            File.CreateSymbolicLink(Path.Combine(_programs, name), Found(name));
        foreach (var name in (string[])["g++", "git", "node"])
            Program(name);
        Program("dotnet", "printf '  succeeded: 7\\n  failed: 0\\n  skipped: 2\\n'");
        Program("npm", "mkdir -p node_modules 2>/dev/null || true");
        User(0);
    }

    [Fact]
    public void Without_rights_it_names_what_is_missing_and_what_to_type()
    {
        User(1000);
        Program("apt-get");
        Program("shellcheck");

        var (code, text) = Run();

        Assert.Equal(2, code);
        Assert.Contains(
            "missing, and there are no rights to install them: chromium clang",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "type: sudo apt-get update && sudo apt-get install chromium clang",
            text,
            StringComparison.Ordinal
        );
        Assert.Empty(Calls("apt-get"));
    }

    [Fact]
    public void As_root_it_installs_what_is_missing_and_nothing_else()
    {
        Program("apt-get");
        Program("clang++");
        Program("google-chrome");

        var (code, text) = Run();

        Assert.Equal(0, code);
        Assert.Contains("installing shellcheck", text, StringComparison.Ordinal);
        Assert.Equal(["update -qq", "install -y -qq --no-install-recommends shellcheck"], Calls("apt-get"));
    }

    [Fact]
    public void With_sudo_it_installs_by_it()
    {
        User(1000);
        Program("apt-get");
        Program("sudo", "[ \"$1\" = -n ] && exit 0; exec \"$@\"");

        var (code, _) = Run();

        Assert.Equal(0, code);
        Assert.Equal(
            ["update -qq", "install -y -qq --no-install-recommends chromium shellcheck clang"],
            Calls("apt-get")
        );
    }

    [Fact]
    public void Without_apt_it_names_what_is_missing()
    {
        var (code, text) = Run();

        Assert.Equal(2, code);
        Assert.Contains("these are missing: chromium shellcheck clang", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dotnet", "the .NET 10 SDK")]
    [InlineData("g++", "a C++ compiler")]
    [InlineData("git", "git")]
    [InlineData("node", "Node.js")]
    public void What_it_does_not_install_is_named(string program, string named)
    {
        File.Delete(Path.Combine(_programs, program));

        var (code, text) = Run();

        Assert.Equal(2, code);
        Assert.Contains(named, text, StringComparison.Ordinal);
    }

    [Fact]
    public void It_runs_the_tests_and_says_how_many_there_were()
    {
        Complete();

        var (code, text) = Run();

        Assert.Equal(0, code);
        Assert.Equal(["test"], Calls("dotnet"));
        Assert.Contains("7 passed, 0 failed, 2 skipped", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_that_fails_fails_it()
    {
        Complete();
        Program("dotnet", "exit 2");

        Assert.Equal(1, Run().Code);
    }

    [Fact]
    public void The_fast_tier_needs_neither_node_nor_a_browser()
    {
        File.Delete(Path.Combine(_programs, "node"));
        File.Delete(Path.Combine(_programs, "npm"));

        var (code, _) = Run("fast");

        Assert.Equal(0, code);
        Assert.All(Calls("dotnet"), call => Assert.DoesNotContain("Browser", call, StringComparison.Ordinal));
    }

    [Fact]
    public void Shellcheck_has_nothing_against_it()
    {
        var lint = Start(
            "shellcheck",
            [Script, Path.Combine(Path.GetDirectoryName(Script)!, ".ci", "run")],
            Environment.GetEnvironmentVariable("PATH")!
        );

        Assert.Equal((0, ""), lint);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_programs, recursive: true);

    private static string Script => Path.Combine(RepositoryRoot(), "test.sh");

    private void Complete()
    {
        foreach (var name in (string[])["chromium", "shellcheck", "clang++"])
            Program(name);
    }

    private void User(int id) => Program("id", $"echo {id}");

    // A program that notes how it was called, and does what is asked.
    private void Program(string name, string does = "exit 0")
    {
        var path = Path.Combine(_programs, name);
        File.WriteAllText(path, $"#!{Found("bash")}\necho \"$*\" >> '{_calls}.{name}'\n{does}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string[] Calls(string name) => File.Exists($"{_calls}.{name}") ? File.ReadAllLines($"{_calls}.{name}") : [];

    // The script works where it lies: a copy, so that no test installs anything into this checkout.
    private (int Code, string Text) Run(params string[] arguments)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_programs, "checkout")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "tests", "github-contract", "node_modules"));
        File.WriteAllText(Path.Combine(folder, "tests", "github-contract", "package-lock.json"), "{}");
        File.Copy(Script, Path.Combine(folder, "test.sh"));
        return Start(Found("bash"), [Path.Combine(folder, "test.sh"), .. arguments], _programs);
    }

    private static (int Code, string Text) Start(string program, IEnumerable<string> arguments, string path)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = path;
        start.Environment.Remove("PERFGATE_CHROMIUM");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, text);
    }

    private static string Found(string name) => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name)).First(File.Exists);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Gate.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
