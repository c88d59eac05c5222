using System.Globalization;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Cuda;
using PerfGate.Runner.Devices.Cuda.Binding;
using PerfGate.Runner.Devices.Cuda.Cupti;
using PerfGate.Runner.Devices.Cuda.Nvml;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>Looks at everything that a measurement's environment is made of, and changes nothing.</summary>
/// <param name="variable">Reads an environment variable.</param>
/// <param name="policy">What may be done to the GPU's clocks.</param>
internal sealed class EnvironmentInspection(Func<string, string?> variable, ClockPolicy policy)
{
    private const string Unknown = "unknown";

    private readonly List<EnvironmentCheck> _checks = [];

    /// <summary>Looks.</summary>
    /// <param name="requested"><c>auto</c>, <c>cuda</c> or <c>host</c>.</param>
    public EnvironmentChecklist Look(string requested)
    {
        var device = Device(requested);
        if (device is { } kind)
            DeviceBackend.Of(kind).Inspect(this);
        return new(device?.Name, _checks);
    }

    private DeviceKind? Device(string requested)
    {
        try
        {
            var facts = DeviceSelection.Choose(requested, CudaBinding.TryLoad, variable);
            Add("device", facts.Kind.Name, CheckState.Ok, facts.Reason);
            return facts.Kind;
        }
        catch (PerfGateException e) when (e.ExitCode == ExitCode.Environment)
        {
            Add("device", requested, CheckState.Missing, e.Diagnostics[0].Message);
            return null;
        }
    }

    internal void Host()
    {
        foreach (var compiler in (string[])["g++", "clang++"])
        {
            if (FirstLine(compiler, "--version") is { } version)
            {
                Add("compiler", compiler, CheckState.Ok, version);
                break;
            }
        }

        if (!_checks.Exists(c => c.Group == "compiler"))
            Add("compiler", "g++", CheckState.Missing, "neither g++ nor clang++ runs; install one of them");
        Add("clock", DeviceKind.Host.Name, CheckState.Ok, "the monotonic clock of this machine");
        Locked(LockedEnvironment.ForHost());
    }

    internal void Cuda()
    {
        var driver = CudaBinding.TryLoad()!;
        var choice = GpuChoice.Choose(driver, variable);
        var gpu = GpuFacts.Describe(driver, choice);
        var size = Text($"{gpu.Multiprocessors} multiprocessors");
        var capability = $"compute capability {gpu.ComputeCapability}";
        Add("device", "gpu", CheckState.Ok, $"{gpu.Name}, {gpu.Uuid}, {capability}, {size}");
        var cache = Text($"L2 cache {gpu.L2CacheBytes / 1e6:F1} MB");
        Add("device", "memory", CheckState.Ok, Text($"{gpu.MemoryBytes / 1e9:F1} GB, {cache}"));
        Add("device", "driver", CheckState.Ok, $"CUDA {gpu.CudaDriverVersion}, {driver.Name} binding");
        var toolkit = CudaToolkit.Find(variable);
        if (toolkit is not null)
        {
            var version = LastLine(toolkit.Nvcc, "--version");
            Add(
                "compiler", "nvcc", version is null ? CheckState.Warn : CheckState.Ok,
                $"{toolkit.Nvcc} (by {toolkit.FoundBy}), {version ?? "which does not run"}");
        }

        Clock(toolkit);
        Nvml(gpu.Uuid);
    }

    private void Clock(CudaToolkit? toolkit)
    {
        try
        {
            var cupti = CuptiLibrary.Load(toolkit);
            Add("clock", "cupti", CheckState.Ok, Text($"version {cupti.Version}, {cupti.Path}"));
        }
        catch (CuptiException e)
        {
            Add(
                "clock",
                "cupti",
                CheckState.Warn,
                $"{e.Message}; CUDA events will be used, which are several times noisier on short kernels");
        }

        if (ClockChoices.Read(variable) is var asked and not ClockChoice.Auto)
            Add("clock", ClockChoices.Variable, CheckState.Warn, $"{asked} is asked for");
    }

