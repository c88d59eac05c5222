using System.Collections.Immutable;
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

    /// <summary>The option that names several GPUs.</summary>
    public const string Option = "--gpus";

    private const string All = "all";

    /// <summary>Chooses the GPU that <c>PERFGATE_GPU</c> names, or the first visible one.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="PerfGateException">PG2031: there is none. PG2032: the one asked for is not there.</exception>
    public static GpuChoice Choose(ICudaDriver driver, Func<string, string?> variable)
    {
        var visible = AllVisible(driver, variable);
        return variable(Variable) is { Length: > 0 } asked ? Find(visible, asked, Variable)
            : visible.IsEmpty ? throw None()
            : visible[0];
    }

    /// <summary>Chooses several GPUs.</summary>
    /// <param name="asked"><c>all</c>, or what <c>PERFGATE_GPU</c> takes, several times, parted by commas.</param>
    /// <param name="driver">The driver.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>At least one, each once, in the order in which they were named.</returns>
    /// <exception cref="PerfGateException">
    /// PG2031: there is none. PG2032: one asked for is not there. PG9013: one is named twice, or they are of several
    /// models.
    /// </exception>
    public static ImmutableArray<GpuChoice> Several(string asked, ICudaDriver driver, Func<string, string?> variable)
    {
        var visible = AllVisible(driver, variable);
        if (visible.IsEmpty)
            throw None();
        ImmutableArray<GpuChoice> chosen = IsAll(asked)
            ? visible
            : [.. Named(asked).Select(n => Find(visible, n, Option))];
        if (chosen.IsEmpty)
            throw Refused(asked, "this names no GPU. Use all, or a list of indices or UUIDs: 0,2.");
        if (chosen.GroupBy(g => g.Uuid).FirstOrDefault(g => g.Count() > 1) is { Key: var twice })
            throw Refused(asked, $"{twice} is named twice. Name each GPU once: one GPU never has two workers.");
        string[] models = [.. chosen.Select(g => driver.DeviceName(g.Ordinal)).Distinct(StringComparer.Ordinal)];
        return models.Length == 1
            ? chosen
            : throw Refused(
                asked,
                $"these GPUs are of several models ({string.Join(", ", models)}), whose times are not compared. Name "
                    + "those of one model: 0,2."
            );
    }

    /// <summary>Whether all GPUs are meant, however many there are.</summary>
    /// <param name="asked">What <see cref="Option"/> says.</param>
    public static bool IsAll(string asked) => asked.Equals(All, StringComparison.OrdinalIgnoreCase);

    private static string[] Named(string asked) =>
        asked.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static ImmutableArray<GpuChoice> AllVisible(ICudaDriver driver, Func<string, string?> variable)
    {
        var count = driver.DeviceCount();
        var partitioned =
            variable("CUDA_VISIBLE_DEVICES")?.StartsWith("MIG-", StringComparison.OrdinalIgnoreCase) ?? false;
        string Uuid(int ordinal) => $"{(partitioned ? "MIG" : "GPU")}-{driver.DeviceUuid(ordinal):D}";
        return [.. Enumerable.Range(0, count).Select(i => new GpuChoice(i, Uuid(i), count))];
    }

    private static GpuChoice Find(ImmutableArray<GpuChoice> visible, string asked, string by) =>
        (
            int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? visible.ElementAtOrDefault(index)
                : visible.FirstOrDefault(g => g.Uuid.StartsWith(asked, StringComparison.OrdinalIgnoreCase))
        )
        ?? throw new PerfGateException(
            DiagnosticCatalog.GpuNotVisible(by, asked, [.. visible.Select(g => g.Uuid)]),
            ExitCode.Environment
        );

    private static PerfGateException None() =>
        new(DiagnosticCatalog.NoGpu("the CUDA driver shows no GPU to this process."), ExitCode.Environment);

    private static PerfGateException Refused(string asked, string why) =>
        new(DiagnosticCatalog.BadOption(Option, asked, why), ExitCode.Usage);
}
