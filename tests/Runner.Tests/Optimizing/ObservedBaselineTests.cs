using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Optimizing;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Optimizing;

/// <summary>Commands as baselines: what is refused before anything runs, and what goes into the archive.</summary>
public sealed class ObservedBaselineTests : IDisposable
{
    private const string Torch = "kernels/observed/torch.bench.json";

    private readonly ManifestFolder _folder = new();

    public ObservedBaselineTests()
    {
        _folder.Write(
            Torch,
            """
            { "schemaVersion": 1, "benchmarks": [
              { "name": "torch", "axes": { "N": [1024, 4096] }, "measure": { "kernels": "softmax*" },
                "command": { "run": ["sh", "bench.sh", "{N}"], "cache": "cold" },
                "requires": { "command": ["sh", "versions.sh"] } },
              { "name": "missing", "axes": { "N": [1024] }, "command": "sh bench.sh", "measure": { "kernels": "a*" },
                "requires": { "command": ["sh", "-c", "echo no PyTorch; exit 1"] } },
              { "name": "wall", "axes": { "N": [1024] }, "command": "sh bench.sh" },
              { "name": "other_wall", "axes": { "N": [1024] }, "command": "sh bench.sh 2" } ] }
            """
        );
        _folder.Write("kernels/observed/bench.sh", "#!/bin/sh\nexit 0\n");
        _folder.Write("kernels/observed/versions.sh", "echo a warning >&2; echo Torch 2.11\n");
        _folder.Write("kernels/observed/helper.sh", "# what bench.sh reads\n");
        _folder.Write("kernels/observed/notes.txt", "not a script\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("softmax", "torch")]
    [InlineData("wall", "other_wall")]
    public void Sides_of_one_kind_are_compared(string candidate, string baseline) =>
        ComparedBenchmarks.Require(Suite(ManifestFolder.Cuda), candidate, [baseline]);

    [Theory]
    [InlineData("softmax", "missing", "PG2079", "no PyTorch")]
    [InlineData("softmax", "wall", "PG2083", "the wall time of a process with its start")]
    [InlineData("torhc", "wall", "PG2076", "did you mean torch?")]
    public void What_cannot_be_compared_is_told_before_anything_runs(
        string candidate,
        string baseline,
        string code,
        string words
    )
    {
        var refused = Assert.Throws<PerfGateException>(() =>
            ComparedBenchmarks.Require(Suite(ManifestFolder.Cuda), candidate, [baseline])
        );

        Assert.Equal(code, refused.Diagnostics[0].Code);
        Assert.Contains(words, refused.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_GPU_a_command_of_kernels_is_refused_with_the_reason()
    {
        var refused = Assert.Throws<PerfGateException>(() =>
            ComparedBenchmarks.Require(Suite(ManifestFolder.Host), "softmax", ["torch"])
        );

        Assert.Equal(("PG2079", ExitCode.Environment), (refused.Diagnostics[0].Code, refused.ExitCode));
        Assert.Contains(
            "it measures GPU work, and this is the host device",
            refused.Diagnostics[0].Message,
            StringComparison.Ordinal
        );
        Assert.Equal(Torch, refused.Diagnostics[0].Location!.File);
    }

    [Fact]
    public void The_files_of_a_command_are_its_scripts_and_what_they_may_import()
    {
        File.WriteAllBytes(Path.Combine(_folder.Root, "kernels/observed/built.sh"), [0x7F, .. "ELF"u8]);
        var command = Suite(ManifestFolder.Cuda).Require("torch/N=1024").Command!;
        var inShell = command with { Words = ["/bin/sh", "-c", "sh helper.sh | cat"], Needs = [] };

        string[] Names(CommandSpec of) =>
            [.. CommandFiles.Of(of, _folder.Root).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

        Assert.Equal(["bench.sh", "helper.sh", "versions.sh"], Names(command));
        Assert.Equal(["bench.sh", "helper.sh", "versions.sh"], Names(inShell));
        Assert.Empty(CommandFiles.Of(command, Path.Combine(_folder.Root, "kernels", "elsewhere")));
    }

    [Fact]
    public void An_archive_holds_the_scripts_and_says_observed()
    {
        var measured = Path.Combine(_folder.Root, "out");
        JsonFile.Write(Path.Combine(measured, "measurement.json"), Measured(), PerfGateJson.Default.Measurement);
        var claims = new PublicationWriter(
            new(
                _folder.Root,
                [.. ((string[])[ManifestFolder.Manifest, Torch]).Select(m => Path.Combine(_folder.Root, m))],
                Path.Combine(_folder.Root, "no.rsp"),
                ManifestFolder.Cuda with
                {
                    Slug = "nvidia-l4",
                },
                new()
            ),
            Nothing(),
            measured
        ).Write(new("softmax", "torch"), Path.Combine(measured, "publication"));

        var archive = PublishedArchive.Read(Path.Combine(measured, "publication", "artifact.zip"));
        Assert.Equal(["N=1024"], claims.Claims.Select(c => c.Shape));
        Assert.Contains(Torch, archive.Contents.Manifests);
        Assert.Contains("sources/kernels/observed/bench.sh", archive.Files.Keys);
        Assert.Contains("sources/kernels/observed/versions.sh", archive.Files.Keys);
        Assert.DoesNotContain("sources/kernels/observed/notes.txt", archive.Files.Keys);
        Assert.Contains(
            "torch (observed)",
            System.Text.Encoding.UTF8.GetString(archive.Files["REPORT.md"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_command_that_is_faster_by_less_than_the_clocks_share_is_found_to_be_faster()
    {
        // The command's 110 ns hold 20 ns of the clock; they are taken off, as off the kernel's 100 ns.
        var measured = Measured() with
        {
            Cases =
            [
                Case("softmax", 100, null) with
                {
                    ClockShare = 20,
                    Declaration = new()
                    {
                        Buffers = [],
                        Launches = [new("softmax", "1", "32", 0, "")],
                        Outputs = [],
                        Expected = new() { Kind = ExpectedKind.Nothing, Name = "" },
                    },
                },
                Case("torch", 110, new() { Measured = "kernels softmax*", Records = 12, Kernels = 1 }),
            ],
        };

        var found = BaselineChoice.Of(measured, ["softmax", "torch"], "N=1024");

        Assert.Equal(["torch", "softmax"], found.Select(b => b.Benchmark));
        Assert.All(found, b => Assert.False(b.WithClockShare));
        Assert.True(Assert.Single(BaselineChoice.Of(measured, ["torch"], "N=1024")).WithClockShare);
    }

    [Fact]
    public void No_baseline_with_a_time_is_an_error_that_names_each()
    {
        var refused = Assert.Throws<PerfGateException>(() =>
            BaselineChoice.Fastest(Measured(), ["torch", "missing"], "N=4096")
        );

        Assert.Equal("PG2082", refused.Diagnostics[0].Code);
        Assert.Contains(
            "torch: it does not have the shape; missing: ",
            refused.Diagnostics[0].Message,
            StringComparison.Ordinal
        );
    }

    private BenchmarkSuite Suite(Runner.Devices.DeviceFacts device) =>
        _folder.Load(device, ManifestFolder.Manifest, Torch);

    private KernelCatalog Nothing()
    {
        var path = Path.Combine(_folder.Root, "kernels.json");
        JsonFile.Write(
            path,
            new CompiledKernels
            {
                Device = DeviceKind.Cuda,
                Compiler = new("nvcc", "13.0", ""),
                Modules = [],
            },
            PerfGateJson.Default.CompiledKernels
        );
        return KernelCatalog.Read(path);
    }

    private static Measurement Measured() =>
        new()
        {
            StartedAt = DateTimeOffset.UnixEpoch,
            WallSeconds = 1,
            Environment = Environments.Of(DeviceKind.Cuda),
            Cases =
            [
                Case("softmax", 100, null),
                Case("torch", 140, new() { Measured = "kernels softmax*", Records = 12, Cache = "cold" }),
            ],
        };

    private static MeasuredCase Case(string benchmark, double ns, ObservedWork? observed) =>
        new()
        {
            Name = $"{benchmark}/N=1024",
            Benchmark = benchmark,
            Status = CaseStatus.Measured,
            Observed = observed,
            Runs =
            [
                .. Enumerable
                    .Range(0, 4)
                    .Select(i => new CaseRun { Run = i, Samples = [ns, ns + i, ns + (0.5 * i)] }),
            ],
        };
}
