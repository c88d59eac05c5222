namespace PerfGate.Runner.Devices;

/// <summary>Something that the device refused or failed at.</summary>
internal sealed class DeviceException(DeviceFault fault, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>What kind of failure it is.</summary>
    public DeviceFault Fault { get; } = fault;
}

/// <summary>Kinds of device failures, by what they mean for the case and the process.</summary>
internal enum DeviceFault
{
    /// <summary>No device, no driver, no permission.</summary>
    Unavailable,

    /// <summary>An allocation does not fit: this case fails, the others go on.</summary>
    OutOfMemory,

    /// <summary>
    /// A module or a kernel cannot be loaded, or a launch cannot be configured: this case fails, the others go on.
    /// </summary>
    InvalidLaunch,

    /// <summary>A kernel failed while running: the process has lost the device.</summary>
    KernelFailed,
}
