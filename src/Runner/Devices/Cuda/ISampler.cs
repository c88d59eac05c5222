using PerfGate.Core.Policy;


namespace PerfGate.Runner.Devices.Cuda;

/// <summary>A way to time kernels on a GPU.</summary>
internal interface ISampler : IDisposable
{
    /// <summary>The clock's name in measurements.</summary>
    string Clock { get; }

    /// <summary>Says that kernels ran untimed, and have ended.</summary>
    /// <param name="launches">How many.</param>
    void Ran(int launches);

    /// <summary>Says that kernels ran untimed that nobody counted (a library's), and have ended.</summary>
    void Forget();

    /// <summary>
    /// Counts what a sequence of functions does on the GPU, where the clock goes by it and it has not been counted yet;
    /// its inputs are in place.
    /// </summary>
    /// <returns>Whether it was counted now.</returns>
    /// <exception cref="DeviceException">The functions cannot be timed with this clock.</exception>
    bool Rehearse(CudaLaunchSequence sequence);

    /// <inheritdoc cref="IDevice.Sample"/>
    /// <exception cref="Cupti.CuptiException">The clock itself failed; the kernels did not.</exception>
    SampleBatch Sample(CudaLaunchSequence sequence, int count, CacheState cache, int leftOut = 0);
}
