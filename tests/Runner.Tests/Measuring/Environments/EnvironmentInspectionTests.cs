using PerfGate.Core.Policy;
using PerfGate.Runner.Measuring.Environments;

namespace PerfGate.Runner.Tests.Measuring.Environments;

/// <summary>
/// What <c>perfgate env</c> finds of the host device. No other test runs beside: the search path is the process's.
/// </summary>
[Collection("alone")]
public sealed class EnvironmentInspectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        _folder.Dispose();
    }

    [Fact]
    public void Without_a_compiler_one_is_missing()
    {
        var found = Look();

        Assert.Equal("host", found.Device);
        Assert.Equal(("g++", CheckState.Missing), Compiler(found));
    }

    [Theory]
    [InlineData("g++")]
    [InlineData("clang++")]
    public void The_first_compiler_that_runs_is_named_with_its_version(string name)
    {
        var compiler = _folder.PathOf(name);
        File.WriteAllText(compiler, "#!/bin/sh\necho version 1\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(compiler, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var found = Look();

        Assert.Equal((name, CheckState.Ok), Compiler(found));
        Assert.Contains(found.Checks, c => c.Group == "compiler" && c.Detail == "version 1");
        Assert.Contains(found.Checks, c => c.Group == "clock" && c.State == CheckState.Ok);
    }

    [Theory]
    [InlineData(null, "C")]
    [InlineData("C", "C")]
    [InlineData("de_DE", "C (here it is de_DE)")]
    public void What_is_locked_in_workers_says_what_it_is_here_where_that_differs(string? here, string detail)
    {
        var locked = Assert.Single(Look(here).Checks, c => c.Name == "LC_ALL");

        Assert.Equal(new("locked in workers", "LC_ALL", CheckState.Lock, detail), locked);
    }

    private EnvironmentChecklist Look(string? language = null)
    {
        Environment.SetEnvironmentVariable("PATH", _folder.Root);
        return new EnvironmentInspection(name => name == "LC_ALL" ? language : null, ClockPolicy.Observe).Look("host");
    }

    private static (string, CheckState) Compiler(EnvironmentChecklist found)
    {
        var compiler = Assert.Single(found.Checks, c => c.Group == "compiler");
        return (compiler.Name, compiler.State);
    }
}
