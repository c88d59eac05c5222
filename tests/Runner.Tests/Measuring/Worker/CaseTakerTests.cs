using System.Runtime.InteropServices;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Bytes;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Tests.Measuring.Worker;

/// <summary>
/// Runs of a case whose kernel does nothing: its output is the four sevens that the buffer is filled with.
/// </summary>
public sealed partial class CaseTakerTests : IDisposable
{
    private static readonly UInt128 DigestOfSevens = MemoryDigest.Of(Sevens(7));

    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-taker-").FullName;

    private string Reference => Path.Combine(_folder, "reference.bin");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_visit_lays_the_buffers_out_at_the_place_whose_turn_it_is()
    {
        File.WriteAllBytes(Reference, Sevens(7));
        using var device = Device();
        var result = Take(device);

        Assert.Equal(CaseStatus.Measured, result.Status);
        int[] turns = [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3];
        Assert.Equal(turns, device.LayoutsTaken);
        Assert.Equal(result.Samples.Length, result.Conditions.Length);
        Assert.Equal(turns, result.Conditions.Where((place, i) => i == 0 || place != result.Conditions[i - 1]));
    }

    [Fact]
    public void What_was_right_is_handed_on()
    {
        File.WriteAllBytes(Reference, Sevens(7));
        using var device = Device();
        var right = Take(device).Right;
        Assert.Equal([DigestOfSevens], Assert.Single(right).Digests);
        Assert.True(Assert.Single(right[0].Checks).Passed);
    }

    [Fact]
    public void Outputs_that_an_earlier_run_found_right_are_not_compared_again()
    {
        // Nothing is there to compare with.
        using var device = Device();
        Assert.Equal(CaseStatus.Measured, Take(device, Known(DigestOfSevens)).Status);
    }

    [Fact]
    public void Outputs_that_differ_from_those_of_an_earlier_run_are_compared()
    {
        File.WriteAllBytes(Reference, Sevens(8));
        using var device = Device();
        var result = Take(device, Known(DigestOfSevens + 1));
        Assert.Equal(CaseStatus.Incorrect, result.Status);
        Assert.Contains("before timing", result.Reason, StringComparison.Ordinal);
    }

