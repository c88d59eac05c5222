using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Commands;

namespace PerfGate.Runner.Tests.Commands;

/// <summary>
/// Paths of the command line where no such file can be: an error that names them, and nothing is written.
/// </summary>
public sealed class UnusablePathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("PG9001", "nosuch.json", "baseline", "update", "--output", "out", "--policy", "nosuch.json")]
    [InlineData("PG9015", "folder", "baseline", "update", "--output", "out", "--policy", "folder")]
    [InlineData("PG4015", "nosuch.json", "baseline", "show", "nosuch.json")]
    [InlineData("PG9001", "loop", "baseline", "show", "loop")]
    [InlineData("PG9015", "folder", "compare", "folder", "runs.txt")]
    [InlineData("PG9001", "loop", "compare", "loop", "runs.txt")]
    [InlineData("PG9010", "binary", "compare", "binary", "runs.txt")]
    [InlineData("PG9013", "1e400%", "compare", "runs.txt", "others.txt", "--tolerance", "1e400%")]
    [InlineData("PG9013", "-1%", "compare", "runs.txt", "others.txt", "--tolerance=-1%")]
    public async Task It_is_named_with_what_is_wrong(string code, string named, params string[] arguments)
    {
        Directory.CreateDirectory(_folder.PathOf("folder"));
        Directory.CreateDirectory(_folder.PathOf("out"));
        File.Copy(Checkout.PathOf("docs/data/kernels-h200/measurement.json"), _folder.PathOf("out/measurement.json"));
        File.CreateSymbolicLink(_folder.PathOf("loop"), "loop");
        File.WriteAllBytes(_folder.PathOf("binary"), [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0]);
        File.WriteAllText(_folder.PathOf("runs.txt"), "1 2 3\n4 5 6\n");
        File.WriteAllText(_folder.PathOf("others.txt"), "1 2 3\n4 5 7\n");
        var before = Directory.GetFileSystemEntries(_folder.Root);

        var refused = await Assert.ThrowsAsync<PerfGateException>(() =>
            CommandLine
                .Create()
                .Parse([.. arguments.Select(Absolute), .. Root(arguments)])
                .InvokeAsync(new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken)
        );

        var error = refused.Diagnostics[0];
        Assert.Equal((code, ExitCode.Usage), (error.Code, refused.ExitCode));
        Assert.Contains(named, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Root));
    }

    private static string[] Root(string[] arguments) => arguments[1] == "update" ? ["--root", "."] : [];

    private string Absolute(string argument) =>
        Path.Exists(_folder.PathOf(argument)) || argument.EndsWith(".json", StringComparison.Ordinal)
            || argument == "loop"
            ? _folder.PathOf(argument)
            : argument;
}
