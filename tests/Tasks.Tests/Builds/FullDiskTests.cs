using System.Text.RegularExpressions;
using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Tests.Builds;

/// <summary>A file system that is full while kernels are compiled: a small one, mounted for one process.</summary>
public sealed partial class FullDiskTests : IDisposable
{
    private const string Need = "the right to mount a file system (root, or user namespaces)";

    // Root needs no namespace of users, which it cannot have in a changed root; others can mount in one alone.
    private static readonly Lazy<string?> Mounting = new(
        () => OperatingSystem.IsLinux() ? new[] { "-m", "-rm" }.FirstOrDefault(CanMount) : null);

    private readonly BuildFixture _build = new();

    public static bool MayMount => Mounting.Value is not null;

    public void Dispose() => _build.Dispose();

    // Room for what is written before the compiler runs, and for less and more of what it writes.
    [Theory(SkipUnless = nameof(MayMount), Skip = Need)]
    [InlineData(40)]
    [InlineData(420)]
    public async Task A_full_disk_is_named_and_a_build_with_room_compiles_what_is_missing(int kilobytes)
    {
        _build.Folder.Plan(
            DeviceKind.Host,
            new PlannedModule("kernels/plain.cu", ModuleKind.Kernels, "", ["plain"]),
            new PlannedModule("kernels/large.cu", ModuleKind.Kernels, "", ["large"]));
        // Larger than what there is room for.
        _build.Folder.Write(
            "kernels/large.cu",
            "__device__ float table[1 << 18] = { 1 };\n__global__ void large(float* x)\n{\n    x[0] += table[0];\n}\n");
        const string compile =
            "dotnet msbuild kernels/kernels.csproj -t:PerfGateCompile -p:PerfGateDevice=host "
            + "-v:m -tl:off -nodeReuse:false";
        // What the first build left is what the second one finds.
        var script = $"""
            set -e
            cp kernels/obj/perfgate/plan.json plan.json
            mount -t tmpfs -o size={kilobytes}k tmpfs kernels/obj/perfgate
            cp plan.json kernels/obj/perfgate/plan.json
            {compile} && echo "first: passed" || echo "first: failed"
            find kernels/obj/perfgate -name '*.tmp' | sed 's/^/left: /'
            mount -o remount,size=64m kernels/obj/perfgate
            {compile} && echo "second: passed" || echo "second: failed"
            cat artifacts/perfgate/kernels.json
            """;

        var text = await RunAsync(script);

        Assert.Contains("first: failed", text, StringComparison.Ordinal);
        Assert.True(NoSpace().IsMatch(text), text);
        Assert.DoesNotContain("MSB4018", text, StringComparison.Ordinal);
        Assert.DoesNotContain("left: ", text, StringComparison.Ordinal);
        Assert.Contains("second: passed", text, StringComparison.Ordinal);
        var module = text[text.IndexOf("second: passed", StringComparison.Ordinal)..];
        Assert.Contains("\"plain\"", module, StringComparison.Ordinal);
        Assert.Contains("\"large\"", module, StringComparison.Ordinal);
    }

    [GeneratedRegex("error PG(1001|1003): .*No space left on device")]
    private static partial Regex NoSpace();

    private static bool CanMount(string option) =>
        Programs.Run("unshare", [option, "sh", "-c", "mount -t tmpfs -o size=4k tmpfs /tmp"], Path.GetTempPath(), [])
            .ExitCode == 0;

    private async Task<string> RunAsync(string script)
    {
        using var process = Programs.Start("unshare", [Mounting.Value!, "sh", "-c", script], _build.Folder.Root, []);
        return (await process.ResultAsync(TestContext.Current.CancellationToken)).Text;
    }
}
