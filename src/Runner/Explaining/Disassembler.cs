using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Disassembly;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Explaining;

/// <summary>
/// Prints the machine code of compiled modules: nvdisasm for a cubin, objdump for a host compiler's object. Each
/// object is printed once.
/// </summary>
internal sealed class Disassembler
{
    private const string OfCubins = "nvdisasm";
    private const string OfObjects = "objdump";

    // The object that a host module was linked from lies beside it and names what its instructions refer to.
    private const string HostObject = "unit.o";

    private const int LineBytes = 2048;
    private const int MostLines = 1_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, (ImmutableArray<CodeFunction> Functions, string? Failure)> _known = new(
        StringComparer.Ordinal
    );

    /// <summary>The code of a kernel, or why there is none, as the end of a sentence.</summary>
    /// <param name="catalog">The compiled kernels.</param>
    /// <param name="module">The kernel's module.</param>
    /// <param name="symbol">The kernel's symbol.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<(CodeListing? Code, string? Failure)> OfAsync(
        KernelCatalog catalog,
        CompiledModule module,
        string symbol,
        CancellationToken cancellation
    )
    {
        var onHost = module.Architecture == DeviceKind.Host.Name;
        var binary = catalog.BinaryOf(module);
        var path =
            onHost && Path.Combine(Path.GetDirectoryName(binary)!, HostObject) is var whole && File.Exists(whole)
                ? whole
                : binary;
        if (!_known.TryGetValue(path, out var known))
            _known[path] = known = await PrintAsync(path, onHost, cancellation).ConfigureAwait(false);
        if (known.Failure is not null)
            return (null, known.Failure);
        var code = CodeListing.Reached(known.Functions, symbol);
        return code is null ? (null, $"{Path.GetFileName(path)} does not have {symbol}") : (code, null);
    }

    private static async Task<(ImmutableArray<CodeFunction> Functions, string? Failure)> PrintAsync(
        string path,
        bool onHost,
        CancellationToken cancellation
    )
    {
        var program = onHost ? OfObjects : OfCubins;
        var places = CudaToolkit.PlacesOf(program, Environment.GetEnvironmentVariable).ToArray();
        if (places.FirstOrDefault(File.Exists) is not { } found)
            return ([], $"{program} was not found beside nvcc or on the PATH");
        string[] arguments = onHost ? ["-d", "-r", "--no-show-raw-insn", path] : ["-c", path];
        var (exit, lines) = await LinesAsync(new(found, arguments), cancellation).ConfigureAwait(false);
        return exit switch
        {
            0 => (onHost ? HostListing.Read(lines) : SassListing.Read(lines), null),
            null => ([], $"{program} did not end within {Patience.TotalSeconds:0} s"),
            _ => ([], $"{program} failed with exit code {exit}: {lines.LastOrDefault() ?? "it printed nothing"}"),
        };
    }

    private static async Task<(int? Exit, List<string> Lines)> LinesAsync(
        ProcessStartInfo start,
        CancellationToken cancellation
    )
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return (-1, [e.Message]);
        }

        var lines = new List<string>();
        void Keep(string line)
        {
            lock (lines)
            {
                if (lines.Count < MostLines)
                    lines.Add(line);
            }
        }

        var streams = Task.WhenAll(
            BoundedLines.ReadAsync(process.StandardOutput.BaseStream, LineBytes, (line, _) => Keep(line)),
            BoundedLines.ReadAsync(process.StandardError.BaseStream, LineBytes, (line, _) => Keep(line))
        );
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(Patience);
        try
        {
            await process.WaitForExitAsync(end.Token).ConfigureAwait(false);
            await streams.WaitAsync(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return (null, lines);
        }

        return (process.ExitCode, lines);
    }
}
