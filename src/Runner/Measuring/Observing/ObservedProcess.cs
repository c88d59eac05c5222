using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;

namespace PerfGate.Runner.Measuring.Observing;

/// <summary>
/// What the injected library wrote about one process of a command. The file comes from a foreign process, so anything
/// may be in it.
/// </summary>
internal sealed class ObservedProcess
{
    private const string Version = "V 2 ";
    private const int LongestLine = 1 << 16;
    private const long LargestFile = 4L << 30;

    // Hash and size: it becomes the name of a file.
    private static readonly SearchValues<char> OfModules = SearchValues.Create("0123456789abcdef-");

    private readonly Dictionary<string, string> _shapes = [];
    private readonly Dictionary<int, ObservedName> _names = [];
    private readonly List<ObservedRecord> _records = [];
    private readonly HashSet<ObservedModule> _modules = [];
    private readonly Dictionary<int, ObservedRange> _ranges = [];
    private readonly Dictionary<int, ObservedNest> _nests = [];
    private long _dropped;
    private long? _written;
    private string? _refused;

    private ObservedProcess() { }

    /// <summary>Kernels, copies and memsets, in no order.</summary>
    public IReadOnlyList<ObservedRecord> Records => _records;

    /// <summary>The modules that it loaded, each once.</summary>
    public IReadOnlyCollection<ObservedModule> Modules => _modules;

    /// <summary>Ranges that had GPU work in them, in no order.</summary>
    public IReadOnlyCollection<ObservedRange> Ranges => _ranges.Values;

    /// <summary>How many ranges it began, with GPU work and without.</summary>
    public int Begun { get; private set; }

    /// <summary>Names of its kernels.</summary>
    public IReadOnlyCollection<ObservedName> Names => _names.Values;

    /// <summary>Reads all processes of a command, in the order of their file names.</summary>
    /// <param name="folder">The folder that the library wrote into.</param>
    /// <exception cref="ObservationException">A file is not whole, a record was lost, or CUPTI refused.</exception>
    public static ImmutableArray<ObservedProcess> All(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.records").Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>Reads one file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ObservationException">It is not whole, a record was lost, or CUPTI refused.</exception>
    public static ObservedProcess Read(string path)
    {
        var number = Path.GetFileName(path).Split('-', '.')[0];
        if (new FileInfo(path).Length > LargestFile)
            throw new ObservationException(
                $"its process {number} has more than {LargestFile >> 30} GiB of records; run fewer iterations"
            );
        var read = new ObservedProcess();
        var at = 0;
        foreach (var line in File.ReadLines(path))
        {
            at++;
            if (
                line.Length > LongestLine
                || !(at == 1 ? line.StartsWith(Version, StringComparison.Ordinal) : read.Add(line))
            )
                throw new ObservationException(
                    $"line {at} of the records of its process {number} is damaged; repeat the measurement"
                );
        }

        read.Verify(number);
        return read;
    }

    private void Verify(string number)
    {
        if (_refused is { } refused)
            throw new ObservationException(
                $"CUPTI refused to record its process {number}: {refused}; no other profiler may be attached, and the "
                    + "program itself must not use CUPTI"
            );
        if (_written is null)
            throw new ObservationException(
                $"the records of its process {number} end early, so some are lost; it must end by exit() or by "
                    + "returning from main(), not by _exit(), a signal or exec"
            );
        if (_dropped > 0)
            throw new ObservationException(
                $"CUPTI lost {_dropped} records of its process {number}; run fewer iterations in one process"
            );
        if (_written != _records.Count)
            throw new ObservationException(
                $"its process {number} wrote {_written} records and {_records.Count} were read; repeat the measurement"
            );
        if (_records.Exists(r => r.Start == 0 || r.End < r.Start))
            throw new ObservationException(
                $"CUPTI recorded work of its process {number} without its time; repeat the measurement"
            );
    }

    private bool Add(string line)
    {
        if (_written is not null || line.Length < 3 || line[1] != ' ')
            return false;
        var rest = line.AsSpan(2);
        return line[0] switch
        {
            'K' => AddKernel(rest),
            'C' => AddMemory(rest, ObservedKind.Copy, fields: 8),
            'S' => AddMemory(rest, ObservedKind.Memset, fields: 7),
            'N' => AddName(rest),
            'D' => AddDemangled(rest),
            'M' => AddModule(rest),
            'R' => Numbered(rest, out var range, out var called) && _ranges.TryAdd(range, new(range, called)),
            'O' => AddNest(rest),
            'T' => Number(rest, out int begun) && (Begun = begun) >= 0,
            'X' => (_refused ??= rest.ToString()) is not null,
            'E' => AddEnd(rest),
            _ => false,
        };
    }

    private bool AddKernel(ReadOnlySpan<char> rest)
    {
        Span<Range> parts = stackalloc Range[11];
        if (
            rest.Split(parts, ' ') != 10
            || !Number(rest[parts[0]], out ulong start)
            || !Number(rest[parts[1]], out ulong end)
            || !Number(rest[parts[7]], out int number)
            || !_names.TryGetValue(number, out var name)
            || !Nest(rest[parts[8]], out var thread)
            || !Nest(rest[parts[9]], out var process)
        )
            return false;
        // Few launches are of a new shape.
        var written = rest[parts[4].Start..parts[6].End];
        var known = _shapes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(written, out var shape))
            _shapes[shape = written.ToString()] = shape;
        _records.Add(new(ObservedKind.Kernel, start, end, name, shape, thread, process));
        return true;
    }

