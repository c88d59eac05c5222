using System.Runtime.InteropServices;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Cuda;
using PerfGate.Runner.Devices.Cuda.Binding;
using PerfGate.Runner.Devices.Cuda.Nvml;
using PerfGate.Runner.Measuring.Environments;

namespace PerfGate.Runner.Tests.Devices.Cuda;

/// <summary>What only a real GPU can show. Skipped, by name, where there is none.</summary>
[Collection(CudaDeviceTests.Collection)]
public sealed class RealGpuTests : IDisposable
{
    private const string Source = """
        extern "C" __global__ void spin(long long cycles) { long long start = clock64(); while (clock64() - start < cycles) {} }
        extern "C" __global__ void sum(const float* x, float* y, int n) {
            extern __shared__ float part[];
            float s = 0;
            for (int i = threadIdx.x; i < n; i += blockDim.x) s += x[i];
            part[threadIdx.x] = s;
            __syncthreads();
            if (threadIdx.x == 0) { s = 0; for (int i = 0; i < blockDim.x; i++) s += part[i]; *y = s; }
        }
        extern "C" __global__ void __launch_bounds__(64) narrow() {}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perfgate-gpu-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("cupti")]
    [InlineData("events")]
    public void A_kernel_twice_as_long_takes_twice_the_time(string clock)
    {
        using var device = Open(clock);
        using var module = device.LoadModule(Compile());
        using var shorter = device.Prepare([Spin(module, 100_000)]);
        using var longer = device.Prepare([Spin(module, 200_000)]);
        device.Sample(shorter, 20, CacheState.Cold);
        var ratio = device.Sample(longer, 20, CacheState.Cold).Nanoseconds.Order().ElementAt(10)
            / device.Sample(shorter, 20, CacheState.Cold).Nanoseconds.Order().ElementAt(10);
        Assert.Equal(clock, device.Clock);
        Assert.InRange(ratio, 1.5, 2.5);
    }

    [Fact]
    public void CUPTI_tells_each_launch_of_a_sample()
    {
        using var device = Open("cupti");
        using var module = device.LoadModule(Compile());
        using var both = device.Prepare([Spin(module, 50_000), Spin(module, 150_000)]);
        device.Run(both);
        var batch = device.Sample(both, 10, CacheState.Hot);
        Assert.All(
            Enumerable.Range(0, 10),
            i => Assert.True(batch.LaunchNanoseconds![0][i] < batch.LaunchNanoseconds[1][i])
        );
        Assert.All(
            Enumerable.Range(0, 10),
            i => Assert.True(batch.LaunchNanoseconds![0][i] + batch.LaunchNanoseconds[1][i] <= batch.Nanoseconds[i])
        );
    }

    [Fact]
    public void Ten_thousand_launches_lose_no_record()
    {
        using var device = Open("cupti");
        using var module = device.LoadModule(Compile());
        using var sequence = device.Prepare([Spin(module, 10)]);
        Assert.Equal(10_000, device.Sample(sequence, 10_000, CacheState.Hot).Nanoseconds.Length);
    }

    [Fact]
    public void Dynamic_shared_memory_beyond_48_KB_is_usable()
    {
        using var device = Open("auto");
        using var module = device.LoadModule(Compile());
        var x = Enumerable.Range(0, 10_000).Select(i => i % 7f).ToArray();
        var y = new float[1];
        using var input = device.Allocate(x.Length * sizeof(float));
        using var output = device.Allocate(sizeof(float));
        input.Upload(MemoryMarshal.AsBytes<float>(x));
        using var sequence = device.Prepare([
            new(
                module.GetKernel("sum"),
                new(1),
                new(1024),
                60_000,
                [new(input, []), new(output, []), new(null, [.. BitConverter.GetBytes(x.Length)])]
            ),
        ]);
        device.Run(sequence);
        output.Download(MemoryMarshal.AsBytes(y.AsSpan()));
        Assert.Equal(x.Sum(), y[0], 1e-2f);
    }

    [Fact]
    public void A_block_beyond_the_kernels_launch_bounds_is_refused()
    {
        using var device = Open("auto");
        using var module = device.LoadModule(Compile());
        var refused = Assert.Throws<DeviceException>(() =>
            device.Prepare([new(module.GetKernel("narrow"), new(1), new(128), 0, [])])
        );
        Assert.Equal(DeviceFault.InvalidLaunch, refused.Fault);
    }

    [Fact]
    public void One_argument_too_few_is_refused()
    {
        using var device = Open("auto");
        using var module = device.LoadModule(Compile());
        Assert.Throws<DeviceException>(() => device.Prepare([new(module.GetKernel("spin"), new(1), new(1), 0, [])]));
    }

    [Fact]
    public void A_stream_that_is_never_released_goes_on_by_itself()
    {
        Gpu.Require();
        var driver = CudaBinding.TryLoad()!;
        driver.RetainContext(0);
        var stream = driver.CreateStream();
        using (var block = new BlockingKernel(driver))
        {
            block.Block(stream);
            driver.SynchronizeStream(stream);
            Assert.True(block.GaveUp);
        }

        driver.ReleaseStream(stream);
        driver.ReleaseContext(0);
    }

    [Fact]
    public void The_GPU_that_was_asked_for_by_UUID_is_the_one_that_answers()
    {
        Gpu.Require();
        var driver = CudaBinding.TryLoad()!;
        for (var i = 0; i < driver.DeviceCount(); i++)
        {
            var uuid = $"GPU-{driver.DeviceUuid(i):D}";
            using var device = CudaDevice.Open(
                CudaBinding.TryLoad,
                name => name == GpuChoice.Variable ? uuid : Environment.GetEnvironmentVariable(name)
            );
            Assert.Equal(uuid, device.Description.Gpu!.Uuid);
        }
    }

    [Fact]
    public void CUDA_and_NVML_speak_of_the_same_GPU()
    {
        using var device = Open("auto");
        using var nvml = NvmlLibrary.Load(Environment.GetEnvironmentVariable);
        var described = GpuFingerprint.Complete(device.Description.Gpu!, nvml.Gpu(device.Description.Gpu!.Uuid));
        Assert.Equal(device.Description.Name, nvml.Gpu(described.Uuid).Name);
        Assert.NotNull(described.DriverVersion);
        Assert.NotNull(described.Vbios);
        Assert.NotNull(described.PowerLimitWatts);
    }

    [Fact]
    public void A_busy_GPU_is_seen_with_its_clocks()
    {
        using var device = Open("auto");
        using var nvml = NvmlLibrary.Load(Environment.GetEnvironmentVariable);
        using var module = device.LoadModule(Compile());
        using var sequence = device.Prepare([Spin(module, 20_000_000)]);
        using var watch = NvmlWatch.Start(nvml.Gpu(device.Description.Gpu!.Uuid), TimeSpan.FromMilliseconds(10));
        for (var i = 0; i < 50; i++)
            device.Run(sequence);
        var seen = watch.Stop();
        Assert.True(seen.Polls > 0);
        Assert.NotNull(seen.SmClockMhz);
        Assert.NotNull(seen.TemperatureCelsius);
    }

    [Fact]
    public void Freed_memory_is_free_again()
    {
        using var device = Open("auto");
        device.Allocate(256 << 20).Dispose();
        var before = device.MemoryInUse!.Value;
        using (var buffer = device.Allocate(256 << 20))
            Assert.Equal(256 << 20, device.MemoryInUse.Value - before);
        Assert.Equal(before, device.MemoryInUse.Value);
    }

    private static CudaDevice Open(string clock)
    {
        Gpu.Require();
        return CudaDevice.Open(
            CudaBinding.TryLoad,
            name => name == ClockChoices.Variable ? clock : Environment.GetEnvironmentVariable(name)
        );
    }

    private static KernelLaunch Spin(IDeviceModule module, long cycles) =>
        new(module.GetKernel("spin"), new(1), new(32), 0, [new(null, [.. BitConverter.GetBytes(cycles)])]);

    private string Compile() => Gpu.Compile(_folder.FullName, Source);
}
