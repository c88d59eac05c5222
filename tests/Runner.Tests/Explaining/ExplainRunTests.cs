using PerfGate.Core.Devices;
using PerfGate.Core.Explaining;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Kernels;
using PerfGate.Core.Policy;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Explaining;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Explaining;

/// <summary>Both sides of a case, with a script in ncu's place that gives recorded counters.</summary>
public sealed class ExplainRunTests : IDisposable
{
    private const string Capability = "8.9";

    private readonly ManifestFolder _ours = new();
    private readonly ManifestFolder _theirs = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_counters_of_both_sides_meet_by_the_kernels_symbol()
    {
        var run = Run(
            $"case \"$*\" in *'{_theirs.Root}'*) side=fast ;; *) side=slow ;; esac; cp '{Data}/'$side.csv \"$log\""
        );

        var explained = await run.OfAsync(
            Side(_ours, "a"),
            Side(_theirs, "b"),
            2.5,
            TestContext.Current.CancellationToken
        );

        Assert.Null(run.NoCounters);
        Assert.StartsWith(
            "softmax_rows is slower because of bank conflicts in shared memory: ",
            explained.Sentences[0].Text,
            StringComparison.Ordinal
        );
        Assert.True(explained.Bounded);
        var kernel = Assert.Single(explained.Kernels);
        var time = kernel.Counters.Single(c => c.Name == NcuMetrics.Time);
        Assert.True(time.Candidate > 2 * time.Reference);
        // There is no such cubin, whether or not a disassembler is there.
        Assert.NotNull(kernel.NoCode);
        Assert.Equal("kernels/softmax.cu", explained.Source!.File);
    }

    [Fact]
    public async Task What_runs_the_same_code_is_not_counted()
    {
        var run = Run("exit 1");

        var explained = await run.OfAsync(
            Side(_ours, "a"),
            Side(_theirs, "a"),
            null,
            TestContext.Current.CancellationToken
        );

        Assert.Equal([Explanation.Nothing], explained.Sentences.Select(s => s.Text));
        Assert.Empty(Calls);
    }

