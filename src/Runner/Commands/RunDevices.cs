using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Policy;
using PerfGate.Core.Reports;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Cuda;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Sharding;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary>The device that <c>perfgate run</c> measures on, or several GPUs at the same time.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="catalog">The compiled kernels.</param>
/// <param name="references">Finds the reference.</param>
/// <param name="policy">The policy in force.</param>
/// <param name="hold">Waits for others.</param>
/// <param name="caseTimeout">A worker that begins no new case for so long is killed.</param>
/// <param name="mostRuns">How many runs there are where cases stay undecided.</param>
internal sealed class RunDevices(
    GateRunRequest request,
    KernelCatalog catalog,
    IReferenceSource references,
    GatePolicy policy,
    GateHold hold,
    TimeSpan caseTimeout,
    int mostRuns
)
{
    private string PartsFolder => Path.Combine(request.WorkFolder, "gpus");

    /// <summary>
    /// The GPUs that <c>--gpus</c> names. Whatever this process asks of its GPU, it asks of the first of them.
    /// </summary>
    /// <param name="asked">What the option says; null if it is not given.</param>
    /// <param name="device">The device that the kernels are compiled for.</param>
    /// <returns>The GPUs; none where the option names none, as on the host device.</returns>
    /// <exception cref="PerfGateException">PG2031, PG2032, PG9013: they cannot be had, or not together.</exception>
    public static ImmutableArray<GpuChoice> Gpus(string? asked, DeviceKind device)
    {
        // A project that says "all" is measured on machines without a GPU too.
        if (asked is null || (device.RunsOnProcessor && GpuChoice.IsAll(asked)))
            return [];
        if (device.RunsOnProcessor)
            throw Refused(asked, $"the kernels are compiled for the {device.Name} device, which is no GPU. Use all.");
        var gpus = DeviceSelection.Gpus(asked);
        Environment.SetEnvironmentVariable(GpuChoice.Variable, gpus[0].Uuid);
        return gpus;
    }

    /// <summary>Measures, and writes the files that the judge needs.</summary>
    /// <param name="asked">What <c>--gpus</c> says.</param>
    /// <param name="gpus">What <see cref="Gpus"/> made of it.</param>
    /// <param name="cancellation">Stops it; what was measured by then is written.</param>
    /// <exception cref="PerfGateException">PG2041: it was cancelled. A device or an input is refused.</exception>
    public async Task MeasureAsync(string? asked, ImmutableArray<GpuChoice> gpus, CancellationToken cancellation)
    {
        var shares = gpus.Length > 1 ? Shares(asked!, gpus.Length) : [];
        try
        {
            if (shares.Length > 1)
                await OnSeveralAsync(gpus[..shares.Length], shares, cancellation).ConfigureAwait(false);
            else
                await OnOneAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What was measured by then is written.
        }

        if (cancellation.IsCancellationRequested)
            throw new PerfGateException(
                DiagnosticCatalog.Cancelled(
                    shares.Length > 1 ? PartsFolder : new GateFiles(request.Output).Measurement),
                ExitCode.Environment
            );
    }

    // One for each GPU, as long as there are cases for it.
    private ImmutableArray<CaseShare> Shares(string asked, int gpus)
    {
        if (request.Share is { } part)
            throw Refused(asked, $"the shard {part.Shard} is measured on one GPU. Leave out --shard or --gpus.");
        var dealt = CaseDeal.Of(request, catalog.Compiled.Device, references);
        // Two processes of one program may write the same file.
        if (dealt.Cases.FirstOrDefault(c => c.Command is not null && c.SkipReason is null) is { } observed)
            throw Refused(
                asked,
                $"{observed.Name} is measured in a command, which runs on one GPU. Leave out --gpus, or leave out "
                    + "commands by a filter."
            );
        var count = Math.Min(gpus, dealt.Cases.Length);
        return [.. Enumerable.Range(1, count).Select(i => dealt.Share(new(i, count)))];
    }

    private async Task OnOneAsync(CancellationToken cancellation)
    {
        using var device = HeldDevice.Take(hold, catalog.Compiled.Device, policy.Clocks, caseTimeout);
        device.Expect(WorkerMode.Prepare, catalog.HasFunctions);
        await Gate(request, device, Progress(null)).RunAsync(cancellation).ConfigureAwait(false);
    }

    private async Task OnSeveralAsync(
        ImmutableArray<GpuChoice> gpus,
        ImmutableArray<CaseShare> shares,
        CancellationToken cancellation
    )
    {
        var processors = ProcessorShares.OfGpus([.. gpus.Select(g => g.Uuid)], Environment.GetEnvironmentVariable);
        var held = new HeldDevice?[gpus.Length];
        try
        {
            // In one order: two gates must not each wait for a GPU that the other one holds.
            foreach (var i in Enumerable.Range(0, gpus.Length).OrderBy(i => gpus[i].Uuid, StringComparer.Ordinal))
                held[i] = HeldDevice.TakeGpu(hold, gpus[i].Uuid, processors[i], policy.Clocks, caseTimeout);
            await PartsAtOnce
                .TakeAsync(
                    [.. gpus.Select((gpu, i) => Part(gpu, shares[i], held[i]!, processors[i]))],
                    new(request.Output),
                    cancellation
                )
                .ConfigureAwait(false);
        }
        finally
        {
            foreach (var device in held)
                device?.Dispose();
        }
    }

    // Inputs and expected outputs are shared. Jobs, results and the base's kernels of a GPU are its own.
    private DevicePart Part(GpuChoice gpu, CaseShare share, HeldDevice device, IReadOnlyList<int> processors)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"GPU {gpu.Ordinal}");
        var folder = Path.Combine(PartsFolder, gpu.Ordinal.ToString(CultureInfo.InvariantCulture));
        var part = request with
        {
            Output = Path.Combine(folder, "results"),
            WorkFolder = folder,
            Cached = request.Cached,
            Share = share,
            ExpectedAtOnce = Math.Max(1, request.ExpectedAtOnce / share.Shard.Count),
        };
        GateOutput.Forget(part.Output, GateStep.Measure);
        var progress = Progress(name);
        progress.Say(
            $"{gpu.Uuid} takes {share.Names.Count} of {share.Shard.Suite.Length} cases; "
                + (
                    processors.Count == 0
                        ? "the GPUs' workers share all processors, because there are fewer than "
                            + $"{LockedEnvironment.EnoughProcessors} for each GPU"
                        : $"its workers keep to the processors {CpuAffinity.Format(processors)}"
                )
        );
        device.Expect(WorkerMode.Prepare, catalog.HasFunctions);
        return new(name, part.Output, stop => Gate(part, device, progress).RunAsync(stop));
    }

    private GateRun Gate(GateRunRequest part, HeldDevice device, IRunProgress progress) =>
        new(part, catalog, device.Launcher, progress, references, BaseTrial.Of(part, catalog.Compiled.Device));

    private ConsoleProgress Progress(string? device) =>
        new(AnsiConsole.Console, policy.DevicePricePerHour, policy.Currency, mostRuns, device);

    private static PerfGateException Refused(string asked, string why) =>
        new(DiagnosticCatalog.BadOption(GpuChoice.Option, asked, why), ExitCode.Usage);
}
