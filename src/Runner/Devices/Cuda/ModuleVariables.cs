using PerfGate.Core.Kernels.Elf;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// The <c>__device__</c> variables of a module, with a copy of what they held when it was loaded. Put back before each
/// launch that is timed or checked: a kernel finds nothing there that an earlier launch left.
/// </summary>
internal sealed class ModuleVariables : IDisposable
{
    // Where nvcc puts variables that kernels may write: without and with an initial value.
    private const string Section = ".nv.global";

    // The bank of __constant__ variables. The other banks hold parameters and the compiler's own numbers.
    private const string Constants = ".nv.constant3";

    private readonly ICudaDriver _driver;
    private readonly List<Variable> _variables = [];
    private readonly CudaBuffer? _copy;

    private ModuleVariables(ICudaDriver driver, nint stream, IReadOnlyList<(ulong Address, long Bytes)> found)
    {
        _driver = driver;
        if (found.Count == 0)
            return;
        _copy = new(driver, stream, found.Sum(v => Padded(v.Bytes)));
        var at = 0L;
        foreach (var (address, bytes) in found)
        {
            _variables.Add(new(address, bytes, at));
            driver.QueueCopy(_copy.Address + (ulong)at, address, bytes, stream);
            at += Padded(bytes);
        }

        driver.SynchronizeStream(stream);
    }

    /// <summary>Names of variables that the driver does not find, so that they cannot be put back.</summary>
    public IReadOnlyList<string> Lost { get; private init; } = [];

    /// <summary>Finds the variables of a module that was just loaded.</summary>
    /// <param name="driver">The driver, its context current.</param>
    /// <param name="stream">Where copies are queued.</param>
    /// <param name="module">The module.</param>
    /// <param name="image">What it was loaded from; PTX has none that are known.</param>
    public static ModuleVariables Of(ICudaDriver driver, nint stream, nint module, byte[] image)
    {
        var (found, lost) = (new List<(ulong, long)>(), new List<string>());
        foreach (var section in Declared(image, Section).GroupBy(s => s.Section))
        {
            var known = section
                .Select(s => (Symbol: s, Address: driver.TryGetGlobal(module, s.Name)?.Address))
                .ToArray();
            // The linker lays a section out as one piece: where one of its variables is found the others are too, those
            // that the driver does not name included.
            var anchor = known.FirstOrDefault(k => k.Address is not null);
            if (anchor.Address is not { } address)
            {
                lost.AddRange(section.Select(s => s.Name));
                continue;
            }

            found.AddRange(
                known.Select(k => (k.Address ?? address + (ulong)(k.Symbol.Value - anchor.Symbol.Value), k.Symbol.Size))
            );
        }

        return new(driver, stream, found) { Lost = lost };
    }

    /// <summary>Queues putting them back.</summary>
    public void QueueReset(nint stream)
    {
        foreach (var variable in _variables)
            _driver.QueueCopy(variable.Address, _copy!.Address + (ulong)variable.Copy, variable.Bytes, stream);
    }

    public void Dispose() => _copy?.Dispose();

    /// <summary>The variables that a source declares, constants included.</summary>
    /// <param name="image">The module; PTX has none that are known.</param>
    public static IEnumerable<ElfSymbol> All(byte[] image) => Declared(image, Section, Constants);

    private static IEnumerable<ElfSymbol> Declared(byte[] image, params string[] sections)
    {
        try
        {
            var elf = ElfObject.Read(image);
            return elf.Symbols.Where(s =>
                s.Size > 0
                && sections.Any(n => elf.Sections[s.Section].Name.StartsWith(n, StringComparison.Ordinal))
            );
        }
        catch (ElfFormatException)
        {
            return [];
        }
    }

    private static long Padded(long bytes) => (bytes + 255) / 256 * 256;

    private readonly record struct Variable(ulong Address, long Bytes, long Copy);
}
