using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Judgement;

/// <summary>The code of a verdict.</summary>
/// <param name="Code">As <see cref="Diagnostics.DiagnosticCatalog"/> documents it.</param>
/// <param name="Description">What it says, in a sentence.</param>
/// <param name="Report">
/// Makes the diagnostic of a case from its name, the reason, whether it fails, and its place.
/// </param>
public sealed record VerdictRule(
    string Code,
    string Description,
    Func<string, string, bool, SourceLocation?, Diagnostic> Report
)
{
    /// <summary>A code whose diagnostic is the same whether the case fails or not.</summary>
    /// <param name="code">The code.</param>
    /// <param name="description">What it says, in a sentence.</param>
    /// <param name="report">Makes the diagnostic of a case from its name, the reason and its place.</param>
    internal static VerdictRule Always(
        string code, string description, Func<string, string, SourceLocation?, Diagnostic> report) =>
        new(code, description, (name, why, _, at) => report(name, why, at));
}

/// <summary>What a case does to the gate.</summary>
public enum VerdictLevel
{
    /// <summary>Nothing.</summary>
    Passes,

    /// <summary>Nothing, but the reports say so.</summary>
    Noted,

    /// <summary>It warns.</summary>
    Warns,

    /// <summary>It fails.</summary>
    Fails,
}

/// <summary>The colour of a verdict; each report has its own of each.</summary>
public enum VerdictTone
{
    /// <summary>None.</summary>
    Plain,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Better than it was.</summary>
    Better,

    /// <summary>Needs a look.</summary>
    Warn,

    /// <summary>Fails.</summary>
    Bad,
}

/// <summary>What a verdict gives way to, where the same case is also found to be that.</summary>
[Flags]
public enum VerdictYields
{
    /// <summary>Nothing.</summary>
    ToNothing = 0,

    /// <summary>The branch weakens the check of the case.</summary>
    ToWeakerCheck = 1,

    /// <summary>The error of the outputs grew.</summary>
    ToLessAccurate = 2,

    /// <summary>The case is faster than its device allows.</summary>
    ToInvalid = 4,

    /// <summary>Each of them.</summary>
    ToAll = ToWeakerCheck | ToLessAccurate | ToInvalid,
}
