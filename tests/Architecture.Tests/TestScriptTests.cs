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
        "awk",
        "sed",
    ];

    // What a project's tests print last.
    private const string Sums = "echo '  PerfGate.X  Total: 9, Errors: 0, Failed: 0, Skipped: 2, Not Run: 0, Time: 1s'";

    private readonly string _programs = Directory.CreateTempSubdirectory("perfgate-test-").FullName;
    private readonly string _calls;

    public TestScriptTests()
    {
        _calls = Path.Combine(_programs, "calls.txt");
        foreach (var name in Basics)
            File.CreateSymbolicLink(Path.Combine(_programs, name), Found(name));
        foreach (var name in (string[])["g++", "git", "node"])
            Program(name);
        Program("dotnet", Sums);
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
            "missing, and there are no rights to install them: chromium clang cmake make texlive-latex-base\n",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "type: sudo apt-get update && sudo apt-get install chromium clang cmake make texlive-latex-base",
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
        Program("make");
        Program("slurmd");
        Program("munged");

        var (code, text) = Run();

        Assert.Equal(0, code);
        const string packages = "shellcheck cmake texlive-latex-base slurmctld slurm-client";
        Assert.Contains($"installing {packages}\n", text, StringComparison.Ordinal);
        Assert.Equal(["update -qq", $"install -y -qq --no-install-recommends {packages}"], Calls("apt-get"));
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
            [
                "update -qq",
                "install -y -qq --no-install-recommends chromium shellcheck clang cmake make texlive-latex-base",
            ],
            Calls("apt-get")
        );
    }

    [Fact]
    public void Without_apt_it_names_what_is_missing()
    {
        var (code, text) = Run();

        Assert.Equal(2, code);
        Assert.Contains(
            "these are missing: chromium shellcheck clang cmake make texlive-latex-base "
                + "slurmctld slurmd slurm-client munge",
            text,
            StringComparison.Ordinal
        );
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
        Assert.Equal(
            "build -v:q -tl:off -p:AnalyseTests=false -p:UseSharedCompilation=true -p:PrecompileProduct=true",
            Calls("dotnet")[0]
        );
        Assert.Equal(
            [Tests("Browser"), Tests("Core"), Tests("Gate"), Tests("GitHub")],
            Calls("dotnet").Skip(1).Order(StringComparer.Ordinal)
        );
        Assert.Contains("28 passed, 0 failed, 8 skipped", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 1", "")]
    [InlineData("[ $1 = build ] || { echo '  Total: 9, Errors: 1, Failed: 2, Skipped: 2, Not Run: 0'; exit 1; }",
        "16 passed, 12 failed, 8 skipped")]
    [InlineData("case $1 in *Core.Tests.dll) ;; *) " + Sums + ";; esac", "the tests of Core did not run to their end")]
    public void A_build_or_a_test_that_fails_fails_it(string dotnet, string said)
    {
        Complete();
        Program("dotnet", dotnet);

        var (code, text) = Run();

        Assert.Equal(1, code);
        Assert.Contains(said, text, StringComparison.Ordinal);
    }

    [Fact]
    public void It_leaves_nothing_in_the_temporary_folder()
    {
        Complete();
        Program("dotnet", $": > \"${{TMPDIR:?}}/left\"; {Sums}");
        var temporary = Directory.CreateDirectory(Path.Combine(_programs, "temporary")).FullName;

        Assert.Equal(0, Run(temporary: temporary).Code);

        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary));
    }

    [Fact]
    public void The_fast_tier_needs_neither_node_nor_a_browser()
    {
        File.Delete(Path.Combine(_programs, "node"));
        File.Delete(Path.Combine(_programs, "npm"));

        var (code, _) = Run(tier: "fast");

        Assert.Equal(0, code);
        Assert.Equal(
            [Tests("Architecture"), Tests("Core"), Tests("GitHub")],
            Calls("dotnet").Skip(1).Order(StringComparer.Ordinal)
        );
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

    private static string Script => Checkout.PathOf("test.sh");

    private void Complete()
    {
        foreach (var name in (string[])["chromium", "shellcheck", "clang++", "cmake", "make", "pdflatex"])
            Program(name);
        foreach (var name in (string[])["slurmctld", "slurmd", "sbatch", "munged"])
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

    private static string Tests(string project) =>
        $"tests/{project}.Tests/bin/Debug/net10.0/PerfGate.{project}.Tests.dll -noColor -noLogo";

    // The script works where it lies: a copy, so that no test installs anything into this checkout.
    private (int Code, string Text) Run(string? tier = null, string? temporary = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_programs, "checkout")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "tests", "github-contract", "node_modules"));
        foreach (var project in (string[])["Browser", "Core", "Gate", "GitHub"])
            Directory.CreateDirectory(Path.Combine(folder, "tests", project + ".Tests"));
        File.WriteAllText(Path.Combine(folder, "tests", "github-contract", "package-lock.json"), "{}");
        File.Copy(Script, Path.Combine(folder, "test.sh"));
        return Start(
            Found("bash"),
            tier is null ? [Path.Combine(folder, "test.sh")] : [Path.Combine(folder, "test.sh"), tier],
            _programs,
            temporary);
    }

    private static (int Code, string Text) Start(
        string program, IEnumerable<string> arguments, string path, string? temporary = null)
    {
        var result = Programs.Run(
            program,
            arguments,
            variables: [
                new("PATH", path),
                new("OSTYPE", "linux-gnu"),
                new("PERFGATE_CHROMIUM", null),
                new("TMPDIR", temporary ?? Environment.GetEnvironmentVariable("TMPDIR")),
            ]);
        return (result.ExitCode, result.Text);
    }

    private static string Found(string name) => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name)).First(File.Exists);
}
