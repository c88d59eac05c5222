using System.Globalization;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// The one GPU that is measured, out of those that this process may see (<c>CUDA_VISIBLE_DEVICES</c>).
/// </summary>
/// <param name="Ordinal">Its number in this process.</param>
/// <param name="Uuid"><c>GPU-</c> and its GUID; <c>MIG-</c> for an instance of a partitioned GPU.</param>
/// <param name="Visible">How many GPUs this process may see.</param>
internal sealed record GpuChoice(int Ordinal, string Uuid, int Visible)
{
    /// <summary>
    /// The variable by which a user names the GPU: an index among the visible ones, or a UUID or its beginning.
    /// </summary>
    public const string Variable = "PERFGATE_GPU";

    /// <summary>Chooses the GPU that <c>PERFGATE_GPU</c> names, or the first visible one.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="PerfGateException">PG2032: the one asked for is not there.</exception>
    public static GpuChoice Choose(ICudaDriver driver, Func<string, string?> variable)
    {
        var count = driver.DeviceCount();
        var partitioned =
            variable("CUDA_VISIBLE_DEVICES")?.StartsWith("MIG-", StringComparison.OrdinalIgnoreCase) ?? false;
        string Uuid(int ordinal) => $"{(partitioned ? "MIG" : "GPU")}-{driver.DeviceUuid(ordinal):D}";
        string[] uuids = [.. Enumerable.Range(0, count).Select(Uuid)];
        if (variable(Variable) is not { Length: > 0 } asked)
        {
            return count > 0
                ? new(0, uuids[0], count)
                : throw new PerfGateException(
                    DiagnosticCatalog.NoGpu("the CUDA driver shows no GPU to this process."),
                    ExitCode.Environment
                );
        }

        var found = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : Array.FindIndex(uuids, u => u.StartsWith(asked, StringComparison.OrdinalIgnoreCase));
        return found >= 0 && found < count
            ? new(found, uuids[found], count)
            : throw new PerfGateException(DiagnosticCatalog.GpuNotVisible(asked, uuids), ExitCode.Environment);
    }
}
