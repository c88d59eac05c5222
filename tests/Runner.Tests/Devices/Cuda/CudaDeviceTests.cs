using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Cuda;

namespace PerfGate.Runner.Tests.Devices.Cuda;

/// <summary>The contract on a GPU. Skipped, by name, where there is none.</summary>
[Collection(Collection)]
public sealed class CudaDeviceTests : DeviceContract
{
    /// <summary>Tests that open the cuda device: one at a time, as in a worker process.</summary>
    public const string Collection = "the CUDA driver of this process";

    private static readonly Lazy<string> Module = new(Compile);

    private protected override IDevice Open()
    {
        Gpu.Require();
        return CudaDevice.Open();
    }

    private protected override string ContractModule()
    {
        Gpu.Require();
        return Module.Value;
    }

    private protected override string Symbol(string kernel) => kernel;

    private static string Compile()
    {
        var cubin = Path.Combine(Directory.CreateTempSubdirectory("perfgate-contract-").FullName, "contract.cubin");
        Gpu.CompileFile(Path.Combine(Checkout.Root, "tests", "Runner.Tests", "Devices", "contract.cu"), cubin);
        return cubin;
    }
}
