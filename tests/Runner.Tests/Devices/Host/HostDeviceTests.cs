using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Host;

namespace PerfGate.Runner.Tests.Devices.Host;

/// <summary>The contract on the host device, blocks spread over several OS threads.</summary>
public class HostDeviceTests : DeviceContract
{
    private static readonly string[] Kernels =
    [
        "remember",
        "accumulate",
        "write_at",
        "indices",
        "reverse_static",
        "reverse_dynamic",
        "prefix_sum",
        "barrier_predicates",
        "shuffles",
        "votes",
        "partial_warp_sum",
        "atomics",
        "histogram",
        "half_to_float",
        "float_to_half",
        "float_to_half_directed",
        "float_to_bfloat16",
        "float_to_fp8",
        "fours_of_fp8",
        "half_arithmetic",
        "integers",
        "reals",
        "copy_vectors",
        "scalars",
        "words",
        "extremes",
    ];

    internal static string Module(string name, params string[] flags) => HostModuleBuilder.Kernels(
        name,
        $"""
        #include "{Checkout.Root}/tests/Runner.Tests/Devices/contract.cu"
        PERFGATE_DYNAMIC_SHARED(int, dynamic_copy)
        {string.Join('\n', Kernels.Select(k => $"PERFGATE_EXPORT_KERNEL({k})"))}
        """,
        flags);

    private protected override IDevice Open() => new HostDevice(threads: 3);

    private protected override string ContractModule() => Module("contract");

    private protected override string Symbol(string kernel) => "perfgate_launch_" + kernel;
}

/// <summary>The contract on one OS thread, with the processor's own conversions where it has them.</summary>
public class HostDeviceOnOneThreadTests : HostDeviceTests
{
    private protected override IDevice Open() => new HostDevice(threads: 1);

    private protected override string ContractModule() => Module("contract-native", "-march=native");
}
