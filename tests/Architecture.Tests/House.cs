using ArchUnitNET.Loader;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Devices;
using PerfGate.Tasks;

namespace PerfGate.Architecture.Tests;

/// <summary>
/// The three assemblies as compiled, and which types they need. They are read once for all tests. Types of packages are
/// known by name alone: what these need themselves is nobody's matter here, and reading it took most of the time.
/// </summary>
internal static class House
{
    public static System.Reflection.Assembly Core { get; } = typeof(Measurement).Assembly;

    public static System.Reflection.Assembly Runner { get; } = typeof(IDevice).Assembly;

    public static System.Reflection.Assembly Tasks { get; } = typeof(CompileKernels).Assembly;

    public static ArchUnitNET.Domain.Architecture Compiled { get; } =
        new ArchLoader().LoadAssemblies(Core, Runner, Tasks).Build();
}
