using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Core.Sanitizing;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Sanitizing;
using PerfGate.Runner.Tests.Devices.Cuda;

namespace PerfGate.Runner.Tests.Sanitizing;

/// <summary>
/// The planted errors of <c>tests/adversarial/sanitize</c> under the real compute-sanitizer. Skipped, by name, where
/// there is none.
/// </summary>
[Collection(CudaDeviceTests.Collection)]
public sealed class RealSanitizerTests : IDisposable
{
    private const string Source = "tests/adversarial/sanitize/planted.cu";
    private const string Manifest = "tests/adversarial/sanitize/planted.bench.json";

    private static readonly ImmutableArray<string> Kernels =
    [
        "writes_past_the_end",
        "races_in_shared_memory",
        "reads_what_nobody_wrote",
        "diverges_at_a_barrier",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-sanitize-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(SanitizerTool.Memcheck, "writes_past_the_end")]
    [InlineData(SanitizerTool.Racecheck, "races_in_shared_memory")]
    [InlineData(SanitizerTool.Initcheck, "reads_what_nobody_wrote")]
    [InlineData(SanitizerTool.Synccheck, "diverges_at_a_barrier")]
    public async Task A_planted_error_is_found_at_its_line(SanitizerTool tool, string kernel)
    {
        Gpu.Require();
        var report = await RunAsync(Sanitizer(), tool);

        var planted = report.Cases.Single(c => c.Name.StartsWith(kernel, StringComparison.Ordinal)).Tools.Single();
        Assert.True(planted.Status == ToolStatus.Findings, planted.Reason ?? planted.Status.ToString());
        Assert.Contains(planted.Findings, f => f.Source is { File: Source } at && LinesOf(tool).Contains(at.Line));
        Assert.Contains(
            SanitizeDiagnostics.Of(report),
            d => d.Code == "PG2020" && LinesOf(tool).Any(line => d.Location == new SourceLocation(Source, line))
        );
    }

    [Fact]
    public async Task What_one_tool_finds_is_no_concern_of_another()
    {
        Gpu.Require();
        var report = await RunAsync(Sanitizer(), SanitizerTool.Initcheck);

        Assert.All(
            report.Cases.Where(c => !c.Name.StartsWith("reads", StringComparison.Ordinal)),
            c => Assert.Equal(ToolStatus.Clean, c.Tools.Single().Status)
        );
    }

    private static ComputeSanitizer Sanitizer()
    {
        try
        {
            return ComputeSanitizer.Find(Environment.GetEnvironmentVariable);
        }
        catch (PerfGateException e)
        {
            Assert.Skip(e.Diagnostics[0].Message);
            throw;
        }
    }

    private static IReadOnlyList<int> LinesOf(SanitizerTool tool) =>
        [
            .. File.ReadLines(Path.Combine(Checkout.Root, Source))
                .Index()
                .Where(l => l.Item.EndsWith($"// {SanitizeDiagnostics.NameOf(tool)}", StringComparison.Ordinal))
                .Select(l => l.Index + 1),
        ];

    private async Task<SanitizeReport> RunAsync(ComputeSanitizer sanitizer, SanitizerTool tool)
    {
        var device = DeviceSelection.Choose("cuda");
        Gpu.CompileFile(
            Path.Combine(Checkout.Root, Source),
            Path.Combine(_folder, "planted.cubin"),
            "-lineinfo"
        );
        var path = Path.Combine(_folder, "kernels.json");
        JsonFile.Write(
            path,
            new()
            {
                Device = DeviceKind.Cuda,
                Compiler = new("nvcc", "of this machine", "-lineinfo"),
                Modules =
                [
                    new()
                    {
                        Source = Source,
                        Kind = ModuleKind.Kernels,
                        Defines = "",
                        Binary = "planted.cubin",
                        Architecture = $"sm_{device.ComputeCapability!.Replace(".", "", StringComparison.Ordinal)}",
                        Kernels =
                        [
                            .. Kernels.Select(k => new CompiledKernel
                            {
                                Name = k,
                                Symbol = k,
                                Line = 1,
                                CodeHash = new('0', 64),
                            }),
                        ],
                    },
                ],
            },
            PerfGateJson.Default.CompiledKernels
        );
        var manifest = Path.Combine(Checkout.Root, Manifest);
        var cases = ManifestLoader.Load([manifest], device, Checkout.Root).Cases;
        var launch = new SanitizedLaunch(
            sanitizer,
            [
                "dotnet",
                Path.Combine(AppContext.BaseDirectory, "perfgate.dll"),
                "launch",
                "--bare",
                "--times",
                "1",
                "--kernels",
                path,
                "--root",
                Checkout.Root,
                manifest,
            ],
            TimeSpan.FromSeconds(120)
        );
        using var run = new SanitizeRun(
            launch,
            new(Checkout.Root, _folder, [tool], Jobs: 2),
            KernelCatalog.Read(path),
            device.ComputeCapability
        );
        return new()
        {
            Selection = "a test",
            Cases = await run.RunAsync(
                [.. cases.Select(c => (c, c.SkipReason))],
                _ => { },
                TestContext.Current.CancellationToken
            ),
        };
    }
}
