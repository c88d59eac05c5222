namespace PerfGate.Package.Tests;

/// <summary>A project in a folder with blanks, the package, and the command <c>perfgate</c>.</summary>
public sealed class FirstUseTests : IDisposable
{
    private const int Columns = 80;

    private readonly Consumer _user;

    public FirstUseTests(Packages packages)
    {
        _user = new(packages);
        _user.Kernel("my kernels", "silu");
        _user.Project("my kernels/my_kernel.csproj", Consumer.PackageAndKernels);
    }

    public static bool HasTerminal => File.Exists("/usr/bin/script");

    [Fact]
    public async Task A_wrong_kernel_fails_the_tool_with_the_gates_own_exit_code()
    {
        var kernel = _user.PathOf("my kernels/silu.cu");
        File.WriteAllText(kernel, File.ReadAllText(kernel).Replace("1.0f +", "2.0f +", StringComparison.Ordinal));

        var gated = await _user.ToolAsync("", ["gate", "my kernels", "-c", "Release", .. Consumer.Briefly]);

        Assert.Equal(4, gated.ExitCode);
        Assert.Contains("silu.cu(2): error PG3002: silu/N=4096", gated.Output, StringComparison.Ordinal);
        Assert.Contains("my_kernel -> Incorrect: 1 case is incorrect.", gated.Output, StringComparison.Ordinal);
    }

    [Theory(SkipUnless = nameof(HasTerminal), Skip = "needs script, of util-linux")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_table_fits_a_terminal_of_80_columns(bool withTheTool)
    {
        var gate = withTheTool ? $"'{_user.Tool}' gate" : "dotnet build -t:PerfGate -tl:off";
        var gated = await _user.RunAsync(
            "script",
            "my kernels",
            "-qec",
            $"stty cols {Columns}; {gate} {string.Join(' ', Consumer.Briefly)}",
            "/dev/null"
        );

        var lines = gated.Output.Split('\n');
        var head = Array.FindIndex(lines, l => l.Contains("verdict", StringComparison.Ordinal));
        Assert.True(head >= 0, gated.Text);
        Assert.All(lines[head..(head + 3)], l => Assert.InRange(l.TrimEnd().Length, 1, Columns));
        Assert.Contains("new", lines[head + 2], StringComparison.Ordinal);
    }

    public void Dispose() => _user.Dispose();
}
