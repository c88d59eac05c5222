using System.Runtime.InteropServices;

namespace PerfGate.Runner.Devices.Cuda.Nvml;

/// <summary>What NVML tells of one GPU. What a GPU or a driver does not support reads as null.</summary>
internal sealed unsafe class NvmlGpu(NvmlLibrary library, nint handle, string uuid)
{
    private const int Success = 0;
    private const int InsufficientSize = 7;
    private const int TextCapacity = 96;
    private const int VolatileErrors = 0;

    private readonly nint _clockInfo = library.TryExport("nvmlDeviceGetClockInfo");
    private readonly nint _temperature = library.TryExport("nvmlDeviceGetTemperature");
    private readonly nint _power = library.TryExport("nvmlDeviceGetPowerUsage");
    private readonly nint _memory = library.TryExport("nvmlDeviceGetMemoryInfo");
    private readonly nint _eccErrors = library.TryExport("nvmlDeviceGetTotalEccErrors");
    private readonly nint _processes = library.TryExport("nvmlDeviceGetComputeRunningProcesses_v3");

    // The name before CUDA 12.2.
    private readonly nint _reasons = library.TryExport("nvmlDeviceGetCurrentClocksEventReasons")
        is var current
            and not 0
        ? current
        : library.TryExport("nvmlDeviceGetCurrentClocksThrottleReasons");

    /// <summary>The library that knows it.</summary>
    public NvmlLibrary Library => library;

    /// <summary>NVML's handle.</summary>
    public nint Handle => handle;

    /// <summary>Its UUID, as it was asked for.</summary>
    public string Uuid => uuid;

    /// <summary>VBIOS version.</summary>
    public string? Vbios => Text("nvmlDeviceGetVbiosVersion");

    /// <summary>Marketing name.</summary>
    public string? Name => Text("nvmlDeviceGetName");

    /// <summary>Enforced power limit, watts.</summary>
    public double? PowerLimitWatts => Number(library.TryExport("nvmlDeviceGetEnforcedPowerLimit")) / 1000.0;

    /// <summary>Power draw, watts.</summary>
    public double? PowerWatts => Number(_power) / 1000.0;

    /// <summary>Whether ECC is on.</summary>
    public bool? Ecc => Mode("nvmlDeviceGetEccMode");

    /// <summary>Whether MIG is on; false on GPUs that have none.</summary>
    public bool Mig => Mode("nvmlDeviceGetMigMode") ?? false;

    /// <summary>Whether the driver stays loaded while nobody uses the GPU.</summary>
    public bool? Persistence =>
        Number(library.TryExport("nvmlDeviceGetPersistenceMode")) is { } mode ? mode != 0 : null;

    /// <summary>Temperature of the die, degrees Celsius.</summary>
    public uint? Temperature => Number(_temperature, 0);

    /// <summary>Reasons why the clocks are not higher.</summary>
    public ClockEventReasons? Reasons
    {
        get
        {
            ulong reasons;
            return _reasons != 0 && ((delegate* unmanaged<nint, ulong*, int>)_reasons)(handle, &reasons) == Success
                ? (ClockEventReasons)reasons
                : null;
        }
    }

    /// <summary>Memory in use on the GPU by anyone, the driver's own share included, bytes.</summary>
    public long? MemoryUsed
    {
        get
        {
            var memory = stackalloc ulong[3];
            return _memory != 0 && ((delegate* unmanaged<nint, ulong*, int>)_memory)(handle, memory) == Success
                ? (long)memory[2]
                : null;
        }
    }

    /// <summary>The current clock, MHz.</summary>
    public uint? Clock(NvmlClock clock) => Number(_clockInfo, (int)clock);

    /// <summary>The highest clock that the GPU can have, MHz.</summary>
    public uint? MaxClock(NvmlClock clock) => Number(library.TryExport("nvmlDeviceGetMaxClockInfo"), (int)clock);

    /// <summary>Memory errors since the driver was loaded.</summary>
    public ulong? EccErrors(EccError error)
    {
        ulong count;
        return
            _eccErrors != 0
            && ((delegate* unmanaged<nint, int, int, ulong*, int>)_eccErrors)(
                handle,
                (int)error,
                VolatileErrors,
                &count
            ) == Success
            ? count
            : null;
    }

    /// <summary>
    /// Process ids of those with a compute context on the GPU, as the driver's namespace numbers them; null if it
    /// does not say.
    /// </summary>
    public IReadOnlyList<uint>? ComputeProcesses()
    {
        if (_processes == 0)
            return null;
        var list = (delegate* unmanaged<nint, uint*, ProcessInfo*, int>)_processes;
        for (var capacity = 32u; ; capacity *= 2)
        {
            var infos = new ProcessInfo[capacity];
            var count = capacity;
            int result;
            fixed (ProcessInfo* first = infos)
                result = list(handle, &count, first);
            if (result == Success)
                return [.. infos.Take((int)count).Select(i => i.Pid)];
            if (result != InsufficientSize || capacity > 4096)
                return null;
        }
    }

    /// <summary>Numbers of the processors near the GPU; empty if the driver does not say.</summary>
    public IReadOnlyList<int> NearProcessors()
    {
        const int Words = 64;
        var words = stackalloc nuint[Words];
        var get = library.TryExport("nvmlDeviceGetCpuAffinity");
        if (
            !OperatingSystem.IsLinux()
            || get == 0
            || ((delegate* unmanaged<nint, uint, nuint*, int>)get)(handle, Words, words) != Success
        )
            return [];
        List<int> near = [];
        var bits = 8 * sizeof(nuint);
        for (var i = 0; i < Words * bits; i++)
        {
            if ((words[i / bits] >> (i % bits) & 1) != 0)
                near.Add(i);
        }

        return near;
    }

    private string? Text(string call)
    {
        var text = stackalloc byte[TextCapacity];
        var get = library.TryExport(call);
        return get != 0 && ((delegate* unmanaged<nint, byte*, uint, int>)get)(handle, text, TextCapacity) == Success
            ? Marshal.PtrToStringUTF8((nint)text)
            : null;
    }

    private bool? Mode(string call)
    {
        uint current,
            pending;
        var get = library.TryExport(call);
        return get != 0 && ((delegate* unmanaged<nint, uint*, uint*, int>)get)(handle, &current, &pending) == Success
            ? current != 0
            : null;
    }

    private uint? Number(nint get)
    {
        uint value;
        return get != 0 && ((delegate* unmanaged<nint, uint*, int>)get)(handle, &value) == Success ? value : null;
    }

    private uint? Number(nint get, int which)
    {
        uint value;
        return get != 0 && ((delegate* unmanaged<nint, int, uint*, int>)get)(handle, which, &value) == Success
            ? value
            : null;
    }

    /// <summary><c>nvmlProcessInfo_v2_t</c>, which the _v3 call fills.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ProcessInfo
    {
        public readonly uint Pid;
        public readonly ulong MemoryBytes;
        public readonly uint GpuInstance;
        public readonly uint ComputeInstance;
    }
}
