namespace PerfGate.Runner.Devices.Cuda.Nvml;

/// <summary>Why a GPU's clocks are not higher; the bits of <c>nvmlClocksEventReason…</c>.</summary>
[Flags]
internal enum ClockEventReasons : ulong
{
    /// <summary>Nothing holds the clocks back.</summary>
    None = 0,

    /// <summary>Nothing runs.</summary>
    Idle = 0x1,

    /// <summary>The clocks were set by someone.</summary>
    ApplicationClocks = 0x2,

    /// <summary>The power limit, as the driver steers by it.</summary>
    SoftwarePowerCap = 0x4,

    /// <summary>The hardware at least halves the clocks: too hot, power brake or too much power drawn.</summary>
    HardwareSlowdown = 0x8,

    /// <summary>Clocks are kept equal to those of other GPUs.</summary>
    SyncBoost = 0x10,

    /// <summary>Too hot, as the driver steers by it.</summary>
    SoftwareThermal = 0x20,

    /// <summary>Too hot: the hardware at least halves the clocks.</summary>
    HardwareThermal = 0x40,

    /// <summary>The power supply asks for less: the hardware at least halves the clocks.</summary>
    PowerBrake = 0x80,

    /// <summary>A display's clock is the limit.</summary>
    DisplayClock = 0x100,
}
