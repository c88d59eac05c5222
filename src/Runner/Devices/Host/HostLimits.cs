namespace PerfGate.Runner.Devices.Host;

/// <summary>
/// What a launch may ask of the host device: the limits of compute capability 9.0, so that what runs here can be
/// launched there. <c>perfgate/grid.h</c> enforces the same on its side of the ABI.
/// </summary>
internal static class HostLimits
{
    /// <summary>Dynamic shared memory that a block may opt in to, bytes.</summary>
    public const int MaximumSharedBytes = 227 * 1024;

    private const ulong MaximumThreadsPerBlock = 1024;

    /// <summary>Refuses a launch that cannot be configured.</summary>
    /// <exception cref="DeviceException"><see cref="DeviceFault.InvalidLaunch"/>.</exception>
    public static void Check(KernelLaunch launch)
    {
        var (block, grid) = (launch.Block, launch.Grid);
        if (block.Count == 0 || grid.Count == 0)
            throw Refused(launch, $"a grid {grid} of blocks {block} is empty");
        if (block.X > 1024 || block.Y > 1024 || block.Z > 64 || block.Count > MaximumThreadsPerBlock)
            throw Refused(
                launch,
                $"a block of {block} threads is too large: at most 1024 in all and along x and y, 64 along z"
            );
        if (grid.X > int.MaxValue || grid.Y > ushort.MaxValue || grid.Z > ushort.MaxValue)
            throw Refused(
                launch,
                $"a grid of {grid} blocks is too large: at most 2147483647 along x, 65535 along y and z"
            );
        if (launch.SharedBytes is < 0 or > MaximumSharedBytes)
            throw Refused(
                launch,
                $"{launch.SharedBytes} bytes of dynamic shared memory are too many: at most {MaximumSharedBytes}"
            );
        if (launch.Cluster is not null)
            throw Refused(
                launch,
                $"the host device has no clusters. Say \"requires\": {{ \"computeCapability\": \"9.0\" }}"
            );
        if (launch.Kernel is HostKernel { ParameterSizes: { } sizes }
            && ArgumentTable.Fault(launch.Arguments, sizes) is { } fault)
            throw Refused(launch, $"{fault}");
    }

    private static DeviceException Refused(KernelLaunch launch, FormattableString why) =>
        new(DeviceFault.InvalidLaunch, $"{launch.Name}: {FormattableString.Invariant(why)}");
}
