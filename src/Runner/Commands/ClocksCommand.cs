using System.CommandLine;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices.Cuda;
using PerfGate.Runner.Devices.Cuda.Binding;
using PerfGate.Runner.Devices.Cuda.Nvml;
using PerfGate.Runner.Measuring.Environments;

namespace PerfGate.Runner.Commands;

/// <summary>
/// <c>perfgate clocks</c>: holds a GPU's clocks locked, or unlocks what a killed perfgate left locked.
/// </summary>
internal static class ClocksCommand
{
    private static readonly Option<string?> Gpu = new("--gpu")
    {
        Description = "UUID of the GPU; by default the one that would be measured.",
    };

    private static readonly Option<string> Notes = new("--notes") { Required = true };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var hold = new Command(
            "hold",
            "Locks graphics and memory clocks as PerfGateClocks=lock does, until it is interrupted."
        )
        {
            Gpu,
        };
        hold.SetAction(
            async (parse, cancellation) => await HoldAsync(parse.GetValue(Gpu), cancellation).ConfigureAwait(false)
        );
        var restore = new Command("restore", "Unlocks clocks that a killed perfgate left locked.") { Gpu };
        restore.SetAction(parse => Restore(parse.GetValue(Gpu)));
        var watchdog = new Command("watchdog", "Unlocks the clocks when standard input ends without a farewell.")
        {
            Gpu,
            Notes,
        };
        watchdog.Hidden = true;
        watchdog.SetAction(parse => Watch(parse.GetValue(Gpu), new(parse.GetRequiredValue(Notes))));
        return new("clocks", "Locks and unlocks a GPU's clocks.") { hold, restore, watchdog };
    }

    private static async Task HoldAsync(string? uuid, CancellationToken cancellation)
    {
        using var nvml = Load();
        using var held = ClockLock.Take(
            ClockPolicy.Lock,
            Find(nvml, uuid),
            ClockNotes.OfUser(Environment.GetEnvironmentVariable)
        )!;
        var memory = held.MemoryMhz is { } mhz ? $"{mhz} MHz" : "cannot be locked on this GPU";
        Console.WriteLine($"locked: graphics {held.GraphicsMhz} MHz, memory {memory}");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The way to end it.
        }
    }

    private static void Restore(string? uuid)
    {
        using var nvml = Load();
        var gpu = Find(nvml, uuid);
        var notes = ClockNotes.OfUser(Environment.GetEnvironmentVariable);
        var restored =
            notes.Read(gpu.Uuid) is not null
            && ClockLock.Recover(new NvmlClockControl(ClockPolicy.Lock, gpu), gpu, notes);
        Console.WriteLine(
            restored ? "unlocked." : "no killed perfgate left the clocks of this GPU locked; nothing was touched."
        );
    }

    private static void Watch(string? uuid, ClockNotes notes)
    {
        using var nvml = Load();
        var gpu = Find(nvml, uuid);
        var control = new NvmlClockControl(ClockPolicy.Lock, gpu);
        ClockWatchdog.Watch(
            () =>
            {
                control.Reset();
                notes.Remove(gpu.Uuid);
            },
            Console.In,
            Console.Out);
    }

    private static NvmlLibrary Load()
    {
        try
        {
            return NvmlLibrary.Load(Environment.GetEnvironmentVariable);
        }
        catch (NvmlException e)
        {
            throw new PerfGateException(DiagnosticCatalog.ClocksNotLocked(e.Message), ExitCode.Environment, e);
        }
    }

    private static NvmlGpu Find(NvmlLibrary nvml, string? uuid)
    {
        try
        {
            return nvml.Gpu(uuid ?? ChosenGpu());
        }
        catch (NvmlException e)
        {
            throw new PerfGateException(DiagnosticCatalog.ClocksNotLocked(e.Message), ExitCode.Environment, e);
        }
    }

    private static string ChosenGpu()
    {
        var driver =
            CudaBinding.TryLoad()
            ?? throw new PerfGateException(
                DiagnosticCatalog.NoGpu("this machine has no CUDA driver library."),
                ExitCode.Environment
            );
        return GpuChoice.Choose(driver, Environment.GetEnvironmentVariable).Uuid;
    }
}
