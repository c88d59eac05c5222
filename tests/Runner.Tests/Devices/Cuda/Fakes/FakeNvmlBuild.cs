namespace PerfGate.Runner.Tests.Devices.Cuda.Fakes;

/// <summary>The fake NVML, compiled once for a class of tests.</summary>
public sealed class FakeNvmlBuild : IDisposable
{
    private readonly NativeLibraryBuild _build = new();

    public FakeNvmlBuild() => Library = _build.Build("fake_nvml.cpp");

    public string Library { get; }

    public void Dispose() => _build.Dispose();
}
