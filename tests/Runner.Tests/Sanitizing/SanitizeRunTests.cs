using System.Collections.Immutable;
using System.Text.Json;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Core.Sanitizing;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Sanitizing;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Sanitizing;

/// <summary>Cases under a script that prints what compute-sanitizer prints.</summary>
public sealed partial class SanitizeRunTests : IDisposable
{
    private readonly ManifestFolder _folder = new();
    private readonly FakeSanitizer _sanitizer = new();
    private readonly List<string> _told = [];

    public void Dispose()
    {
        _sanitizer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_finding_is_an_error_at_its_line_with_case_and_tool_and_what_is_the_same_is_said_once()
    {
        _sanitizer.Answer("""
            if [ $tool = memcheck ]; then
              for thread in 0 1 2; do
                echo '========= Invalid __global__ write of size 4 bytes'
                echo '=========     at rows(float *)+0x90 in softmax.cu:3'
                echo "=========     by thread ($thread,0,0) in block (0,0,0)"
                echo '========='
              done
              echo '========= ERROR SUMMARY: 3 errors'
              exit 4
            fi
            echo '========= ERROR SUMMARY: 0 errors'
            """);

        var report = await RunAsync();

        var error = Assert.Single(SanitizeDiagnostics.Of(report));
        Assert.Equal(
            $"{Case.Source}(3): error PG2020: {Case.Name}: memcheck found an error: Invalid __global__ write of size 4 "
                + $"bytes, 3 times; the first: "
                + "at rows(float *)+0x90 in softmax.cu:3; by thread (0,0,0) in block (0,0,0).",
            error.ToString()
        );
        Assert.True(report.Failed);
        Assert.Equal(
            [ToolStatus.Findings, ToolStatus.Clean, ToolStatus.Clean, ToolStatus.Clean],
            Assert.Single(report.Cases).Tools.Select(t => t.Status)
        );
        Assert.Contains(
            "by thread (2,0,0)",
            File.ReadAllText(Path.Combine(Output, report.Cases[0].Tools[0].Log!)),
            StringComparison.Ordinal
        );
        Assert.Equal("Sanitize failed: 1 error found.", SanitizeTable.Summary(report));
    }

    [Fact]
    public async Task What_a_tool_found_is_shown_as_soon_as_it_has_ended()
    {
        _sanitizer.Answer(
            "[ $tool = memcheck ] && echo '========= ERROR SUMMARY: 2 errors' && exit 4; "
                + "echo '========= ERROR SUMMARY: 0 errors'"
        );

        await RunAsync(tools: [SanitizerTool.Memcheck, SanitizerTool.Initcheck]);

        Assert.Equal(
            [
                $"initcheck {Case.Name}",
                $"initcheck {Case.Name}: clean",
                $"memcheck {Case.Name}",
                $"memcheck {Case.Name}: 1 ERROR",
            ],
            _told.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Each_tool_gets_the_launch_without_timing_and_its_own_options()
    {
        await RunAsync();

        Assert.Equal(
            ["initcheck", "memcheck", "racecheck", "synccheck"],
            _sanitizer.Calls.Select(c => c.Split(' ')[2]).Order()
        );
        Assert.All(
            _sanitizer.Calls,
            c => Assert.StartsWith("PERFGATE_CLOCK=events --tool ", c, StringComparison.Ordinal)
        );
        Assert.All(
            _sanitizer.Calls,
            c =>
                Assert.EndsWith(
                    $"--show-backtrace device --strip-paths no "
                        + (c.Contains("memcheck", StringComparison.Ordinal)
                            ? "--padding 4096 --report-api-errors no "
                            : "")
                        + $"launch-it --case {Case.Name}",
                    c,
                    StringComparison.Ordinal
                )
        );
    }

    [Theory]
    [InlineData("exit 3", "the launch failed with exit code 3")]
    [InlineData(
        "echo 'perfgate: error PG2039: it could not be launched' >&2; echo '========= ERROR SUMMARY: 0 errors'; exit 4",
        "PG2039: it could not be launched"
    )]
    [InlineData("true", "it printed no summary")]
    [InlineData("sleep 60", "it was ended after 1 s")]
    public async Task What_a_tool_could_not_look_at_is_never_clean(string answer, string why)
    {
        _sanitizer.Answer(answer);

        var report = await RunAsync(tools: [SanitizerTool.Initcheck], seconds: 1);

        var error = Assert.Single(SanitizeDiagnostics.Of(report));
        Assert.Equal("PG2022", error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.True(report.Failed);
    }

    [Fact]
    public async Task Errors_in_a_form_that_is_not_known_are_errors()
    {
        _sanitizer.Answer("echo '========= A brand new kind of error'; echo '========= ERROR SUMMARY: 7 errors'");

        var report = await RunAsync(tools: [SanitizerTool.Synccheck]);

        Assert.Contains(
            "7 errors in a form", Assert.Single(SanitizeDiagnostics.Of(report)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_is_a_warning_and_fails_nothing()
    {
        _sanitizer.Answer("""
            echo '========= Warning: Race reported between Read access at rows(float *)+0x10 in softmax.cu:2'
            echo '=========     and Write access at rows(float *)+0x20 in softmax.cu:3 [8 hazards]'
            echo '========= RACECHECK SUMMARY: 1 hazard displayed (0 errors, 1 warning)'
            """);

        var report = await RunAsync(tools: [SanitizerTool.Racecheck]);

        Assert.False(report.Failed);
        Assert.Equal(
            ("PG2021", Severity.Warning),
            Assert.Single(SanitizeDiagnostics.Of(report)) is var d ? (d.Code, d.Severity) : default
        );
    }

    [Fact]
    public async Task What_fails_beside_others_is_repeated_by_itself()
    {
        var marker = _sanitizer.At("tried");
        _sanitizer.Answer(
            $"if mkdir '{marker}' 2>/dev/null; then echo 'out of memory' >&2; exit 3; fi; echo '========= ERROR "
                + $"SUMMARY: 0 errors'"
        );

        var report = await RunAsync(jobs: 3);

        Assert.False(report.Failed);
        Assert.Equal(5, _sanitizer.Calls.Count);
    }

    [Fact]
    public async Task Racecheck_is_not_needed_where_nothing_is_shared()
    {
        var report = await RunAsync(shared: 0, tools: [SanitizerTool.Memcheck, SanitizerTool.Racecheck]);

        Assert.Equal([ToolStatus.Clean, ToolStatus.NotNeeded], report.Cases[0].Tools.Select(t => t.Status));
        Assert.Single(_sanitizer.Calls);
    }

    [Fact]
    public async Task The_report_fits_its_schema()
    {
        _sanitizer.Answer("exit 3");
        var report = await RunAsync();

        var text = JsonSerializer.Serialize(report, PerfGateJson.Default.SanitizeReport);

        Assert.Empty(JsonSchemas.Validate(text, "sanitize.json", "sanitize.schema.json"));
        Assert.Equal(
            text,
            JsonSerializer.Serialize(
                JsonFile.Parse(text, "sanitize.json", PerfGateJson.Default.SanitizeReport, "sanitize.schema.json"),
                PerfGateJson.Default.SanitizeReport
            )
        );
    }

    [Fact]
    public void Only_what_changed_is_run()
    {
        MeasuredCase Blank(BenchmarkCase c) =>
            new() { Name = c.Name, Benchmark = c.Benchmark, Status = CaseStatus.Measured, CodeHash = "ours" };

        var same = SanitizeSelection.Changed(
            [Case], Blank, new Dictionary<string, string?> { [Case.Name] = "ours" }, "compared");
        var changed = SanitizeSelection.Changed(
            [Case], Blank, new Dictionary<string, string?> { [Case.Name] = "theirs" }, "compared");
        var added = SanitizeSelection.Changed([Case], Blank, new Dictionary<string, string?>(), "compared");

        Assert.NotNull(Assert.Single(same.Cases).NotRun);
        Assert.Null(Assert.Single(changed.Cases).NotRun);
        Assert.Null(Assert.Single(added.Cases).NotRun);
    }

    private string Output => Path.Combine(_folder.Root, "out");

    private BenchmarkCase Case => Suite.Cases[0];

    private BenchmarkSuite Suite => field ??= _folder.Load(ManifestFolder.Cuda);

    private async Task<SanitizeReport> RunAsync(
        int jobs = 1,
        int seconds = 60,
        int? shared = 1024,
        ImmutableArray<SanitizerTool>? tools = null
    )
    {
        var kernels = new CompiledKernels
        {
            Device = DeviceKind.Cuda,
            Compiler = new("nvcc", "13.0", ""),
            Modules =
            [
                new()
                {
                    Source = Case.Source,
                    Kind = ModuleKind.Kernels,
                    Defines = Case.Defines,
                    Architecture = "sm_89",
                    Binary = "x.cubin",
                    Kernels =
                    [
                        .. Case.Launches.Select(l => new CompiledKernel
                        {
                            Name = l.Kernel,
                            Symbol = l.Kernel,
                            Line = 1,
                            CodeHash = new('0', 64),
                            SharedBytes = shared,
                        }),
                    ],
                },
            ],
        };
        var path = Path.Combine(_folder.Root, "kernels.json");
        JsonFile.Write(path, kernels, PerfGateJson.Default.CompiledKernels);
        var plan = new SanitizePlan(_folder.Root, Output, tools ?? [.. Enum.GetValues<SanitizerTool>()], jobs);
        using var run = new SanitizeRun(
            new(_sanitizer.Find(), ["launch-it"], TimeSpan.FromSeconds(seconds)),
            plan,
            KernelCatalog.Read(path),
            "8.9"
        );
        return new()
        {
            Selection = "a test",
            Cases = await run.RunAsync([(Case, null)], _told.Add, TestContext.Current.CancellationToken),
        };
    }
}
