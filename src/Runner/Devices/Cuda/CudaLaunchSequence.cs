using System.Runtime.InteropServices;
using PerfGate.Runner.Devices.Cuda.Binding;
using PerfGate.Runner.Devices.Cuda.Functions;
using PerfGate.Runner.Devices.Functions;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// Launches with their arguments laid out as the driver reads them, so that queueing one costs a single call.
/// </summary>
internal sealed unsafe class CudaLaunchSequence : ILaunchSequence
{
    private readonly ICudaDriver _driver;
    private readonly BoundLaunch[] _launches;
    private readonly BufferReset[] _resets;
    private readonly ModuleVariables[] _variables;
    private readonly (string Name, FunctionBinding Binding)[] _functions;

    /// <summary>Lays out the launches; their configurations have been checked.</summary>
    /// <param name="driver">The driver, its context current.</param>
    /// <param name="launches">The launches.</param>
    /// <param name="resets">What <see cref="QueueReset"/> does to buffers.</param>
    /// <param name="stream">What functions queue their work on.</param>
    /// <exception cref="DeviceException">The set-up of a function failed.</exception>
    public CudaLaunchSequence(
        ICudaDriver driver,
        IReadOnlyList<KernelLaunch> launches,
        IReadOnlyList<BufferReset> resets,
        nint stream = 0
    )
    {
        _driver = driver;
        _launches = [.. launches.Where(l => l.Kernel is CudaKernel).Select(Bind)];
        _resets = [.. resets];
        _variables =
        [
            .. launches
                .Select(l => l.Kernel)
                .OfType<CudaKernel>()
                .Select(k => k.Module)
                .Distinct()
                .Select(m => m.Variables),
        ];
        _functions =
        [
            .. launches
                .Where(l => l.Kernel is CudaFunction)
                .Select(l => (((CudaFunction)l.Kernel).Name, Bind((CudaFunction)l.Kernel, l, stream))),
        ];
        Case = launches.Select(l => l.Function?.Case).FirstOrDefault(c => c is not null);
        SetUpFunctions();
    }

    /// <inheritdoc/>
    /// <remarks>Of functions it is known after their rehearsal; before it, each counts as one.</remarks>
    public int Launches => _launches.Length + (Work?.Call.Kernels ?? _functions.Length);

    /// <summary>Whether it calls functions; it launches no kernels by itself then.</summary>
    public bool HasFunctions => _functions.Length > 0;

    /// <summary>The names of its functions, for messages.</summary>
    public string FunctionNames => string.Join(" and ", _functions.Select(f => f.Name).Distinct());

    /// <summary>What all sequences of the same case and inputs have in common; null if nothing is known.</summary>
    public object? Case { get; }

    /// <summary>What its functions and what precedes them do on the GPU; null before their rehearsal.</summary>
    public RehearsedWork? Work { get; set; }

    /// <summary>Variables of its modules that cannot be put back, by name.</summary>
    public IEnumerable<string> LostVariables => _variables.SelectMany(v => v.Lost);

    /// <summary>Queues what brings about the state that every launch starts from; no kernels.</summary>
    public void QueueReset(nint stream)
    {
        foreach (var variables in _variables)
            variables.QueueReset(stream);
        // After the variables, because some buffers are variables.
        foreach (var reset in _resets)
            ((CudaBuffer)reset.Buffer).QueueReset(reset);
        foreach (var function in _functions)
            function.Binding.Reset();
    }

    /// <summary>Queues every launch, in order.</summary>
    public void Queue(nint stream)
    {
        foreach (var launch in _launches)
        {
            if (launch.Cooperative || launch.Cluster is not null)
            {
                _driver.LaunchTogether(
                    launch.Function,
                    launch.Grid,
                    launch.Block,
                    launch.SharedBytes,
                    stream,
                    new((void*)launch.Arguments, launch.Count),
                    launch.Cooperative,
                    launch.Cluster
                );
                continue;
            }

            _driver.Launch(
                launch.Function,
                launch.Grid,
                launch.Block,
                launch.SharedBytes,
                stream,
                new((void*)launch.Arguments, launch.Count)
            );
        }

        foreach (var function in _functions)
            function.Binding.Call();
    }

    public void Dispose()
    {
        for (var i = 0; i < _launches.Length; i++)
        {
            NativeMemory.Free((void*)_launches[i].Arguments);
            _launches[i] = _launches[i] with { Arguments = 0 };
        }

        foreach (var function in _functions)
            function.Binding.Dispose();
    }

    private void SetUpFunctions()
    {
        try
        {
            foreach (var function in _functions)
                function.Binding.SetUp();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private static FunctionBinding Bind(CudaFunction function, KernelLaunch launch, nint stream) =>
        new(function.Name, function.Address, launch, b => ((CudaBuffer)b).Address, stream, threads: 0);

    private static BoundLaunch Bind(KernelLaunch launch)
    {
        var memory = (byte*)NativeMemory.AllocZeroed((nuint)Math.Max(1, ArgumentTable.BytesOf(launch.Arguments)));
        ArgumentTable.Write(launch.Arguments, b => ((CudaBuffer)b).Address, memory);
        return new(
            ((CudaKernel)launch.Kernel).Function,
            launch.Grid,
            launch.Block,
            launch.SharedBytes,
            (nint)memory,
            launch.Arguments.Length,
            launch.Cooperative,
            launch.Cluster
        );
    }

    private readonly record struct BoundLaunch(
        nint Function,
        Dim3 Grid,
        Dim3 Block,
        int SharedBytes,
        nint Arguments,
        int Count,
        bool Cooperative,
        Dim3? Cluster
    );
}
