using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;
using PerfGate.Core.Tests.Kernels;

namespace PerfGate.Tasks.Tests.Builds;

/// <summary>The targets, as a user's <c>dotnet build</c> runs them.</summary>
public sealed class GateTargetTests : IDisposable
{
    private readonly BuildFixture _build = new();

    public static bool HasCompiler => Compiling.HostCompileTests.HasCompiler;

    private const string Need = "needs g++ or clang++ on the PATH";

    public void Dispose() => _build.Dispose();

    [Fact]
    public async Task A_plain_build_starts_no_perfgate_and_compiles_no_kernel()
    {
        var (exit, output) = await _build.BuildAsync();

        Assert.True(exit == 0, output);
        Assert.Empty(_build.Calls);
        Assert.Empty(Directory.EnumerateFiles(_build.Folder.Root, "*.so", SearchOption.AllDirectories));
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task The_flow_runs_its_steps_in_order_with_the_users_settings()
    {
        var (exit, output) = await _build.BuildAsync(
            "-t:PerfGate",
            "-p:PerfGateDevice=host",
            "-p:PerfGateFilter=s*/N=[12]*",
            "-p:PerfGateRuns=7",
            "-p:PerfGateTolerance=0.02",
            "-p:PerfGateBase=HEAD~1"
        );

        Assert.True(exit == 0, output);
        Assert.Equal(["list", "run", "judge", "report"], _build.Calls.Select(c => c.Split(' ')[0]));
        Assert.Contains("--device host", _build.Calls[0], StringComparison.Ordinal);
        Assert.All(_build.Calls.Take(2), c => Assert.Contains("--filter s*/N=[12]* ", c, StringComparison.Ordinal));
        Assert.All(
            [
                "--runs 7",
                "--tolerance 0.02",
                "--base HEAD~1",
                "--clocks observe",
                "--reference auto",
                "plain.bench.json",
                "scale.bench.json",
            ],
            part => Assert.Contains(part, _build.Calls[1], StringComparison.Ordinal)
        );
        Assert.DoesNotContain("--budget", _build.Calls[1], StringComparison.Ordinal);
        Assert.Equal("plain", _build.Folder.Compiled().Modules.Single().Kernels.Single().Name);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task A_failing_verdict_is_reported_and_then_fails_the_build_with_its_own_error_alone()
    {
        _build.Answer(
            "[ $1 = judge ] && { echo '{}' > \"$3/verdict.json\"; echo 'table {0}'; echo \"$PERFGATE_DIAGNOSTICS "
                + "kernels/plain.cu(1): error PG3001: plain is 12.3 % slower (95 % CI {11.8})\" >&2; exit 1; }"
        );

        var (exit, output) = await _build.TargetAsync("-t:PerfGate");

        Assert.Equal(1, exit);
        Assert.Equal(["list", "run", "judge", "report"], _build.Calls.Select(c => c.Split(' ')[0]));
        Assert.Contains("table {0}", output, StringComparison.Ordinal);
        Assert.Equal(
            "kernels/plain.cu(1): error PG3001: plain is 12.3 % slower (95 % CI {11.8})",
            Assert.Single(Errors(output))
        );
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task A_step_that_fails_silently_is_one_error_and_stops_the_flow()
    {
        _build.Answer("[ $1 = run ] && exit 3");

        var (exit, output) = await _build.TargetAsync("-t:PerfGate");

        Assert.Equal(1, exit);
        Assert.Equal(["list", "run"], _build.Calls.Select(c => c.Split(' ')[0]));
        Assert.Contains(
            "PG1012: perfgate run exited with code 3",
            Assert.Single(Errors(output)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_broken_kernel_is_an_error_at_its_line_and_nothing_is_measured()
    {
        _build.Folder.Replace("kernels/plain.cu", "x[0]", "y[0]");

        var (exit, output) = await _build.TargetAsync("-t:PerfGate");

        Assert.Equal(1, exit);
        Assert.Equal(["list"], _build.Calls.Select(c => c.Split(' ')[0]));
        Assert.StartsWith(
            "kernels/plain.cu(3,5): error PG1001: ",
            Assert.Single(Errors(output)),
            StringComparison.Ordinal
        );
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task Sanitizing_is_a_step_of_its_own_and_of_the_flow_where_it_is_asked_for()
    {
        var (exit, output) = await _build.TargetAsync(
            "-t:PerfGateSanitize",
            "-p:PerfGateSanitizeAll=true",
            "-p:PerfGateTolerance=0.02"
        );

        Assert.True(exit == 0, output);
        Assert.Equal(["list", "sanitize"], _build.Calls.Select(c => c.Split(' ')[0]));
        Assert.All(
            ["--all true", "--reference auto", "plain.bench.json"],
            part => Assert.Contains(part, _build.Calls[1], StringComparison.Ordinal)
        );
        // Nothing of a host device's kernels has lines that a GPU could report, and a target of its own must not skip
        // them quietly.
        Assert.All(
            ["--with-lines", "--skip-without-gpu", "--tolerance"],
            part => Assert.DoesNotContain(part, _build.Calls[1], StringComparison.Ordinal)
        );

        (exit, output) = await _build.TargetAsync("-t:PerfGate", "-p:PerfGateSanitize=true");

        Assert.True(exit == 0, output);
        Assert.Equal(["list", "sanitize", "run", "judge", "report"], _build.Calls.Skip(2).Select(c => c.Split(' ')[0]));
        Assert.Contains("--skip-without-gpu true", _build.Calls[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_a_GPU_the_kernels_are_compiled_once_more_with_lines_and_what_is_measured_stays()
    {
        _build.Folder.Plan(DeviceKind.Cuda, new PlannedModule("kernels/plain.cu", ModuleKind.Kernels, "", ["plain"]));
        var image = new ElfImage();
        image.Kernel("_Z5plainPf", [1, 2, 3, 4]);
        File.WriteAllBytes(_build.Folder.At("fake.cubin"), image.Build());
        var nvcc = _build.Folder.Script("cuda/bin/nvcc", $"""
            cd '{_build.Folder.Root}'
            [ "$1" = --version ] && echo 'Cuda compilation tools, release 13.0, V13.0.88' && exit
            case "$*" in *" --dryrun") exit 0;; esac
            echo "$@" >> nvcc.calls
            while [ $# -gt 0 ]; do
              case "$1" in -o) out=$2;; -MF) dep=$2;; esac
              shift
            done
            cp fake.cubin "$out"
            echo "x : kernels/plain.cu" > "$dep"
            """
        );

        var (exit, output) = await _build.TargetAsync(
            "-t:PerfGateSanitize",
            $"-p:PerfGateNvcc={nvcc}",
            "-p:PerfGateArchitectures=sm_90"
        );

        Assert.True(exit == 0, output);
        Assert.Equal(
            [false, true],
            File.ReadAllLines(_build.Folder.At("nvcc.calls"))
                .Select(c => c.Contains(" -lineinfo ", StringComparison.Ordinal)));
        Assert.Matches("--with-lines .*obj/perfgate/sanitize/kernels.json", _build.Calls[1]);
        Assert.DoesNotContain("-lineinfo", _build.Folder.Compiled().Compiler.Flags, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task What_the_sanitizer_finds_stops_the_flow_before_anything_is_measured()
    {
        _build.Answer(
            "[ $1 = sanitize ] && { echo \"$PERFGATE_DIAGNOSTICS kernels/plain.cu(1): error PG2020: plain: memcheck "
                + "found an error: Invalid write.\" >&2; exit 4; }"
        );

        var (exit, output) = await _build.TargetAsync("-t:PerfGate", "-p:PerfGateSanitize=true");

        Assert.Equal(1, exit);
        Assert.Equal(["list", "sanitize"], _build.Calls.Select(c => c.Split(' ')[0]));
        Assert.Equal(
            "kernels/plain.cu(1): error PG2020: plain: memcheck found an error: Invalid write.",
            Assert.Single(Errors(output))
        );
    }

    [Fact]
    public async Task Skipping_is_said_and_starts_nothing()
    {
        var (exit, output) = await _build.TargetAsync("-t:PerfGate", "-p:PerfGateSkip=true");

        Assert.True(exit == 0, output);
        Assert.Contains("PerfGate: skipped", output, StringComparison.Ordinal);
        Assert.Empty(_build.Calls);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task A_source_without_a_manifest_is_warned_of_and_a_baseline_measures_everything()
    {
        File.Delete(_build.Folder.At("kernels/scale.bench.json"));

        var (exit, output) = await _build.TargetAsync("-t:PerfGateBaseline");

        Assert.True(exit == 0, output);
        Assert.Contains("scale.cu : warning PG1014: ", output, StringComparison.Ordinal);
        Assert.Equal(
            ["list", "run", "baseline update"],
            _build.Calls.Select(c =>
                string.Join(' ', c.Split(' ').TakeWhile(w => !w.StartsWith("--", StringComparison.Ordinal)))
            )
        );
        Assert.Contains("--measure-unchanged true", _build.Calls[1], StringComparison.Ordinal);
        Assert.Contains("--reference none", _build.Calls[1], StringComparison.Ordinal);
        Assert.DoesNotContain("scale.bench.json", _build.Calls[1], StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Errors(string output) =>
        [
            .. output
                .Split('\n')
                .Where(l => l.Contains(": error ", StringComparison.Ordinal))
                .Select(l => l.Split(" [")[0].Trim())
                .Distinct(),
        ];
}
