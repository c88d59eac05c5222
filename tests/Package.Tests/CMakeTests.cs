using System.Text.RegularExpressions;

namespace PerfGate.Package.Tests;

/// <summary>The recipe of docs/cmake.md, as it stands there.</summary>
public sealed partial class CMakeTests : IDisposable
{
    private readonly Packages _packages;
    private readonly Consumer _user;

    public CMakeTests(Packages packages)
    {
        _packages = packages;
        _user = new(packages);
        _user.Kernel("kernels", "silu");
        _user.Project("kernels/kernels.csproj", Consumer.PackageAndKernels);
    }

    public static bool HasCMake => OnPath("cmake");

    public static bool HasMake => OnPath("make");

    [Fact(SkipUnless = nameof(HasCMake), Skip = "needs cmake")]
    public async Task A_target_of_cmake_runs_the_gate()
    {
        _user.Write("CMakeLists.txt", Block("cmake"));

        var configured = await _user.RunAsync(
            "cmake",
            "",
            "-B",
            "build",
            $"-DPERFGATE={_packages.Tool}",
            "-G",
            "Unix Makefiles"
        );
        Assert.True(configured.ExitCode == 0, configured.Text);
        var gated = await _user.RunAsync("cmake", "", "--build", "build", "--target", "perfgate");

        // The base is looked for in git, which is not here: the measurement is all there is.
        Assert.True(gated.ExitCode == 0, gated.Text);
        Assert.Contains("PerfGate ran 1 case.", gated.Text, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasMake), Skip = "needs make")]
    public async Task A_target_of_make_calls_the_command()
    {
        _user.Write("Makefile", Block("make"));

        var planned = await _user.RunAsync("make", "", "-n", "perfgate", "perfgate-refresh");

        Assert.Equal("perfgate gate kernels\nperfgate refresh kernels\n", planned.Output);
    }

    public void Dispose() => _user.Dispose();

    private static string Block(string language) =>
        CodeBlock()
            .Matches(File.ReadAllText(Checkout.PathOf("docs/cmake.md")))
            .Single(m => m.Groups[1].Value == language)
            .Groups[2]
            .Value;

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(f => File.Exists(Path.Combine(f, program)));

    [GeneratedRegex(@"(?ms)^```(\w+)\n(.*?)^```$")]
    private static partial Regex CodeBlock();
}