    // The kernels of these tests copy x to y, or cheat.
    [Fact]
    public void Each_launch_finds_its_output_poisoned()
    {
        var found = new List<float>();
        using var device = Device(launch =>
        {
            found.Add(Read(launch.Single().Buffer)[0]);
            Write(launch.Single().Buffer, 7);
        });
        Assert.Equal(CaseStatus.Measured, Take(device, benchmark: Copying(FillKind.Constant)).Status);
        Assert.All(found, value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void A_buffer_that_is_filled_and_may_be_written_is_restored_before_each_launch()
    {
        var found = new List<float>();
        using var device = Device(launch =>
        {
            found.Add(Read(launch.Single().Buffer)[0]);
            Write(launch.Single().Buffer, 8);
        });
        var filled = Copying(FillKind.Constant) with
        {
            Buffers = [new("y", ElementType.F32, 4, new(FillKind.Constant, 7), 0)],
        };
        Assert.Equal(CaseStatus.Measured, Take(device, benchmark: filled, expected: 8).Status);
        Assert.All(found, value => Assert.Equal(7, value));
    }

    [Theory]
    [InlineData("Unavailable", CaseStatus.NotRun, false)]
    [InlineData("InvalidLaunch", CaseStatus.Failed, false)]
    [InlineData("KernelFailed", CaseStatus.Failed, true)]
    public void A_device_that_is_out_of_reach_says_nothing_about_the_case(string fault, CaseStatus status, bool lost)
    {
        using var device = Device(_ => throw new DeviceException(Enum.Parse<DeviceFault>(fault), "the clock failed"));
        var result = Take(device, benchmark: Copying(FillKind.Constant));
        Assert.Equal((status, "the clock failed", lost), (result.Status, result.Reason, result.DeviceLost));
    }

    [Fact]
    public void A_kernel_that_is_right_before_timing_and_wrong_afterwards_is_incorrect()
    {
        var launches = 0;
        using var device = Device(launch => Write(launch.Single().Buffer, launches++ < 3 ? 7 : 8));
        var result = Take(device, benchmark: Copying(FillKind.Constant));
        Assert.Equal(CaseStatus.Incorrect, result.Status);
        Assert.Contains("output y is wrong after a timed launch", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_writes_into_an_input_is_told_which_one()
    {
        using var device = new ScriptedDevice(count => [.. Enumerable.Repeat(80_000.0, count)])
        {
            OnLaunch = launch => Write(launch.Single().Buffer, 7), Trespass = buffers => Write(buffers[0], 1),
        };
        var result = Take(device, benchmark: Copying(FillKind.Constant));
        Assert.Equal(CaseStatus.Incorrect, result.Status);
        Assert.Contains("it writes into x, which is not an output", result.Reason, StringComparison.Ordinal);
    }

    // Of a gibibyte. What is kept for all cases is not of this one.
    [Theory]
    [InlineData(0.86, 0, true)]
    [InlineData(0.85, 0, false)]
    [InlineData(0.95, 0.1, false)]
    [InlineData(0.97, 0.1, true)]
    public void A_case_that_nearly_does_not_fit_into_the_memory_is_told(double inUse, double stashed, bool told)
    {
        File.WriteAllBytes(Reference, Sevens(7));
        using var device = new ScriptedDevice(count => [.. Enumerable.Repeat(80_000.0, count)])
        {
            Memory = 1 << 30, InUse = () => (long)(inUse * (1 << 30)),
        };
        string[] warnings =
            told ? ["a nearly does not fit: 0.9 of 1.1 GB of device memory are in use while it runs"] : [];
        Take(device, stashed: (long)(stashed * (1 << 30)), look: taker => Assert.Equal(warnings, taker.Warnings));
    }

    private static byte[] Sevens(float value) => MemoryMarshal.AsBytes<float>([value, value, value, value]).ToArray();

    private static CheckedOutputs Known(UInt128 digest) => new([digest], [new("y", 0, 0, true)]);

    private static float[] Read(IDeviceBuffer buffer)
    {
        var values = new float[4];
        buffer.Download(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static void Write(IDeviceBuffer buffer, float value) => buffer.Upload(Sevens(value));

    private static ScriptedDevice Device(Action<IReadOnlyList<BufferReset>> onLaunch) =>
        new(count => [.. Enumerable.Repeat(80_000.0, count)]) { OnLaunch = onLaunch };

    private BenchmarkCase Copying(FillKind fill) =>
        Filled with
        {
            Buffers =
            [
                new("x", ElementType.F32, 4, new(fill, 7, 1), 3),
                new("y", ElementType.F32, 4, new(FillKind.Poison), 0),
            ],
        };

    private static ScriptedDevice Device() => new(count => [.. Enumerable.Repeat(80_000.0, count)]) { Layouts = 4 };

    private CaseResult Take(
        ScriptedDevice device,
        CheckedOutputs? known = null,
        BenchmarkCase? benchmark = null,
        float expected = 7,
        BenchmarkCase? theirs = null,
        ulong? seed = null,
        BenchmarkCase? other = null,
        int visits = 12,
        long stashed = 0,
        Action<CaseTaker>? look = null
    )
    {
        if (benchmark is not null)
            File.WriteAllBytes(Reference, Sevens(expected));
        benchmark ??= Filled;
        var kernels = Path.Combine(_folder, "kernels.json");
        JsonFile.Write(kernels, Compiled, PerfGateJson.Default.CompiledKernels);
        var job = Jobs.Any with
        {
            Cases = ["a"],
            Sampling = SamplingPlan.ForCuda(0.01) with { Visits = visits },
            Known = known is null ? Jobs.Any.Known : Jobs.Any.Known.Add("a", [known]),
            CheckSeed = seed,
        };
        var catalog = KernelCatalog.Read(kernels);
        using var modules = new LoadedModules(device, catalog);
        using var kept = new KeptFiles(_folder);
        using var inputs = new InputStore(kept);
        var suite = SuiteOf(benchmark);
        var taker = new CaseTaker(job, device, modules, inputs, CheckerOf(suite), new())
        {
            Base = theirs is null ? null : new(SuiteOf(theirs), modules, CheckerOf(SuiteOf(theirs))),
            StashedBytes = stashed,
        };
        var progress = taker.Begin(benchmark);
        while (progress.Result is null)
            taker.Visit(progress);
        look?.Invoke(taker);
        return progress.Result;

        BenchmarkSuite SuiteOf(BenchmarkCase one) =>
            new(device.Description.Facts(), [one], other is null ? [] : [other]);

        OutputChecker CheckerOf(BenchmarkSuite cases) =>
            new(device, cases, modules, inputs, new(kept, catalog, inputs), new());
    }

    private BenchmarkCase Filled =>
        new()
        {
            Name = "a",
            Benchmark = "a",
            DeclaredAt = new SourceLocation("a.bench.json", 1, 1),
            Source = "a.cu",
            Defines = "",
            Buffers = [new("y", ElementType.F32, 4, new(FillKind.Constant, 7), 0)],
            Launches = [new("nothing", [1], [1], 0, [])],
            Check = new(null, null, Reference, [new("y", 1e-6, null)]),
        };

    private static CompiledKernels Compiled { get; } =
        new()
        {
            Device = DeviceKind.Host,
            Compiler = new("g++", "12", ""),
            Modules = [ModuleOf(ModuleKind.Kernels), ModuleOf(ModuleKind.Functions)],
        };

    private static CompiledModule ModuleOf(ModuleKind kind) =>
        new()
        {
            Source = "a.cu",
            Kind = kind,
            Defines = "",
            Architecture = "host",
            Binary = "a.so",
            Kernels =
            [
                .. new[] { "nothing", "theirs", "copy" }.Select(name => new CompiledKernel
                {
                    Name = name,
                    Symbol = name,
                    Line = 1,
                    CodeHash = new('0', 64),
                }),
            ],
        };
}
