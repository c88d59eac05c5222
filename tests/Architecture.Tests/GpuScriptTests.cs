using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PerfGate.Architecture.Tests;

/// <summary>The scripts of <c>tests/gpu</c>, as far as they can be tested without a GPU.</summary>
public sealed partial class GpuScriptTests
{
    public static TheoryData<string> Patches { get; } =
    [
        .. Directory
            .EnumerateFiles(Checkout.PathOf("tests/gpu"), "*.patch", SearchOption.AllDirectories)
            .Select(p => Path.GetRelativePath(Checkout.Root, p)),
    ];

    /// <summary>Engines that figures are compared with are made of this one, by patches.</summary>
    [Theory]
    [MemberData(nameof(Patches))]
    public void The_engine_of_a_patch_can_be_made_of_this_one(string patch)
    {
        var start = new ProcessStartInfo("git", ["apply", "--check", patch])
        {
            WorkingDirectory = Checkout.Root,
            RedirectStandardError = true,
        };
        using var git = Process.Start(start)!;
        var errors = git.StandardError.ReadToEnd();
        git.WaitForExit();

        Assert.True(git.ExitCode == 0, $"{patch} needs to follow the code:\n{errors}");
    }

    [Fact]
    public void The_table_of_the_scripts_has_each_of_them()
    {
        var folder = Checkout.PathOf("tests/gpu");
        var there = Directory
            .EnumerateFiles(folder, "*.sh", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f))
            .Where(f => Path.GetFileName(f) != "common.sh");
        var listed = Row().Matches(File.ReadAllText(Path.Combine(folder, "README.md"))).Select(m => m.Groups[1].Value);

        Assert.Equal(there.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `([^` ]+\.sh)", RegexOptions.Multiline)]
    private static partial Regex Row();
}
