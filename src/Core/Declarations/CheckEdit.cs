using PerfGate.Core.Diagnostics;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Declarations;

/// <summary>A difference between what the base declares of a case and what the candidate declares.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="Text">The difference in words, without the case's name.</param>
/// <param name="Weakens">Whether the check may let through what the base's would not.</param>
/// <param name="ChangesWork">Whether the case solves another problem, so that its times cannot be compared.</param>
public sealed record CheckEdit(CheckEditKind Kind, string Text, bool Weakens = false, bool ChangesWork = false)
{
    /// <summary>Where the candidate declares the case; null if that is not known.</summary>
    public SourceLocation? At { get; init; }

    /// <summary>The difference as a list of edits shows it.</summary>
    /// <param name="name">The case's name.</param>
    /// <param name="accepted">The entry that accepts it; null for none.</param>
    public string Line(string name, AcceptedCheckEdit? accepted) =>
        $"{name}: {Text}{(At is null ? "" : $" ({At.File})")}{(accepted is null ? "" : $"; {accepted.Said}")}";
}

/// <summary>What of a declaration can differ.</summary>
public enum CheckEditKind
{
    /// <summary>How close an output must be.</summary>
    Bound,

    /// <summary>Which outputs are compared.</summary>
    Outputs,

    /// <summary>What computes the expected outputs.</summary>
    Expected,

    /// <summary>The scalars that the expected-output function gets.</summary>
    ExpectedArguments,

    /// <summary>What a buffer is filled with.</summary>
    Fill,

    /// <summary>The seed of drawn inputs.</summary>
    Seed,

    /// <summary>Which buffers there are, and their types and counts.</summary>
    Buffers,

    /// <summary>The work counts.</summary>
    Work,

    /// <summary>Kernels, grids, blocks, shared memory and the number of launches.</summary>
    Launches,

    /// <summary>The arguments of the launches.</summary>
    LaunchArguments,

    /// <summary>Compile-time macros.</summary>
    Defines,

    /// <summary>The command that is observed, and what of it is measured.</summary>
    Command,
}
