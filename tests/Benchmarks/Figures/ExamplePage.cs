using PerfGate.Core.Claims;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Publishing;

namespace PerfGate.Benchmarks.Figures;

/// <summary>The page of an example.</summary>
internal static class ExamplePage
{
    /// <summary>Its name in the folder.</summary>
    public const string FileName = "README.md";

    /// <summary>The page.</summary>
    /// <param name="folder">The folder of the example, absolute: <c>docs/examples/NAME</c>.</param>
    public static string Of(string folder)
    {
        var claims = JsonFile.Read(
            Path.Combine(folder, Publication.ClaimsName),
            PerfGateJson.Default.SpeedClaims,
            SpeedClaims.SchemaName
        );
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        var data = Path.GetFullPath(Path.Combine(folder, "..", "..", "data"));
        var page = $"""
            # {claims.Candidate} against PyTorch

            One run of [the pipeline](../../optimise.md#the-pipeline) on {claims.Device}.
            It was killed in the middle and resumed.
            The run wrote every file here but this page and `reproduced.md`, which are made from the other files.

            ```
            dotnet build kernels /t:PerfGateOptimize \
              -p:PerfGateOptimizeCandidate={claims.Candidate} -p:PerfGateOptimizeShape={claims.FixedShape} \
              "-p:PerfGateOptimizeBaseline=torch_sdpa_flash%3Btorch_sdpa_efficient%3Btorch_sdpa_cudnn%3Btorch_sdpa_math"
            ```

            ## What was found

            The baseline is the fastest of PyTorch's backends.
            It was [observed](../../observed-commands.md#as-a-baseline) in a script of its own.
            [The report](REPORT.md) has the limits, the methods, all factors and what is not stated.

            <!-- figures claims ../examples/{name} -->
            <!-- /figures -->

            ## What each phase did

            <!-- figures steps ../examples/{name} -->
            <!-- /figures -->

            ## Measured again

            `perfgate reproduce artifact.zip` on the same machine:

            <!-- figures reproduced ../examples/{name} -->
            <!-- /figures -->

            An interval holds what changes between the processes of one session.
            It does not hold what changes between sessions, so a shape may lie outside of it.

            """;
        return new DocumentedFigures(data).Renew(page);
    }
}