    [Fact]
    public async Task Forbidden_counters_are_told_and_not_asked_for_again()
    {
        var run = Run("echo '==ERROR== ERR_NVGPUCTRPERM'; exit 1");

        for (var i = 0; i < 2; i++)
        {
            var explained = await run.OfAsync(
                Side(_ours, "a"),
                Side(_theirs, "b"),
                1.5,
                TestContext.Current.CancellationToken
            );

            Assert.StartsWith(
                "There are no counters: the driver lets only",
                explained.Sentences[0].Text,
                StringComparison.Ordinal
            );
            Assert.False(explained.Bounded);
        }

        Assert.Single(Calls);
        Assert.Contains("ERR_NVGPUCTRPERM", run.NoCounters, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_launch_that_changed_is_told()
    {
        _theirs.Write(
            ManifestFolder.Manifest,
            ManifestFolder.Good.Replace("[\"THREADS\"]", "[128]", StringComparison.Ordinal)
        );

        var explained = await new ExplainRun(null, "there is no ncu", Capability, _folder.Root).OfAsync(
            Side(_ours, "a"),
            Side(_theirs, "a"),
            null,
            TestContext.Current.CancellationToken
        );

        Assert.Contains(
            "The launch of softmax_rows changed: 4096 blocks of 256 threads, where the reference has 4096 blocks of "
                + "128 threads.",
            explained.Sentences.Select(s => s.Text)
        );
    }

    [Fact]
    public async Task The_launches_that_a_command_counts_stand_for_it()
    {
        // The recording has other kernels, too, as a real program has.
        var run = Run(
            $"case \"$*\" in *'--launch-skip 1 --launch-count 3 '*bench.sh*) pwd > '{_folder.PathOf("folder")}'; "
                + $"side=slow ;; *) side=fast ;; esac; cp '{Data}/'$side.csv \"$log\""
        );

        var explained = await run.OfAsync(
            Side(_ours, "a"),
            Command("{ \"kernels\": \"tile?\" }"),
            0.4,
            TestContext.Current.CancellationToken
        );

        Assert.Null(run.NoCounters);
        Assert.True(explained.HasCounters);
        var time = Assert.Single(explained.Kernels).Counters.Single(c => c.Name == NcuMetrics.Time);
        Assert.Equal(
            NcuCsv
                .Read(File.ReadAllText(Path.Combine(Data, "slow.csv")), "slow.csv")
                .Where(l => l.Kernel == "tiled")
                .Average(l => l.Metrics[NcuMetrics.Time].Value),
            time.Reference!.Value,
            1e-6
        );
        Assert.EndsWith(
            "/kernels",
            (await File.ReadAllTextAsync(_folder.PathOf("folder"), TestContext.Current.CancellationToken)).TrimEnd(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("{ \"kernels\": \"flash*\" }", "none of its launches has a symbol that fits kernels flash*")]
    [InlineData("{ \"kernels\": [\"tiled\", \"!t*\"] }", "none of its launches has a symbol that fits")]
    [InlineData("\"wall\"", "it is measured by wall time, which has no counters")]
    public async Task A_command_that_cannot_be_counted_is_named(string measure, string why)
    {
        var run = Run($"cp '{Data}/fast.csv' \"$log\"");

        var explained = await run.OfAsync(
            Side(_ours, "a"),
            Command(measure),
            0.4,
            TestContext.Current.CancellationToken
        );

        Assert.StartsWith("the command of torch/N=1024 was not counted: ", run.NoCounters, StringComparison.Ordinal);
        Assert.Contains(why, run.NoCounters, StringComparison.Ordinal);
        Assert.False(explained.HasCounters);
    }

    [Theory]
    [InlineData(null, null, "there is no verdict")]
    [InlineData(CaseVerdict.Regression, ExplainPolicy.Never, "explain is \"never\"")]
    [InlineData(CaseVerdict.Pass, null, "no case is a proven regression")]
    [InlineData(CaseVerdict.Inconclusive, null, "no case is a proven regression")]
    [InlineData(CaseVerdict.Regression, null, "nothing counts there")]
    public void The_gate_explains_by_itself_only_what_it_should(CaseVerdict? verdict, ExplainPolicy? policy, string why)
    {
        var judged = verdict is { } said
            ? new Verdict
            {
                Outcome = Outcome.Regression,
                Summary = "1 case is slower.",
                Reference = new() { Kind = ReferenceKind.Base, Reason = "the base" },
                Cases =
                [
                    new()
                    {
                        Name = "softmax/N=1024",
                        Verdict = said,
                        Reason = "it is",
                    },
                ],
                Policy = new() { Explain = policy },
            }
            : null;
        var request = new ExplainRequest(
            new()
            {
                Root = _ours.Root,
                Manifests = [],
                Output = _folder.Root,
                WorkFolder = _folder.Root,
                Override = p => p,
            },
            Catalog(_ours, "a", DeviceKind.Host),
            judged
        );

        Assert.Contains(why, request.WhyNotAutomatic(), StringComparison.Ordinal);
    }

    private ExplainSide Command(string measure)
    {
        _theirs.Write(
            "kernels/torch.bench.json",
            $$"""
            { "schemaVersion": 1, "benchmarks": [ { "name": "torch", "axes": { "N": [1024] },
              "command": ["./bench.sh"], "measure": {{measure}}, "warmUp": 1 } ] }
            """
        );
        return new(
            Catalog(_theirs, "b", DeviceKind.Cuda),
            _theirs.Load(ManifestFolder.Cuda, "kernels/torch.bench.json").Cases[0],
            _theirs.Root,
            []
        );
    }

    private static string Data => Path.Combine(Checkout.Root, "tests", "data", "explain");

    private string[] Calls => File.Exists(_folder.PathOf("calls")) ? File.ReadAllLines(_folder.PathOf("calls")) : [];

    private ExplainRun Run(string body)
    {
        var ncu = _folder.Write(
            "ncu",
            $"""
            #!/bin/bash
            echo called >> '{_folder.PathOf("calls")}'
            for word; do [ "$before" = --log-file ] && log=$word; before=$word; done
            {body}
            """
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(ncu, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new(new NsightCompute(ncu), null, Capability, _folder.PathOf("work"));
    }

    private static ExplainSide Side(ManifestFolder folder, string code) =>
        new(
            Catalog(folder, code, DeviceKind.Cuda),
            folder.Load(ManifestFolder.Cuda).Cases[0],
            folder.Root,
            [Path.Combine(folder.Root, ManifestFolder.Manifest)]
        );

    private static KernelCatalog Catalog(ManifestFolder folder, string code, DeviceKind device)
    {
        var path = Path.Combine(folder.Root, $"kernels-{code}.json");
        JsonFile.Write(
            path,
            new CompiledKernels
            {
                Device = device,
                Compiler = new("nvcc", "13.0", ""),
                Modules =
                [
                    new()
                    {
                        Source = "kernels/softmax.cu",
                        Kind = ModuleKind.Kernels,
                        Defines = folder.Load(ManifestFolder.Cuda).Cases[0].Defines,
                        Architecture = "sm_89",
                        Binary = "softmax.cubin",
                        Kernels =
                        [
                            new()
                            {
                                Name = "softmax_rows",
                                // A kernel of the recordings.
                                Symbol = "tiled",
                                Line = 2,
                                CodeHash = new(code[0], 64),
                            },
                        ],
                    },
                ],
            },
            PerfGateJson.Default.CompiledKernels
        );
        return KernelCatalog.Read(path);
    }
}
