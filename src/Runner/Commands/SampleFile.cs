using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Text;

namespace PerfGate.Runner.Commands;

/// <summary>Files of samples: one run a line, nanoseconds separated by blanks or commas.</summary>
internal static class SampleFile
{
    /// <summary>What stands for standard input.</summary>
    public const string StandardInput = "-";

    // This much is shown of a word that is not a number: a binary file can be one word.
    private const int LongestWord = 40;

    // A comparison of more takes minutes, and a few hundred decide as well.
    private const int MostSamples = 500_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path, or <see cref="StandardInput"/>.</param>
    /// <param name="input">Opens standard input.</param>
    /// <exception cref="PerfGateException">
    /// PG9001, PG9014, PG9015: it cannot be read, or is too large. PG9010: it holds no samples, or something else.
    /// PG9021: it can be read in two ways.
    /// </exception>
    public static ImmutableArray<ImmutableArray<double>> Read(string path, Func<Stream> input)
    {
        if (path != StandardInput)
            return Parse(path, InputFile.Text(path, FileLimit.Samples));
        using var stream = input();
        return Parse("standard input", Utf8Text.Decode(InputFile.Bytes(stream, FileLimit.Samples, "standard input")));
    }

    /// <summary>Reads a text.</summary>
    /// <param name="name">What to call it in errors.</param>
    /// <param name="text">The text.</param>
    /// <inheritdoc cref="Read"/>
    public static ImmutableArray<ImmutableArray<double>> Parse(string name, string text)
    {
        var runs = ImmutableArray.CreateBuilder<ImmutableArray<double>>();
        var (line, samples) = (0, 0);
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            var run = Run(content, new(name, ++line));
            if (run.IsEmpty)
                continue;
            runs.Add(run);
            samples += run.Length;
            if (samples > MostSamples)
                throw Refused(
                    DiagnosticCatalog.NotSamples(
                        new(name, line),
                        $"there are more than {MostSamples} samples. Compare fewer."
                    )
                );
        }

        return runs.Count > 0
            ? runs.DrainToImmutable()
            : throw Refused(DiagnosticCatalog.NotSamples(new(name), "there are no samples in it."));
    }

    private static ImmutableArray<double> Run(ReadOnlySpan<char> line, SourceLocation at)
    {
        var run = ImmutableArray.CreateBuilder<double>();
        foreach (var word in line.SplitAny(' ', '\t'))
        {
            var text = line[word];
            if (CommaNumber.IsOne(text))
                throw Refused(DiagnosticCatalog.AmbiguousSamples(at, Shown(text)));
            foreach (var part in text.Split(','))
            {
                if (!text[part].IsEmpty)
                    run.Add(Time(text[part], at));
                if (run.Count > MostSamples)
                    throw Refused(
                        DiagnosticCatalog.NotSamples(at, $"there are more than {MostSamples} samples. Compare fewer.")
                    );
            }
        }

        return run.DrainToImmutable();
    }

    private static double Time(ReadOnlySpan<char> word, SourceLocation at)
    {
        var isNumber = double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        var wrong = !isNumber ? "is not a number."
            : double.IsNaN(value) ? "is not a time."
            : double.IsInfinity(value) ? "is infinite, or beyond the largest number."
            : value <= 0 ? "is not above zero, and a time is."
            : null;
        return wrong is null ? value : throw Refused(DiagnosticCatalog.NotSamples(at, $"'{Shown(word)}' {wrong}"));
    }

    private static PerfGateException Refused(Diagnostic diagnostic) => new(diagnostic, ExitCode.Usage);

    private static string Shown(ReadOnlySpan<char> word) => PlainText.Message(word.ToString(), LongestWord);
}
