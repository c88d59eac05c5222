using System.Diagnostics;
using PerfGate.Core.Publishing;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Browser.Tests;

/// <summary>The LaTeX part of a publication compiles, whatever texts are in it.</summary>
public sealed class LatexTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_compiles(bool hostile)
    {
        var input = hostile ? PublicationSamples.Hostile() : PublicationSamples.Input();
        var folder = Directory.CreateTempSubdirectory("perfgate-tex-").FullName;
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder, Publication.TexName),
                Publication.Render(input).Single(f => f.Path == Publication.TexName).Text,
                TestContext.Current.CancellationToken
            );

            var (exit, output) = await RunAsync(folder);

            Assert.True(exit == 0, output);
            Assert.True(File.Exists(Path.Combine(folder, "report.pdf")), output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // It may read and write nothing but its own folder, and run nothing.
    private static async Task<(int Exit, string Output)> RunAsync(string folder)
    {
        var start = new ProcessStartInfo(
            "pdflatex",
            ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", Publication.TexName]
        )
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["openout_any"] = "p";
        start.Environment["TEXMFVAR"] = folder;
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, output + await errors);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException(
                "pdflatex was not found. The tests of the publication need it: install it (Debian: apt-get install "
                    + "texlive-latex-base).",
                e
            );
        }
    }
}
