using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Commands;

/// <summary>Files of samples: one run a line, nanoseconds separated by blanks or commas.</summary>
internal static class SampleFile
{
    /// <summary>What stands for standard input.</summary>
    public const string StandardInput = "-";

    // Of a word that is no number so much is shown: a binary file can be one word.
    private const int LongestWord = 40;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path, or <see cref="StandardInput"/>.</param>
    /// <param name="input">Standard input.</param>
    /// <exception cref="PerfGateException">PG9001: it cannot be read; PG9010: it holds no samples, or something else.</exception>
    public static ImmutableArray<ImmutableArray<double>> Read(string path, TextReader input)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new PerfGateException(DiagnosticCatalog.FileUnusable("perfgate", "a file of samples has an empty name."), ExitCode.Usage);
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
        using var lines = new StringReader(text);
        while (lines.ReadLine() is { } content)
        {
            line++;
            ImmutableArray<double> run =
            [
                .. content.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries).Select(word => Time(word, name, line)),
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
        var wrong = !isNumber ? "is no number."
            : double.IsNaN(value) ? "is no time."
            : double.IsInfinity(value) ? "is infinite, or beyond the largest number."
            : value <= 0 ? "is not above zero, and a time is."
            : null;
        return wrong is null
            ? value
            : throw new PerfGateException(DiagnosticCatalog.NotSamples(new(name, line), $"'{Shown(word)}' {wrong}"), ExitCode.Usage);
    }

    // Without control characters, which a terminal would obey.
    private static string Shown(string word) =>
        string.Concat(word.Take(LongestWord).Select(c => char.IsControl(c) ? '?' : c)) + (word.Length > LongestWord ? "..." : "");
}