    private bool AddMemory(ReadOnlySpan<char> rest, ObservedKind kind, int fields)
    {
        Span<Range> parts = stackalloc Range[9];
        if (
            rest.Split(parts, ' ') != fields
            || !Number(rest[parts[0]], out ulong start)
            || !Number(rest[parts[1]], out ulong end)
            || !Nest(rest[parts[fields - 2]], out var thread)
            || !Nest(rest[parts[fields - 1]], out var process)
        )
            return false;
        _records.Add(new(kind, start, end, null, "", thread, process));
        return true;
    }

    // What it refers to comes before it, so that no nest is inside of itself.
    private bool AddNest(ReadOnlySpan<char> rest)
    {
        Span<Range> parts = stackalloc Range[4];
        return rest.Split(parts, ' ') == 3
            && Number(rest[parts[0]], out int number)
            && number > 0
            && Nest(rest[parts[1]], out var outer)
            && Number(rest[parts[2]], out int range)
            && _ranges.TryGetValue(range, out var innermost)
            && _nests.TryAdd(number, new(outer, innermost));
    }

    private bool Nest(ReadOnlySpan<char> text, out ObservedNest? nest)
    {
        nest = null;
        return Number(text, out int number) && (number == 0 || _nests.TryGetValue(number, out nest));
    }

    private bool AddName(ReadOnlySpan<char> rest) =>
        Numbered(rest, out var number, out var symbol) && _names.TryAdd(number, new(symbol));

    private bool AddDemangled(ReadOnlySpan<char> rest)
    {
        if (!Numbered(rest, out var number, out var name) || !_names.TryGetValue(number, out var known))
            return false;
        known.Demangled = name;
        return true;
    }

    private bool AddModule(ReadOnlySpan<char> rest)
    {
        Span<Range> parts = stackalloc Range[4];
        if (rest.Split(parts, ' ') != 3 || rest[parts[0]].ContainsAnyExcept(OfModules))
            return false;
        _modules.Add(new(rest[parts[0]].ToString(), rest[parts[2]] is "1"));
        return true;
    }

    private bool AddEnd(ReadOnlySpan<char> rest)
    {
        Span<Range> parts = stackalloc Range[3];
        if (
            rest.Split(parts, ' ') != 2
            || !long.TryParse(rest[parts[0]], NumberStyles.None, CultureInfo.InvariantCulture, out var written)
            || !long.TryParse(rest[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out _dropped)
        )
            return false;
        _written = written;
        return true;
    }

    private static bool Numbered(ReadOnlySpan<char> rest, out int number, out string text)
    {
        (number, text) = (0, "");
        var blank = rest.IndexOf(' ');
        if (blank <= 0 || !int.TryParse(rest[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return false;
        text = rest[(blank + 1)..].ToString();
        return text.Length > 0;
    }

    private static bool Number(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool Number(ReadOnlySpan<char> text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

/// <summary>A piece of work that the GPU did.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Start">Nanoseconds.</param>
/// <param name="End">Nanoseconds, in the same time.</param>
/// <param name="Name">The kernel's name; null for copies and memsets.</param>
/// <param name="Shape">Grid, block and shared memory of a kernel; empty for others.</param>
/// <param name="Thread">The ranges that the launching thread had open; null for none.</param>
/// <param name="Process">The ranges of the process that were open then; null for none.</param>
internal readonly record struct ObservedRecord(
    ObservedKind Kind,
    ulong Start,
    ulong End,
    ObservedName? Name,
    string Shape,
    ObservedNest? Thread,
    ObservedNest? Process
)
{
    /// <summary>
    /// The outermost range that it was launched in and whose name fits; null if none does. Ranges of the process are
    /// around those of threads.
    /// </summary>
    /// <param name="pattern">The pattern.</param>
    public ObservedRange? RangeOf(string pattern) =>
        ObservedNest.Outermost(Process, pattern) ?? ObservedNest.Outermost(Thread, pattern);
}

/// <summary>Kinds of work.</summary>
internal enum ObservedKind
{
    /// <summary>A kernel.</summary>
    Kernel,

    /// <summary>A copy.</summary>
    Copy,

    /// <summary>A memset.</summary>
    Memset,
}

/// <summary>A kernel's name.</summary>
/// <param name="symbol">Its symbol.</param>
internal sealed class ObservedName(string symbol)
{
    /// <summary>Its symbol.</summary>
    public string Symbol { get; } = symbol;

    /// <summary>Its name, demangled; the symbol where it is no C++ name.</summary>
    public string Demangled { get; set; } = symbol;
}

/// <summary>A module that a process loaded.</summary>
/// <param name="Name">Hash and size of its image.</param>
/// <param name="IsKept">Whether its image was written to a file.</param>
internal readonly record struct ObservedModule(string Name, bool IsKept);
