using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using PerfGate.Runner.Devices.Functions;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Devices.Host;

/// <summary>Launches with their arguments laid out in native memory, so that a sample does nothing but call.</summary>
internal sealed unsafe class HostLaunchSequence : ILaunchSequence
{
    private const int ErrorCapacity = 1024;

    private readonly ImmutableArray<KernelLaunch> _launches;
    private readonly Bound[] _bound;
    private readonly FunctionBinding?[] _functions;
    private readonly BufferReset[] _resets;
    private readonly HostVariables[] _variables;

    // What the variables hold before each launch: as they were loaded, or as the set-up of functions left them.
    private readonly HeldVariables[] _starts;
    private readonly byte* _error = (byte*)NativeMemory.AllocZeroed(ErrorCapacity);
    private bool _disposed;

    /// <summary>Binds.</summary>
    /// <param name="launches">
    /// The launches, in order, at least one; their kernels and buffers come from a <see cref="HostDevice"/>.
    /// </param>
    /// <param name="threads">OS threads that share the blocks.</param>
    /// <param name="resets">What <see cref="Reset"/> does to buffers.</param>
    /// <exception cref="DeviceException">A launch cannot be configured.</exception>
    public HostLaunchSequence(IReadOnlyList<KernelLaunch> launches, uint threads, IReadOnlyList<BufferReset> resets)
    {
        ArgumentOutOfRangeException.ThrowIfZero(launches.Count);
        _launches = [.. launches];
        foreach (var launch in launches.Where(l => l.Function is null))
            HostLimits.Check(launch);
        _bound = [.. launches.Select(l => l.Function is null ? Bind(l, threads) : default)];
        _functions = [.. launches.Select(l => l.Function is null ? null : BindFunction(l, threads))];
        _resets = [.. resets];
        _variables =
        [
            .. launches.Select(launch => launch.Kernel).OfType<HostKernel>().Select(k => k.Variables).Distinct(),
        ];
        _starts = [.. _variables.Select(v => v.Loaded)];
        SetUpFunctions();
    }

    /// <inheritdoc/>
    public int Launches => _bound.Length;

    /// <summary>Brings about the state that every launch starts from.</summary>
    public void Reset()
    {
        foreach (var start in _starts)
            start.PutBack();
        // After the variables, because some buffers are variables.
        foreach (var reset in _resets)
            ((HostBuffer)reset.Buffer).Reset(reset);
        foreach (var function in _functions)
            function?.Reset();
    }

    /// <summary>Runs every launch, in order.</summary>
    /// <exception cref="DeviceException">A kernel failed.</exception>
    public void Run()
    {
        for (var launch = 0; launch < _bound.Length; launch++)
            Run(launch);
    }

    /// <summary>Runs one launch.</summary>
    /// <exception cref="DeviceException">The kernel failed.</exception>
    public void Run(int launch)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_functions[launch] is { } function)
        {
            Run(function, (HostKernel)_launches[launch].Kernel);
            return;
        }

        var one = _bound[launch];
        if (one.Function(one.Launch, _error, ErrorCapacity) == 0)
            return;
        var text = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(_error));
        var kernel = (HostKernel)_launches[launch].Kernel;
        throw new DeviceException(DeviceFault.KernelFailed, CodeAddresses.Resolve(text, kernel.ModulePath));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        NativeMemory.Free(_error);
        foreach (var one in _bound)
            NativeMemory.Free(one.Launch);
        foreach (var function in _functions)
            function?.Dispose();
        foreach (var (start, variables) in _starts.Zip(_variables))
        {
            if (start != variables.Loaded)
                start.Dispose();
        }
    }

    private void SetUpFunctions()
    {
        if (_functions.All(f => f is null))
            return;
        try
        {
            foreach (var start in _starts)
                start.PutBack();
            foreach (var function in _functions)
                function?.SetUp();
            for (var i = 0; i < _starts.Length; i++)
                _starts[i] = _variables[i].Hold();
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            ThreadArithmetic.Restore();
        }
    }

    private static void Run(FunctionBinding function, HostKernel kernel)
    {
        try
        {
            function.Call();
        }
        catch (DeviceException e)
        {
            throw new DeviceException(e.Fault, CodeAddresses.Resolve(e.Message, kernel.ModulePath), e);
        }
    }

    private static FunctionBinding BindFunction(KernelLaunch launch, uint threads)
    {
        var kernel = (HostKernel)launch.Kernel;
        return new(
            kernel.Name, kernel.Function, launch, b => (ulong)((HostBuffer)b).Address, stream: 0, threads);
    }

    // One allocation: the launch, then the table of arguments with their values.
    private static Bound Bind(KernelLaunch launch, uint threads)
    {
        var kernel =
            launch.Kernel as HostKernel
            ?? throw new ArgumentException("the kernel is another device's", nameof(launch));
        var native = (NativeLaunch*)NativeMemory.AllocZeroed(
            (nuint)(sizeof(NativeLaunch) + ArgumentTable.BytesOf(launch.Arguments)));
        var table = (byte*)(native + 1);
        ArgumentTable.Write(launch.Arguments, b => (ulong)((HostBuffer)b).Address, table);
        native->GridX = launch.Grid.X;
        native->GridY = launch.Grid.Y;
        native->GridZ = launch.Grid.Z;
        native->BlockX = launch.Block.X;
        native->BlockY = launch.Block.Y;
        native->BlockZ = launch.Block.Z;
        native->SharedBytes = (uint)launch.SharedBytes;
        native->Threads = threads;
        native->Arguments = (void**)table;
        native->Cooperative = launch.Cooperative ? 1u : 0u;
        return new((delegate* unmanaged[Cdecl]<NativeLaunch*, byte*, int, int>)kernel.Function, native);
    }

    /// <summary><c>struct perfgate_launch</c> of <c>perfgate/grid.h</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct NativeLaunch
    {
        public uint GridX, GridY, GridZ;
        public uint BlockX, BlockY, BlockZ;
        public uint SharedBytes;
        public uint Threads;
        public void** Arguments;
        public uint Cooperative;
    }

    private readonly struct Bound(
        delegate* unmanaged[Cdecl]<NativeLaunch*, byte*, int, int> function,
        NativeLaunch* launch
    )
    {
        public readonly delegate* unmanaged[Cdecl]<NativeLaunch*, byte*, int, int> Function = function;
        public readonly NativeLaunch* Launch = launch;
    }
}
