using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Tests.Builds;

/// <summary>A build compiles with the nvcc that <c>perfgate env</c> names, where a machine has several.</summary>
public sealed class NvccOrderTests : IDisposable
{
    private readonly BuildFixture _build = new();

    public NvccOrderTests()
    {
        _build.Folder.Plan(DeviceKind.Cuda, new PlannedModule("kernels/plain.cu", ModuleKind.Kernels, "", ["plain"]));
        // None of them compiles: what counts is which one was asked for its version.
        foreach (var place in (string[])["home", "path", "onpath", "chosen"])
        {
            var folder = place == "onpath" ? place : $"{place}/bin";
            _build.Folder.Script(
                $"{folder}/nvcc",
                $"echo {place} >> '{_build.Folder.At("asked")}'\necho 'no compiler' >&2\nexit 1\n"
            );
        }
    }

    public void Dispose() => _build.Dispose();

    [Theory]
    [InlineData("home", "CUDA_HOME", true, true, false)]
    [InlineData("path", "CUDA_PATH", false, true, false)]
    [InlineData("onpath", "PATH", false, false, false)]
    [InlineData("chosen", "PerfGateNvcc", true, true, true)]
    public async Task The_build_asks_the_nvcc_that_the_toolkits_rule_names_and_no_other(
        string place, string foundBy, bool hasHome, bool hasPath, bool isChosen)
    {
        var chosen = isChosen ? _build.Folder.At("chosen/bin/nvcc") : null;
        Dictionary<string, string?> variables = new()
        {
            ["CUDA_HOME"] = hasHome ? _build.Folder.At("home") : null,
            ["CUDA_PATH"] = hasPath ? _build.Folder.At("path") : null,
            ["PATH"] = $"{_build.Folder.At("onpath")}:{Environment.GetEnvironmentVariable("PATH")}",
            [CudaToolkit.Variable] = null,
        };
        // What perfgate env and the measurement take.
        var named = CudaToolkit.Find(name => variables.GetValueOrDefault(name), chosen);

        using var build = Programs.Start(
            "dotnet",
            [
                "msbuild", "kernels/kernels.csproj", "-t:PerfGateCompile", "-p:PerfGateDevice=cuda",
                "-p:PerfGateArchitectures=sm_90a", "-v:m", "-tl:off", "-nodeReuse:false",
                .. chosen is null ? (string[])[] : [$"-p:PerfGateNvcc={chosen}"],
            ],
            _build.Folder.Root,
            variables
        );
        var result = await build.ResultAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal(foundBy, named!.FoundBy);
        Assert.True(File.Exists(_build.Folder.At("asked")), result.Text);
        Assert.Equal([place], File.ReadAllLines(_build.Folder.At("asked")).Distinct());
        Assert.EndsWith($"/{place}{(place == "onpath" ? "" : "/bin")}/nvcc", named.Nvcc, StringComparison.Ordinal);
    }
}
