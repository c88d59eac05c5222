using System.Runtime.InteropServices;
using PerfGate.Runner.Devices.Cuda.Binding;

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

    /// <summary>Lays out the launches; their configurations have been checked.</summary>
    /// <param name="driver">The driver, its context current.</param>
    /// <param name="launches">The launches.</param>
    /// <param name="resets">What <see cref="QueueReset"/> does to buffers.</param>
    public CudaLaunchSequence(
        ICudaDriver driver,
        IReadOnlyList<KernelLaunch> launches,
        IReadOnlyList<BufferReset> resets
    )
    {
        _driver = driver;
        _launches = [.. launches.Select(Bind)];
        _resets = [.. resets];
        _variables = [.. launches.Select(l => ((CudaKernel)l.Kernel).Module).Distinct().Select(m => m.Variables)];
    }

    public int Launches => _launches.Length;

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
    }

    public void Dispose()
    {
        for (var i = 0; i < _launches.Length; i++)
        {
            NativeMemory.Free((void*)_launches[i].Arguments);
            _launches[i] = _launches[i] with { Arguments = 0 };
        }
    }

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
