using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;
using PerfGate.Core.Publishing.Documents;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Publishing;

/// <summary>The artefact appendix, filled in: what a reviewer needs to repeat the measurement.</summary>
internal static class ArtifactAppendix
{
    /// <summary>The command that repeats it.</summary>
    public const string Command = "perfgate reproduce artifact.zip";

    /// <summary>The section.</summary>
    /// <param name="input">What the publication is made from.</param>
    /// <param name="stated">Collects what is not known.</param>
    public static PaperSection Of(PublicationInput input, Stated stated)
    {
        var (e, artifact) = (input.Measurement.Environment, input.Artifact);
        return new(
            "Artefact appendix",
            [
                stated.Table(
                    "What it takes to repeat the measurement.",
                    [
                        ("command", Command),
                        (
                            "hardware",
                            e.Gpu is { } gpu
                                ? $"{gpu.Name} for the same times; another GPU gives its own"
                                : $"{e.Host.Processor} for the same times; another processor gives its own"
                        ),
                        ("software", Software(e)),
                        .. new ObservedSides(input).Factors(),
                        (
                            "disk",
                            artifact is null
                                ? null
                                : $"{Quantity.Bytes(artifact.Bytes)} in {artifact.Files} files, and what compiling adds"
                        ),
                        ("device memory", Memory(input)),
                        ("time to prepare", artifact?.PrepareSeconds is { } p ? EnvironmentFacts.Wall(p) : null),
                        ("time to run", EnvironmentFacts.Wall(input.Measurement.WallSeconds)),
                        ("licence", artifact?.Licence),
                        ("archived at", null),
                    ]
                ),
                new PaperTable(
                    "Expected results. A claim is reproduced where the speed-up that is found is within the interval.",
                    ["shape", "speed-up", "allowed"],
                    [
                        .. input.Claims.Claims.Select(c =>
                            ImmutableArray.Create(
                                ClaimWords.Shape(c.Shape),
                                ClaimWords.Factor(c.Speedup),
                                ClaimWords.Between(c.SpeedupInterval, ClaimWords.Factor)
                            )
                        ),
                    ]
                ),
            ]
        );
    }

    private static string Software(MeasurementEnvironment e) =>
        $".NET 10 SDK, PerfGate {e.PerfGateVersion}, {e.Compiler.Name} {e.Compiler.Version}"
        + (e.Device.RunsOnProcessor ? "" : $", driver {e.Gpu?.DriverVersion ?? Stated.Not}, g++");

    private static string? Memory(PublicationInput input) =>
        input
            .Measurement.Cases.Where(c => c.Benchmark == input.Claims.Candidate || c.Benchmark == input.Claims.Baseline)
            .Max(c => c.PeakMemoryBytes)
            is { } bytes
            ? Quantity.Bytes(bytes)
            : null;
}
