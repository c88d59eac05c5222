using PerfGate.Core.Importing;

namespace PerfGate.Core.Judgement;

/// <summary>
/// What a verdict says otherwise where the times were imported: PerfGate cannot take them again, and has no kernels of
/// either side.
/// </summary>
internal static class ImportedJudging
{
    /// <summary>What the base's side of a trial is.</summary>
    public const string InTurns = "the base's files, measured in turns";

    /// <summary>Why there is no trial, as a clause.</summary>
    public const string NotInTurns = "base and candidate were not measured in turns (perfgate import --against)";

    /// <summary>What to do where there is no reference.</summary>
    public const string Remedy =
        "Keep this measurement as the baseline (perfgate baseline update), or import the base's files with it "
            + "(perfgate import --against).";

    /// <summary>Whether the candidate's times were imported.</summary>
    /// <param name="p">The comparisons.</param>
    public static bool IsImported(Comparisons p) => IsImported(p.Input);

    /// <inheritdoc cref="IsImported(Comparisons)"/>
    /// <param name="input">What the judgement rests on.</param>
    public static bool IsImported(JudgementInput input) =>
        SuiteTraits.ToolOf(input.Candidate.Environment.Clock) is not null;
}
