using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Bisecting;
using PerfGate.Runner.Git;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References.Bases;
using PerfGate.Runner.Tests.Benchmarks;
using PerfGate.Runner.Tests.Git;
using PerfGate.Runner.Tests.Measuring;

namespace PerfGate.Runner.Tests.References.Bisecting;

public sealed class InterleavedCommitTrialTests : IDisposable
{
    private readonly TemporaryRepository _made = new();

    public void Dispose() => _made.Dispose();

    [Fact]
    public async Task A_trial_takes_its_samples_by_the_settings_that_the_policy_gives_the_case()
    {
        // The good commit states 2 %, the bad one 30 %: the stricter counts, as for the judge.
        Write("2");
        var good = _made.CommitAll("good");
        _made.Write(
            ManifestFolder.Manifest,
            ManifestFolder.Good.Replace("\"tolerance\": 0.02", "\"tolerance\": 0.3", StringComparison.Ordinal)
        );
        _made.Write("kernels/softmax.cu", "__global__ void softmax_rows(const float* x, float* y, int n) { }");
        var bad = _made.CommitAll("bad");
        var launcher = new ScriptedLauncher(Complete);
        var trial = new InterleavedCommitTrial(
            new(_made.Root, [_made.PathOf(ManifestFolder.Manifest)], _made.Beside("cache"), new Compiler()),
            good,
            "softmax/N=256",
            DeviceKind.Host,
            new()
            {
                Overrides =
                [
                    new() { Case = "softmax/*", AbsoluteFloorNs = 7 },
                    new() { Case = "*", Cache = CacheState.Hot },
                ],
            },
            launcher,
            new SilentProgress(),
            _made.Beside("work")
        );

        var tried = await trial.TryAsync(
            new GitCommit(bad, "bad", "someone", DateTimeOffset.UnixEpoch),
            null,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(TrialKind.Measured, tried.Kind);
        var jobs = launcher.Jobs.Where(j => j.Mode == WorkerMode.Trial).ToArray();
        Assert.NotEmpty(jobs);
        Assert.All(jobs, j => Assert.Equal(new(0.02, 7, CacheState.Hot), j.SettingsOf("softmax/N=256")));
    }

    private void Write(string body)
    {
        _made.Write(ManifestFolder.Manifest, ManifestFolder.Good);
        _made.Write(
            "kernels/softmax.cu",
            $"__global__ void softmax_rows(const float* x, float* y, int n) {{ y[0] = {body}; }}"
        );
        _made.Write("kernels/softmax.ref.cpp", "void softmax_reference(const double* x, double* y, int m, int n) {}");
    }

    private static WorkerExit Complete(WorkerJob job)
    {
        WorkerResult result = new()
        {
            DeviceName = "host",
            DeviceSlug = "host",
            DeviceMemoryBytes = 8_000_000_000,
            Clock = "host",
        };
        return new(
            WorkerOutcome.Completed,
            null,
            null,
            job.Mode != WorkerMode.Trial
                ? result
                : result with
                {
                    Cases =
                    [
                        .. job.Cases.Select(c => new CaseResult
                        {
                            Name = c,
                            Status = CaseStatus.Measured,
                            Samples = [1100 + job.Run, 1101 + job.Run],
                            ReferenceSamples = [1000, 1001],
                        }),
                    ],
                },
            1
        );
    }

    // Its machine code is the source's text.
    private sealed class Compiler : IBaseCompiler
    {
        public Task<CompiledBase> CompileAsync(
            string root,
            ImmutableArray<string> manifests,
            ImmutableArray<string> cases,
            string output,
            CancellationToken cancellation
        )
        {
            Directory.CreateDirectory(output);
            var kernels = Path.Combine(output, "kernels.json");
            CompiledModule module = new()
            {
                Source = "kernels/softmax.cu",
                Kind = ModuleKind.Kernels,
                Defines = "ELEMENT=float;TILE=32",
                Architecture = "host",
                Binary = "softmax.so",
                Kernels =
                [
                    new()
                    {
                        Name = "softmax_rows",
                        Symbol = "softmax_rows",
                        Line = 1,
                        CodeHash = Hash(Path.Combine(root, "kernels/softmax.cu")),
                    },
                ],
            };
            JsonFile.Write(
                kernels,
                new CompiledKernels
                {
                    Device = DeviceKind.Host,
                    Compiler = new("g++", "12", ""),
                    Modules = [module],
                },
                PerfGateJson.Default.CompiledKernels
            );
            return Task.FromResult(new CompiledBase(new(root, manifests, kernels), cases, null));
        }

        private static string Hash(string path) =>
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
    }
}
