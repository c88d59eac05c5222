using System.Runtime.InteropServices;
using PerfGate.Core.Policy;

namespace PerfGate.Runner.Devices.Cuda.Nvml;

/// <summary>
/// The only code that can change a GPU: NVML's calls that lock and unlock its clocks. It cannot be made under
/// <see cref="ClockPolicy.Observe"/>, nor for a GPU that does not answer to its UUID.
/// </summary>
internal sealed unsafe class NvmlClockControl
{
    private const int UuidCapacity = 96;

    private readonly NvmlGpu _gpu;
    private readonly delegate* unmanaged<nint, uint, uint, int> _lockGraphics;
    private readonly delegate* unmanaged<nint, uint, uint, int> _lockMemory;
    private readonly delegate* unmanaged<nint, int> _resetGraphics;
    private readonly delegate* unmanaged<nint, int> _resetMemory;

    /// <summary>Loads the calls.</summary>
    /// <param name="policy">The user's word that clocks may be locked.</param>
    /// <param name="gpu">The GPU.</param>
    /// <exception cref="ArgumentException">The policy is not <see cref="ClockPolicy.Lock"/>.</exception>
    /// <exception cref="NvmlException">
    /// The GPU is another one than asked for, or this NVML cannot lock clocks.
    /// </exception>
    public NvmlClockControl(ClockPolicy policy, NvmlGpu gpu)
    {
        if (policy != ClockPolicy.Lock)
            throw new ArgumentException("clocks are only touched where the policy says lock", nameof(policy));
        _gpu = gpu;
        Verify(gpu);
        _lockGraphics = (delegate* unmanaged<nint, uint, uint, int>)gpu.Library.Export("nvmlDeviceSetGpuLockedClocks");
        _lockMemory = (delegate* unmanaged<nint, uint, uint, int>)gpu.Library.Export("nvmlDeviceSetMemoryLockedClocks");
        _resetGraphics = (delegate* unmanaged<nint, int>)gpu.Library.Export("nvmlDeviceResetGpuLockedClocks");
        _resetMemory = (delegate* unmanaged<nint, int>)gpu.Library.Export("nvmlDeviceResetMemoryLockedClocks");
    }

    /// <summary>Locks the graphics and multiprocessor clock.</summary>
    /// <param name="mhz">The clock, MHz.</param>
    /// <exception cref="NvmlException">It is refused.</exception>
    public void LockGraphics(uint mhz) =>
        _gpu.Library.Check(_lockGraphics(_gpu.Handle, mhz, mhz), "nvmlDeviceSetGpuLockedClocks");

    /// <summary>Locks the memory clock.</summary>
    /// <param name="mhz">The clock, MHz.</param>
    /// <returns>Whether this GPU can do that at all.</returns>
    /// <exception cref="NvmlException">It can, and refuses.</exception>
    public bool LockMemory(uint mhz)
    {
        var result = _lockMemory(_gpu.Handle, mhz, mhz);
        if (result == NvmlException.NotSupported)
            return false;
        _gpu.Library.Check(result, "nvmlDeviceSetMemoryLockedClocks");
        return true;
    }

    /// <summary>Unlocks both clocks.</summary>
    /// <exception cref="NvmlException">It is refused; both were tried.</exception>
    public void Reset()
    {
        var (graphics, memory) = (_resetGraphics(_gpu.Handle), _resetMemory(_gpu.Handle));
        _gpu.Library.Check(graphics, "nvmlDeviceResetGpuLockedClocks");
        if (memory != NvmlException.NotSupported)
            _gpu.Library.Check(memory, "nvmlDeviceResetMemoryLockedClocks");
    }

    private static void Verify(NvmlGpu gpu)
    {
        var text = stackalloc byte[UuidCapacity];
        var get = (delegate* unmanaged<nint, byte*, uint, int>)gpu.Library.Export("nvmlDeviceGetUUID");
        gpu.Library.Check(get(gpu.Handle, text, UuidCapacity), "nvmlDeviceGetUUID");
        var uuid = Marshal.PtrToStringUTF8((nint)text);
        if (!string.Equals(uuid, gpu.Uuid, StringComparison.OrdinalIgnoreCase))
            throw new NvmlException(
                NvmlException.NotSupported,
                $"the clocks of {gpu.Uuid} were asked for, but NVML offers {uuid}"
            );
    }
}
