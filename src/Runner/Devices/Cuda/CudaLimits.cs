using PerfGate.Runner.Devices.Cuda.Binding;
using PerfGate.Runner.Devices.Cuda.Functions;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>What a launch may ask of a GPU.</summary>
/// <param name="Grid">Largest grid.</param>
/// <param name="Block">Largest block, per dimension.</param>
/// <param name="ThreadsPerBlock">Most threads of a block.</param>
/// <param name="SharedBytes">Most shared memory of a block, static and dynamic, bytes.</param>
internal sealed record CudaLimits(Dim3 Grid, Dim3 Block, int ThreadsPerBlock, int SharedBytes)
{
    /// <summary>Reads the limits of a device.</summary>
    public static CudaLimits Read(ICudaDriver driver, int device)
    {
        int Get(DeviceAttribute attribute) => driver.DeviceAttribute(device, attribute);
        Dim3 Sizes(DeviceAttribute x, DeviceAttribute y, DeviceAttribute z) =>
            new((uint)Get(x), (uint)Get(y), (uint)Get(z));
        return new(
            Sizes(DeviceAttribute.MaxGridX, DeviceAttribute.MaxGridY, DeviceAttribute.MaxGridZ),
            Sizes(DeviceAttribute.MaxBlockX, DeviceAttribute.MaxBlockY, DeviceAttribute.MaxBlockZ),
            Get(DeviceAttribute.MaxThreadsPerBlock),
            Get(DeviceAttribute.MaxSharedPerBlockOptIn));
    }

    /// <summary>
    /// Refuses a launch that cannot be configured, in words of the manifest rather than the driver's "invalid value",
    /// and a function that the clock cannot time. Lets a kernel have the shared memory that it asks for.
    /// </summary>
    /// <param name="launch">The launch.</param>
    /// <param name="clock">The clock in use.</param>
    /// <exception cref="DeviceException">The launch asks for more than the device or the kernel allows.</exception>
    public void Check(KernelLaunch launch, string clock)
    {
        if (launch.Function is { } needs)
        {
            CudaFunctionLimits.Check(((CudaFunction)launch.Kernel).Name, needs, clock);
            return;
        }

        var kernel = (CudaKernel)launch.Kernel;
        Check(launch, kernel);
        kernel.AllowDynamicShared(launch.SharedBytes);
    }

    private void Check(KernelLaunch launch, CudaKernel kernel)
    {
        var (grid, block) = (launch.Grid, launch.Block);
        if (grid.Count == 0 || block.Count == 0)
            throw Refused(launch, $"its grid {grid} or block {block} is empty");
        if (grid.X > Grid.X || grid.Y > Grid.Y || grid.Z > Grid.Z)
            throw Refused(launch, $"its grid {grid} exceeds the device's {Grid}");
        if (block.X > Block.X || block.Y > Block.Y || block.Z > Block.Z)
            throw Refused(launch, $"its block {block} exceeds the device's {Block}");
        if (block.Count > (ulong)ThreadsPerBlock)
            throw Refused(
                launch,
                $"its block {block} has {block.Count} threads, and the device allows {ThreadsPerBlock}"
            );
        if (block.Count > (ulong)kernel.MaxThreadsPerBlock)
        {
            throw Refused(
                launch,
                $"its block {block} has {block.Count} threads, and its registers or launch bounds allow "
                    + $"{kernel.MaxThreadsPerBlock}"
            );
        }

        if (kernel.StaticSharedBytes + (long)launch.SharedBytes > SharedBytes)
        {
            throw Refused(
                launch,
                $"it needs {kernel.StaticSharedBytes} + {launch.SharedBytes} bytes of shared memory, and a block may "
                    + $"have {SharedBytes}"
            );
        }

        CheckArguments(launch, kernel);
    }

    private static void CheckArguments(KernelLaunch launch, CudaKernel kernel)
    {
        if (kernel.ParameterSizes is { } sizes && ArgumentTable.Fault(launch.Arguments, sizes) is { } fault)
            throw Refused(launch, fault);
    }

    private static DeviceException Refused(KernelLaunch launch, string why) =>
        new(DeviceFault.InvalidLaunch, $"{launch.Name} cannot be launched: {why}");
}
