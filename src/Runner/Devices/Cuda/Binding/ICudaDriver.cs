namespace PerfGate.Runner.Devices.Cuda.Binding;

/// <summary>
/// The CUDA driver API as far as PerfGate needs it: the seam between the cuda device and a binding. Handles are the
/// driver's own, sizes are bytes. Every call throws a <see cref="DeviceException"/> that names the driver's error,
/// except those called <c>Release…</c>: they clean up after anything, a lost device included, and stay silent.
/// </summary>
internal interface ICudaDriver
{
    /// <summary>The binding's name, for the fingerprint: <c>native</c> or <c>ManagedCuda</c>.</summary>
    string Name { get; }

    /// <summary>The CUDA version that the driver speaks: 1000 × major + 10 × minor.</summary>
    int Version { get; }

    /// <summary>How many devices this process may see.</summary>
    int DeviceCount();

    /// <summary>The device's marketing name.</summary>
    string DeviceName(int device);

    /// <summary>The device's UUID (that of its MIG instance where MIG is on), 16 bytes.</summary>
    Guid DeviceUuid(int device);

    /// <summary>The device's memory, bytes.</summary>
    long DeviceMemory(int device);

    /// <summary>An attribute of the device.</summary>
    int DeviceAttribute(int device, DeviceAttribute attribute);

    /// <summary>Takes hold of the device's primary context, and makes it current on this thread.</summary>
    void RetainContext(int device);

    /// <summary>Lets go of the device's primary context.</summary>
    void ReleaseContext(int device);

    /// <summary>Waits for all work of the current context.</summary>
    void Synchronize();

    /// <summary>Turns lines of the L2 cache that are marked as persisting into normal ones.</summary>
    void ResetPersistingCache();

    /// <summary>Free and total device memory.</summary>
    (long Free, long Total) MemoryInfo();

    /// <summary>Loads a cubin, or PTX that ends in a zero byte.</summary>
    nint LoadModule(ReadOnlySpan<byte> image);

    /// <summary>Unloads a module.</summary>
    void ReleaseModule(nint module);

    /// <summary>Finds a kernel by its symbol.</summary>
    nint GetFunction(nint module, string symbol);

    /// <summary>Finds a variable by its symbol.</summary>
    /// <returns>Its address and size, bytes; null if the module has none of that name.</returns>
    (ulong Address, long Bytes)? TryGetGlobal(nint module, string symbol);

    /// <summary>An attribute of a kernel.</summary>
    int FunctionAttribute(nint function, FunctionAttribute attribute);

    /// <summary>Sets an attribute of a kernel.</summary>
    void SetFunctionAttribute(nint function, FunctionAttribute attribute, int value);

    /// <summary>
    /// The sizes of a kernel's parameters, bytes, in order; null if the driver (before CUDA 12.4) cannot tell.
    /// </summary>
    int[]? ParameterSizes(nint function);

    /// <summary>Allocates device memory.</summary>
    ulong Allocate(long bytes);

    /// <summary>Frees device memory.</summary>
    void ReleaseMemory(ulong address);

    /// <summary>Allocates page-locked host memory that the device can reach.</summary>
    nint AllocateHost(long bytes);

    /// <summary>The device's address of memory out of <see cref="AllocateHost"/>.</summary>
    ulong HostDeviceAddress(nint host);

    /// <summary>Frees page-locked host memory.</summary>
    void ReleaseHost(nint host);

    /// <summary>Copies to the device; returns once the source may be reused.</summary>
    unsafe void CopyToDevice(ulong destination, void* source, long bytes);

    /// <summary>Copies from the device, and waits.</summary>
    unsafe void CopyToHost(void* destination, ulong source, long bytes);

    /// <summary>Queues a copy within the device.</summary>
    void QueueCopy(ulong destination, ulong source, long bytes, nint stream);

    /// <summary>Queues a copy from page-locked host memory (<see cref="AllocateHost"/>).</summary>
    void QueueCopyToDevice(ulong destination, nint source, long bytes, nint stream);

    /// <summary>Queues a copy to page-locked host memory (<see cref="AllocateHost"/>).</summary>
    void QueueCopyToHost(nint destination, ulong source, long bytes, nint stream);

    /// <summary>Queues the repeating of a word of four bytes, the last one cut where it does not fit.</summary>
    void QueueFill(ulong address, uint word, long bytes, nint stream);

    /// <summary>Creates a stream that does not wait for the default one.</summary>
    nint CreateStream();

    /// <summary>Waits for all work of a stream.</summary>
    void SynchronizeStream(nint stream);

    /// <summary>Destroys a stream.</summary>
    void ReleaseStream(nint stream);

    /// <summary>Creates an event that records time.</summary>
    nint CreateEvent();

    /// <summary>Queues the recording of an event.</summary>
    void RecordEvent(nint instant, nint stream);

    /// <summary>
    /// Time from one recorded event to another, milliseconds (resolution about 0.5 µs, by NVIDIA's documentation).
    /// </summary>
    float ElapsedMilliseconds(nint start, nint end);

    /// <summary>Destroys an event.</summary>
    void ReleaseEvent(nint instant);

    /// <summary>Queues a launch.</summary>
    /// <param name="function">The kernel.</param>
    /// <param name="grid">Blocks.</param>
    /// <param name="block">Threads per block.</param>
    /// <param name="sharedBytes">Dynamic shared memory, bytes.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="arguments">
    /// Addresses of the arguments' values, one per parameter, as <c>cuLaunchKernel</c> takes them.
    /// </param>
    void Launch(nint function, Dim3 grid, Dim3 block, int sharedBytes, nint stream, ReadOnlySpan<nint> arguments);

    /// <summary>As <see cref="Launch"/>, with blocks that run at once or in clusters.</summary>
    /// <param name="function">The kernel.</param>
    /// <param name="grid">Blocks.</param>
    /// <param name="block">Threads of a block.</param>
    /// <param name="sharedBytes">Dynamic shared memory, bytes.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="arguments">Addresses of the arguments' values.</param>
    /// <param name="cooperative">Whether all blocks run at once.</param>
    /// <param name="cluster">Blocks of a cluster; null for none.</param>
    void LaunchTogether(
        nint function, Dim3 grid, Dim3 block, int sharedBytes, nint stream, ReadOnlySpan<nint> arguments,
        bool cooperative, Dim3? cluster);
}

/// <summary>Attributes of a device; values of <c>CUdevice_attribute</c>.</summary>
internal enum DeviceAttribute
{
    MaxThreadsPerBlock = 1,
    MaxBlockX = 2,
    MaxBlockY = 3,
    MaxBlockZ = 4,
    MaxGridX = 5,
    MaxGridY = 6,
    MaxGridZ = 7,
    Multiprocessors = 16,
    EccEnabled = 32,
    L2CacheBytes = 38,
    ComputeCapabilityMajor = 75,
    ComputeCapabilityMinor = 76,
    MaxSharedPerBlockOptIn = 97,
}

/// <summary>Attributes of a kernel; values of <c>CUfunction_attribute</c>.</summary>
internal enum FunctionAttribute
{
    MaxThreadsPerBlock = 0,
    StaticSharedBytes = 1,
    MaxDynamicSharedBytes = 8,
}
