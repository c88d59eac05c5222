using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;
using PerfGate.Runner.Devices.Cuda;
using PerfGate.Runner.Devices.Cuda.Binding;
using PerfGate.Runner.Devices.Host;

namespace PerfGate.Runner.Devices;

/// <summary>Decides which device the gate runs on.</summary>
internal static class DeviceSelection
{
    private const string Auto = "auto";

    /// <summary>Chooses a device.</summary>
    /// <param name="requested"><c>cuda</c>, <c>host</c>, or <c>auto</c>: cuda where a GPU and nvcc are found.</param>
    /// <exception cref="PerfGateException">
    /// PG2030: no such device kind. PG2031, PG2032: cuda was asked for and cannot be had.
    /// </exception>
    public static DeviceFacts Choose(string requested) =>
        Choose(requested, CudaBinding.TryLoad, Environment.GetEnvironmentVariable);

    /// <summary>Chooses a device, or describes one that is not here.</summary>
    /// <param name="requested">
    /// <c>cuda</c>, <c>host</c>, <c>auto</c>, or a device that has a baseline: <c>nvidia-l4</c>. That one is not
    /// opened.
    /// </param>
    /// <param name="baselines">The folder of the baselines, absolute.</param>
    /// <exception cref="PerfGateException">As <see cref="Choose(string)"/>; or the baseline cannot be used.</exception>
    public static DeviceFacts Choose(string requested, string baselines) =>
        requested == Auto || DeviceTraits.Find(requested) is not null
            ? Choose(requested)
            : BaselineDevice.Find(requested, baselines)
                ?? throw new PerfGateException(
                    DiagnosticCatalog.UnknownDeviceKind(requested, Path.Combine(baselines, $"{requested}.json")),
                    ExitCode.Usage
                );

    /// <inheritdoc cref="Choose(string)"/>
    /// <param name="requested"><c>cuda</c>, <c>host</c>, or <c>auto</c>.</param>
    /// <param name="driver">Loads the CUDA driver; null if there is none.</param>
    /// <param name="variable">Reads an environment variable.</param>
    internal static DeviceFacts Choose(string requested, Func<ICudaDriver?> driver, Func<string, string?> variable)
    {
        if (requested == Auto)
            return Automatic(driver, variable);
        var kind =
            DeviceTraits.Find(requested)
            ?? throw new PerfGateException(DiagnosticCatalog.UnknownDeviceKind(requested), ExitCode.Usage);
        var reason = $"the {kind.Name} device was asked for";
        return kind switch
        {
            DeviceKind.Cuda => Cuda(reason, driver, variable),
            DeviceKind.Host => Host(reason),
        };
    }

    /// <summary>Opens a device of the kind that <see cref="Choose(string)"/> decided on.</summary>
    /// <exception cref="DeviceException">It cannot be had.</exception>
    public static IDevice Open(DeviceKind kind) =>
        kind switch
        {
            DeviceKind.Cuda => CudaDevice.Open(),
            DeviceKind.Host => new HostDevice(),
        };

    /// <summary>UUID of the GPU that this process would take: workers are shown that one alone.</summary>
    /// <exception cref="PerfGateException">PG2031, PG2032: there is none.</exception>
    public static string GpuUuid() => GpuChoice.Choose(Driver(), Environment.GetEnvironmentVariable).Uuid;

    /// <summary>The GPUs that <c>--gpus</c> names.</summary>
    /// <param name="asked"><c>all</c>, or a list.</param>
    /// <exception cref="PerfGateException">PG2031, PG2032, PG9013: they cannot be had, or not together.</exception>
    public static ImmutableArray<GpuChoice> Gpus(string asked) =>
        GpuChoice.Several(asked, Driver(), Environment.GetEnvironmentVariable);

    /// <summary>The model of the GPU that this process would take, as baselines name it.</summary>
    /// <exception cref="PerfGateException">PG2031, PG2032: there is none.</exception>
    public static string GpuSlug()
    {
        var driver = Driver();
        return GpuFacts.Slug(driver.DeviceName(GpuChoice.Choose(driver, Environment.GetEnvironmentVariable).Ordinal));
    }

    private static DeviceFacts Automatic(Func<ICudaDriver?> driver, Func<string, string?> variable)
    {
        try
        {
            return Cuda("a GPU and nvcc were found", driver, variable);
        }
        catch (PerfGateException e) when (string.IsNullOrEmpty(variable(GpuChoice.Variable)))
        {
            // A user who names a GPU wants that GPU; everyone else gets the host device and the reason.
            return Host($"no cuda device: {e.Diagnostics[0].Message}");
        }
    }

    private static DeviceFacts Cuda(string reason, Func<ICudaDriver?> load, Func<string, string?> variable)
    {
        try
        {
            var driver = load() ?? throw NoDriver();
            if (driver.DeviceCount() == 0)
                throw NoGpu("the CUDA driver shows no GPU to this process.");
            var choice = GpuChoice.Choose(driver, variable);
            var toolkit =
                CudaToolkit.Find(variable)
                ?? throw NoGpu(
                    $"nvcc was not found (looked for "
                        + $"{variable(CudaToolkit.Variable) ?? $"it in {CudaToolkit.Places}"})."
                );
            var gpu = GpuFacts.Describe(driver, choice);
            return new(
                DeviceKind.Cuda,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{reason}: {gpu.Name} ({gpu.Uuid}, {choice.Ordinal + 1} of {choice.Visible}), nvcc by "
                        + $"{toolkit.FoundBy}"
                ),
                gpu.ComputeCapability,
                gpu.MemoryBytes,
                gpu.Multiprocessors,
                gpu.L2CacheBytes
            )
            {
                Slug = GpuFacts.Slug(gpu.Name),
                Name = gpu.Name,
                Driver = gpu.DriverVersion,
            };
        }
        catch (DeviceException e)
        {
            throw new PerfGateException(
                DiagnosticCatalog.NoGpu($"the CUDA driver does not start: {e.Message}."),
                ExitCode.Environment,
                e
            );
        }
    }

    private static DeviceFacts Host(string reason)
    {
        var processor = HostProcessor.Describe();
        return new(
            DeviceKind.Host,
            reason,
            ComputeCapability: null,
            processor.MemoryBytes,
            Environment.ProcessorCount,
            L2Bytes: null
        )
        {
            Slug = processor.Slug,
            Name = processor.Name,
        };
    }

    private static ICudaDriver Driver() => CudaBinding.TryLoad() ?? throw NoDriver();

    private static PerfGateException NoDriver() => NoGpu("this machine has no CUDA driver library.");

    private static PerfGateException NoGpu(string why) => new(DiagnosticCatalog.NoGpu(why), ExitCode.Environment);
}
