using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>
/// The variables that are the same in every worker, whatever the user's shell says: set by the parent, applied and read
/// back by the worker.
/// </summary>
/// <param name="Variables">Name to value, ordered by name.</param>
internal sealed record LockedEnvironment(ImmutableSortedDictionary<string, string> Variables)
{
    /// <summary>The processors that a worker keeps to: <c>0-3,8</c>.</summary>
    public const string Processors = "PERFGATE_PROCESSORS";

    /// <summary>How many a worker needs: its own thread, CUPTI's, the driver's, and one to spare.</summary>
    public const int EnoughProcessors = 4;

    private const string ModuleLoading = "CUDA_MODULE_LOADING";
    private const string OnDemand = "LAZY";

    private const string VisibleDevices = "CUDA_VISIBLE_DEVICES";

    // On any device: text and numbers must not follow the user's language.
    private static readonly ImmutableSortedDictionary<string, string> Common = ImmutableSortedDictionary<string, string>
        .Empty.Add("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")
        .Add("LC_ALL", "C");

    // CUDA_MODULE_LOADING: all kernels are loaded before the first sample, except as LoadsOnDemand has it.
    // CUDA_CACHE_DISABLE: a machine's cache of compiled code must not decide what runs. CUDA_DEVICE_ORDER: indices that
    // do not depend on which GPU is faster. The other two: cuBLAS rounds, and chooses its algorithms, in one way only.
    private static readonly ImmutableSortedDictionary<string, string> Cuda = Common
        .Add("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        .Add("CUDA_CACHE_DISABLE", "1")
        .Add("CUDA_DEVICE_ORDER", "PCI_BUS_ID")
        .Add(ModuleLoading, "EAGER")
        .Add("NVIDIA_TF32_OVERRIDE", "0");

    private static readonly string[] KeptByCommands = ["LC_ALL", "CUDA_DEVICE_ORDER"];

    /// <summary>What is locked for workers on a GPU.</summary>
    /// <param name="gpu">UUID of the one GPU they see.</param>
    /// <param name="near">Processors near the GPU; empty if they are unknown.</param>
    public static LockedEnvironment ForCuda(string gpu, IReadOnlyList<int> near) =>
        new(WithProcessors(Cuda.Add(VisibleDevices, gpu), near));

    /// <summary>What is locked for workers on the host device.</summary>
    public static LockedEnvironment ForHost() => new(WithProcessors(Common, []));

    /// <summary>What is locked for the worker of a job.</summary>
    public LockedEnvironment For(WorkerJob job) =>
        Variables.ContainsKey(ModuleLoading) && LoadsOnDemand(job.Mode, job.CallsFunctions)
            ? new(Variables.SetItem(ModuleLoading, OnDemand))
            : this;

    /// <summary>Adapts what <see cref="ApplyTo"/> has set to a job, as <see cref="For"/> has it.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="mode">The kind of its job.</param>
    /// <param name="callsFunctions"><see cref="WorkerJob.CallsFunctions"/> of its job.</param>
    public static void Adapt(ProcessStartInfo worker, WorkerMode mode, bool callsFunctions)
    {
        if (worker.Environment.ContainsKey(ModuleLoading) && LoadsOnDemand(mode, callsFunctions))
            worker.Environment[ModuleLoading] = OnDemand;
    }

    // Loading a library such as cuBLAS whole takes seconds. A function is called in its rehearsal, and a kernel is run
    // once and warmed up, before any sample, so what they need is loaded by then. A ceiling is the best of many
    // products, the first of which may load what it likes.
    private static bool LoadsOnDemand(WorkerMode mode, bool callsFunctions) =>
        callsFunctions || mode == WorkerMode.Ceilings;

    /// <summary>Sets the variables for a process about to be started.</summary>
    public void ApplyTo(ProcessStartInfo worker)
    {
        foreach (var (name, value) in Variables)
            worker.Environment[name] = value;

        // The UUID has settled it; an index would now be one among the visible.
        worker.Environment.Remove(Devices.Cuda.GpuChoice.Variable);
    }

    /// <summary>
    /// Takes back what is set for workers alone, for a command that a worker observes: it runs as its users run it, on
    /// the same GPU, processors and language.
    /// </summary>
    public static void Release(ProcessStartInfo command)
    {
        foreach (var name in Cuda.Keys.Except(KeptByCommands).Append(Processors))
            command.Environment.Remove(name);
        foreach (var name in command.Environment.Keys.Where(k => k.StartsWith("DOTNET_TC_", StringComparison.Ordinal)))
            command.Environment.Remove(name);
    }

    /// <summary>
    /// In the worker, before anything else: keeps to the processors, and reads back what is in force.
    /// </summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>Every variable that a parent locks, as it is here; those that are not set are left out.</returns>
    public static ImmutableSortedDictionary<string, string> Enter(Func<string, string?> variable)
    {
        if (variable(Processors) is { Length: > 0 } processors)
            CpuAffinity.Apply(CpuAffinity.Parse(processors));
        var found = Cuda.Keys.Append(VisibleDevices)
            .Select(name => (name, value: variable(name)))
            .Where(v => v.value is not null)
            .ToImmutableSortedDictionary(v => v.name, v => v.value!);
        found = found.SetItem(
            "culture",
            CultureInfo.CurrentCulture.Name is { Length: > 0 } culture ? culture : "invariant"
        );
        return CpuAffinity.Current() is { Count: > 0 } allowed
            ? found.SetItem(Processors, CpuAffinity.Format(allowed))
            : found;
    }

    /// <summary>Compares what a worker read back with what was set.</summary>
    /// <returns>What did not hold, in one line; null if all did.</returns>
    public string? Difference(IReadOnlyDictionary<string, string> readBack)
    {
        var broken = Variables
            .Where(v => readBack.GetValueOrDefault(v.Key) != v.Value)
            .Select(v => $"{v.Key} should be {v.Value} and is {readBack.GetValueOrDefault(v.Key) ?? "not set"}")
            .ToList();
        return broken.Count == 0 ? null : DiagnosticCatalog.EnvironmentNotLocked(string.Join("; ", broken)).Coded;
    }

    /// <summary>The processors that workers keep to.</summary>
    /// <param name="allowed">Those that this process has.</param>
    /// <param name="near">Those near the GPU.</param>
    /// <returns>
    /// The near ones among the allowed; all allowed ones where too few of them are near, as inside a virtual machine
    /// that numbers its own.
    /// </returns>
    internal static IReadOnlyList<int> Choose(IReadOnlyList<int> allowed, IReadOnlyList<int> near)
    {
        var both = allowed.Intersect(near).ToList();
        return both.Count >= Math.Min(allowed.Count, EnoughProcessors) ? both : allowed;
    }

    private static ImmutableSortedDictionary<string, string> WithProcessors(
        ImmutableSortedDictionary<string, string> variables,
        IReadOnlyList<int> near
    )
    {
        var chosen = Choose(CpuAffinity.Current(), near);
        return chosen.Count == 0 ? variables : variables.Add(Processors, CpuAffinity.Format(chosen));
    }
}
