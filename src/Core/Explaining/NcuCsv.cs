using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Explaining;

/// <summary>Reads what <c>ncu --csv --page raw --print-units base</c> prints: a row for each launch.</summary>
public static class NcuCsv
{
    private const string KernelColumn = "Kernel Name";
    private const string Remark = "==";

    /// <summary>The launches, in the order in which they ran.</summary>
    /// <param name="text">The text; lines that begin with <c>==</c> are ncu's own remarks.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="PerfGateException">PG2101: a line is not what ncu prints.</exception>
    public static ImmutableArray<NcuLaunch> Read(string text, string path)
    {
        var lines = text.Split('\n');
        ImmutableArray<string>? names = null;
        ImmutableArray<string>? units = null;
        var launches = ImmutableArray.CreateBuilder<NcuLaunch>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.Length == 0 || line.StartsWith(Remark, StringComparison.Ordinal))
                continue;
            var at = new SourceLocation(path, i + 1);
            var cells = Cells(line, at);
            if (names is null)
            {
                // Before its table ncu passes on what the program prints, unless it has a file of its own.
                if (cells.Contains(KernelColumn))
                    names = cells;
                continue;
            }

            if (cells.Length != names.Value.Length)
                throw Refuse(at, $"this line has {cells.Length} columns, and the header has {names.Value.Length}");
            if (units is null)
                units = cells;
            else
                launches.Add(Launch(names.Value, units.Value, cells, at));
        }

        return names is null && launches.Count == 0 && HasTable(lines)
            ? throw Refuse(new(path), $"no line is a header with the column \"{KernelColumn}\"")
            : launches.ToImmutable();
    }

    // What ncu prints where no kernel was launched is remarks alone.
    private static bool HasTable(string[] lines) =>
        lines.Any(l => l.Trim().Length > 0 && !l.StartsWith(Remark, StringComparison.Ordinal));

    private static NcuLaunch Launch(
        ImmutableArray<string> names,
        ImmutableArray<string> units,
        ImmutableArray<string> cells,
        SourceLocation at
    )
    {
        var metrics = ImmutableDictionary.CreateBuilder<string, NcuValue>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            // ncu adds columns that nobody asked for, and some of them are texts.
            if (!NcuMetrics.All.Contains(names[i]) || IsAbsent(cells[i]))
                continue;
            metrics[names[i]] = Number(cells[i]) is { } value
                ? new(value, units[i])
                : throw Refuse(at, $"the value \"{cells[i]}\" of {names[i]} is not a number");
        }

        return new(cells[names.IndexOf(KernelColumn)], metrics.ToImmutable());
    }

    private static bool IsAbsent(string cell) =>
        cell.Length == 0
        || cell.EndsWith("n/a", StringComparison.OrdinalIgnoreCase)
        || cell is "nan" or "-nan" or "inf";

    // A metric with instances has them behind its value: 12 (3; 4; 5).
    private static double? Number(string cell)
    {
        var head = cell.IndexOf(" (", StringComparison.Ordinal) is > 0 and var end ? cell[..end] : cell;
        return
            double.TryParse(
                head,
                NumberStyles.Float | NumberStyles.AllowThousands,
                CultureInfo.InvariantCulture,
                out var value
            ) && double.IsFinite(value)
            ? value
            : null;
    }

    // RFC 4180, one record a line.
    private static ImmutableArray<string> Cells(string line, SourceLocation at)
    {
        var cells = ImmutableArray.CreateBuilder<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[++i]);
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ',' && !quoted)
                Flush();
            else
                cell.Append(line[i]);
        }

        if (quoted)
            throw Refuse(at, "a quotation mark is not closed");
        Flush();
        return cells.ToImmutable();

        void Flush()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
    }

    private static PerfGateException Refuse(SourceLocation at, string why) =>
        new(DiagnosticCatalog.NcuOutputUnreadable(at, why), ExitCode.Environment);
}

/// <summary>One launch of a kernel under ncu.</summary>
/// <param name="Kernel">The kernel, as ncu was asked to name it.</param>
/// <param name="Metrics">What was counted, by the metric's name; what ncu could not count is absent.</param>
public sealed record NcuLaunch(string Kernel, ImmutableDictionary<string, NcuValue> Metrics);

/// <summary>A metric's value.</summary>
/// <param name="Value">The value.</param>
/// <param name="Unit">Its unit as ncu prints it; empty for none.</param>
public readonly record struct NcuValue(double Value, string Unit);
