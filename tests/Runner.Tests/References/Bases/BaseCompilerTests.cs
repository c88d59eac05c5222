using PerfGate.Core.Devices;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Tests.References.Bases;

/// <summary>What is said of a base whose build fails: a reason, and no error of the log that quotes it.</summary>
public sealed class BaseCompilerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_error_is_quoted_without_the_colon_that_would_make_it_one_of_this_build() =>
        Assert.EndsWith(
            "), error : a.cu(3): error: gone.h",
            await FailureAsync("""<Error Text="a.cu(3): error: gone.h" />"""),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_build_that_ends_without_an_error_is_named_by_its_exit_code_and_the_last_line_with_words()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "kills the build from a shell");

        Assert.Equal(
            "that build ended with exit code 137 and gave no error; its last line: last words",
            await FailureAsync(
                """<Message Importance="high" Text="last words%0a%0a" /><Exec Command="kill -9 $PPID" />"""
            )
        );
    }

    private async Task<string?> FailureAsync(string tasks)
    {
        var project = _folder.Write("base.proj", $"""<Project><Target Name="Build">{tasks}</Target></Project>""");
        var response = _folder.Write("base.rsp", $"\"{project}\"");

        var compiled = await new BaseCompiler(response, DeviceKind.Host).CompileAsync(
            _folder.Root, [], [], _folder.Root, TestContext.Current.CancellationToken);

        return compiled.Failure;
    }
}