    private void Nvml(string uuid)
    {
        try
        {
            using var nvml = NvmlLibrary.Load(variable);
            var gpu = nvml.Gpu(uuid);
            var limit = gpu.PowerLimitWatts is { } watts ? Text($"{watts:F0} W") : Unknown;
            Add("device", "nvml", CheckState.Ok, $"driver {nvml.DriverVersion}, {nvml.Path}");
            Add(
                "device",
                "settings",
                CheckState.Watch,
                $"VBIOS {gpu.Vbios ?? Unknown}, power limit {limit}, ECC {OnOff(gpu.Ecc)}, MIG {OnOff(gpu.Mig)}, "
                    + $"persistence {OnOff(gpu.Persistence)}");
            Locked(LockedEnvironment.ForCuda(uuid, gpu.NearProcessors()));
            Clocks(gpu);
            Now(gpu);
        }
        catch (NvmlException e)
        {
            Locked(LockedEnvironment.ForCuda(uuid, []));
            Add(
                "device",
                "nvml",
                CheckState.Missing,
                $"{e.Message}; throttling and other processes will go unseen, and clocks cannot be locked");
        }
    }

    private void Locked(LockedEnvironment environment)
    {
        foreach (var (name, value) in environment.Variables)
        {
            var now = variable(name);
            var detail = now is null || now == value ? value : $"{value} (here it is {now})";
            Add("locked in workers", name, CheckState.Lock, detail);
        }
    }

    private void Clocks(NvmlGpu gpu)
    {
        var memory = Text($"{gpu.MaxClock(NvmlClock.Memory)} MHz memory");
        var highest = Text($"highest {gpu.MaxClock(NvmlClock.Graphics)} MHz graphics, {memory}");
        if (policy == ClockPolicy.Observe)
            Add("gpu clocks", "observe", CheckState.Watch, $"nothing is touched; {highest}");
        else if (Environment.IsPrivilegedProcess)
            Locking(CheckState.Lock, $"graphics and memory clocks will be locked while measuring; {highest}");
        else
            Locking(CheckState.Missing, DiagnosticCatalog.NoRightToLock("this user is not root").Message);
        if (ClockNotes.OfUser(variable).Read(gpu.Uuid) is { } note)
        {
            var detail = note.IsHeld
                ? Text($"process {note.Process} holds them locked")
                : DiagnosticCatalog.ClocksLeftLocked(gpu.Uuid).Message;
            Add("gpu clocks", "left locked", CheckState.Warn, detail);
        }
    }

    private void Now(NvmlGpu gpu)
    {
        var seen = GpuPoll.Take(gpu);
        var clocks = Text($"{seen.SmClock} MHz multiprocessors, {seen.MemoryClock} MHz memory");
        Add("gpu now", "clocks", CheckState.Watch, $"{clocks}; held back by: {seen.Reasons}");
        Add("gpu now", "heat", CheckState.Watch, Text($"{seen.Temperature} °C, {seen.Power:F0} W"));
        Add("gpu now", "memory", CheckState.Watch, Text($"{seen.MemoryUsed / 1e9:F2} GB in use"));
        if (seen is { EccCorrected: { } corrected, EccUncorrected: { } lost })
            Add(
                "gpu now",
                "errors",
                CheckState.Watch,
                Text($"{corrected} corrected, {lost} uncorrectable memory errors since the driver was loaded"));
        if (seen.Processes.Length == 0)
            Add("gpu now", "processes", CheckState.Ok, "no other process computes on it");
        else
            Add(
                "gpu now",
                "processes",
                CheckState.Warn,
                $"others compute on it ({string.Join(", ", seen.Processes)}); every run would be unstable");
    }

    private void Locking(CheckState state, string detail) => Add("gpu clocks", "lock", state, detail);

    private void Add(string group, string name, CheckState state, string detail) =>
        _checks.Add(new(group, name, state, detail));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string OnOff(bool? on) => on switch { true => "on", false => "off", null => Unknown };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static string? FirstLine(string program, string argument) => Lines(program, argument)?.FirstOrDefault();

    private static string? LastLine(string program, string argument) =>
        Lines(program, argument)?.LastOrDefault(l => l.Length > 0);

    private static string[]? Lines(string program, string argument)
    {
        try
        {
            var exit = ChildProcess.RunAsync(new(program, [argument]), Patience, supervised: false, default)
                .GetAwaiter().GetResult();
            return exit.Code == 0 ? [.. exit.Lines.Select(l => l.Trim())] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
