using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Commands;

/// <summary>Files of samples: one run a line, nanoseconds separated by blanks or commas.</summary>
internal static class SampleFile
{
    /// <summary>What stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path, or <see cref="StandardInput"/>.</param>
    /// <param name="input">Standard input.</param>
    /// <exception cref="PerfGateException">PG9001: it cannot be read; PG9010: it holds no samples, or something else.</exception>
    public static ImmutableArray<ImmutableArray<double>> Read(string path, TextReader input)
    {
        try
        {
            return Parse(path, path == StandardInput ? input.ReadToEnd() : File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PerfGateException(
                DiagnosticCatalog.FileUnusable(path, $"the file could not be read: {e.Message}"), ExitCode.Usage, e);
        }
    }

    private static ImmutableArray<ImmutableArray<double>> Parse(string path, string text)
    {
        var name = path == StandardInput ? "standard input" : path;
        var runs = ImmutableArray.CreateBuilder<ImmutableArray<double>>();
        var line = 0;
        foreach (var content in text.Split('\n'))
        {
            line++;
            ImmutableArray<double> run =
            [
                .. content.Split([' ', '\t', '\r', ','], StringSplitOptions.RemoveEmptyEntries).Select(word => Time(word, name, line)),
            ];
            if (!run.IsEmpty)
                runs.Add(run);
        }

        return runs.Count > 0
            ? runs.DrainToImmutable()
            : throw new PerfGateException(DiagnosticCatalog.NotSamples(new(name), "there are no samples in it."), ExitCode.Usage);
    }

    private static double Time(string word, string name, int line)
    {
        var isNumber = double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        var wrong = !isNumber ? $"'{word}' is no number."
            : double.IsNaN(value) ? $"'{word}' is no time."
            : double.IsInfinity(value) ? $"'{word}' is infinite, or beyond the largest number."
            : value <= 0 ? $"'{word}' is not above zero, and a time is."
            : null;
        return wrong is null ? value : throw new PerfGateException(DiagnosticCatalog.NotSamples(new(name, line), wrong), ExitCode.Usage);
    }
}
