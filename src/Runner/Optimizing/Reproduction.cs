using PerfGate.Core.Claims;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Publishing;
using PerfGate.Core.Reports;
using PerfGate.Runner.Building;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Optimizing;

/// <summary>Checks an archive, unpacks and measures it, and holds what was found against the claims.</summary>
/// <param name="archive">The archive, absolute.</param>
/// <param name="output">The output folder, absolute.</param>
internal sealed class Reproduction(string archive, string output)
{
    /// <summary>What was found, for programs.</summary>
    public const string ResultName = "reproduced.json";

    /// <summary>What was found, for readers.</summary>
    public const string TableName = "reproduced.md";

    private const string Target = "PerfGateCompile;PerfGateMeasure";

    private string Unpacked => Path.Combine(output, "unpacked");

    /// <summary>Reproduces.</summary>
    /// <param name="runs">How many processes measure it; null for as many as the archive's.</param>
    /// <param name="options">Options of <c>dotnet build</c>.</param>
    /// <exception cref="PerfGateException">PG2080: the archive is refused. PG2081: nothing was measured.</exception>
    public ReproducedClaims Run(int? runs, IReadOnlyList<string> options)
    {
        var (files, claims, contents) = PublishedArchive.Read(archive);
        Clear();
        GateOutput.Forget(output, GateStep.Compile);
        // The project first: it marks the folder as ours.
        var project = new ReproduceProject(
            contents,
            claims,
            PerfGateParts.Find(AppContext.BaseDirectory),
            EnvironmentRecord.Version()
        ).Write(Unpacked, output, runs ?? contents.Runs);
        foreach (var (name, content) in files.Where(f => IsSource(f.Key)))
            Unpack(Path.Combine(Unpacked, name), content);
        var (exit, commands) = new ProjectBuild(new BuildSubject(project), Target, options).Run();
        var measured = Path.Combine(output, "measurement.json");
        if (exit != 0 || !File.Exists(measured))
            throw new PerfGateException(
                DiagnosticCatalog.NotReproduced(Unpacked),
                exit == 0 ? ExitCode.Usage : BuildExit.Of(exit, commands, [])
            );
        return Held(claims, PairBench.Read(output));
    }

    private ReproducedClaims Held(SpeedClaims claims, Measurement measured)
    {
        SpeedClaims? found = null;
        string? nothing = null;
        try
        {
            found = SpeedComparison.Of(
                measured,
                new(claims.Candidate, claims.Baseline),
                new GatePolicy { Confidence = claims.Confidence }
            );
        }
        catch (PerfGateException e)
        {
            nothing = e.Diagnostics[0].Message;
        }

        var reproduced = ReproducedClaims.Of(
            claims,
            found,
            (measured.Environment.DeviceSlug, measured.StartedAt),
            shape =>
                nothing
                ?? found!.LeftOut.FirstOrDefault(l => l.Shape == shape)?.Reason
                ?? "this device does not have the shape"
        );
        JsonFile.Write(Path.Combine(output, ResultName), reproduced, PerfGateJson.Default.ReproducedClaims);
        ReportFolder.Write(
            output,
            [new(TableName, ReproducedWords.Markdown(reproduced)), .. PublicationBadges.Render(claims, reproduced)]
        );
        return reproduced;
    }

    // What an earlier reproduction unpacked is ours, and goes first.
    private void Clear()
    {
        if (!InputFile.IsThere(Unpacked))
            return;
        if (
            new DirectoryInfo(Unpacked).LinkTarget is not null
            || !File.Exists(Path.Combine(Unpacked, ReproduceProject.FileName))
        )
            throw new PerfGateException(
                DiagnosticCatalog.FileUnusable(
                    Unpacked,
                    "the archive is unpacked into this folder, and something else is there. Remove it, or name another "
                        + "folder with --output."
                ),
                ExitCode.Usage
            );
        Directory.Delete(Unpacked, recursive: true);
    }

    // An archive has no rights of files, and a command may be a script.
    private static void Unpack(string path, byte[] content)
    {
        AtomicFile.Write(path, content);
        if (!OperatingSystem.IsWindows() && CommandFiles.IsScript(content))
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
    }

    // Only what is compiled or run is written.
    private static bool IsSource(string name) =>
        name.StartsWith(ArtifactContents.Sources + "/", StringComparison.Ordinal);
}
