using System.Collections.Immutable;
using PerfGate.Core.Declarations;
using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Judgement;

/// <summary>The comparisons that a judgement rests on: the sides by name, and every stage that has evidence.</summary>
internal sealed record Comparisons
{
    /// <summary>What it rests on.</summary>
    public required JudgementInput Input { get; init; }

    /// <summary>The candidate's cases, canaries left out, by name.</summary>
    public required ImmutableSortedDictionary<string, MeasuredCase> Candidate { get; init; }

    /// <summary>The reference's newest cases, canaries left out, by name; empty without a baseline.</summary>
    public required ImmutableSortedDictionary<string, MeasuredCase> Reference { get; init; }

    /// <summary>The cases of the trial, canaries left out, by name; empty without one.</summary>
    public required ImmutableSortedDictionary<string, MeasuredCase> Tried { get; init; }

    /// <summary>Cases that have only another name than in the reference: from the new name to the old one.</summary>
    public required ImmutableSortedDictionary<string, string> Renamed { get; init; }

    /// <summary>Fields in which the environments differ.</summary>
    public required ImmutableArray<EnvironmentDifference> Differences { get; init; }

    /// <summary>The comparison with the baseline; null if there is none or the environments forbid it.</summary>
    public Stage? AgainstBaseline { get; init; }

    /// <summary>The accused cases' fresh runs against the baseline; null if there are none.</summary>
    public Stage? Remeasured { get; init; }

    /// <summary>The interleaved comparison with the base; null if there is none.</summary>
    public Stage? Interleaved { get; init; }

    /// <summary>Whether the environments forbid comparing times with the baseline.</summary>
    public bool Incomparable => Differences.Any(d => d.Incomparable);

    /// <summary>The stage whose finding on a case counts; null if none has one.</summary>
    public Stage? DecidingStage(string name)
    {
        if (Interleaved?.Findings.ContainsKey(name) == true)
            return Interleaved;
        var first = AgainstBaseline?.Findings.GetValueOrDefault(name);
        return Remeasured?.Findings.ContainsKey(name) == true
            && first is not { Finding: Finding.NotSlower or Finding.Faster }
                ? Remeasured
            : first is not null ? AgainstBaseline
            : null;
    }

    /// <summary>
    /// Whether a case has times on both sides and the baseline too few valid runs of it to decide anything: where its
    /// code changed no further run of the candidate will help, and only a trial does.
    /// </summary>
    public bool ReferenceIsShort(string name) =>
        AgainstBaseline is not null
        && Candidate.GetValueOrDefault(name) is { Status: CaseStatus.Measured, Runs.IsEmpty: false }
        && Reference.GetValueOrDefault(name) is { Runs.IsEmpty: false } old
        && old.Runs.Length < SequentialPlan.FewestReferenceRuns(Input.Policy);

    /// <summary>What the base commit's manifests declare of a case; null if that is not known.</summary>
    public CaseDeclaration? Declared(string name) => BaseDeclarations.GetValueOrDefault(name);

    /// <summary>The base commit's case of a name; null if it declares none.</summary>
    public BaseCase? AtBase(string name) => BaseByName.GetValueOrDefault(name);

    /// <summary>The second measurement of a case; null if there is none.</summary>
    public MeasuredCase? MeasuredAgain(string name) => AgainByName.GetValueOrDefault(name);

    private Dictionary<string, BaseCase> BaseByName { get; init; } = [];

    private Dictionary<string, MeasuredCase> AgainByName { get; init; } = [];

    private ImmutableDictionary<string, CaseDeclaration> BaseDeclarations { get; init; } =
        ImmutableDictionary<string, CaseDeclaration>.Empty;

    /// <summary>
    /// Whether one compiler made the expected-output functions of the baseline and of the candidate. Elsewhere than on
    /// the host device nobody records it.
    /// </summary>
    public bool SameHostCompiler => WithOneHostCompiler(Input);

    private static bool WithOneHostCompiler(JudgementInput input) =>
        input.Reference is { Measurements.IsEmpty: false } b
        && input.Candidate.Environment is { Device.RunsOnProcessor: true } now
        && b.Measurements[^1].Environment is { Device.RunsOnProcessor: true } then && then.Compiler == now.Compiler;

    /// <summary>
    /// How the cache states differ in which a case was measured now and for the baseline, in words; null if they do
    /// not. Such times are not compared.
    /// </summary>
    public string? CacheDifference(string name)
    {
        if (
            AgainstBaseline is null
            || !Candidate.TryGetValue(name, out var now)
            || !Reference.TryGetValue(name, out var old)
            // A command leaves the caches as it likes, whatever the policy says of kernels.
            || now.Observed is not null
        )
            return null;
        var (then, today) = (Input.Reference!.Measurements[^1].CacheOf(old), Input.Candidate.CacheOf(now));
        return then == today ? null : $"cache ({then} then, {today} now)";
    }

    /// <summary>Makes every comparison that the input allows.</summary>
    public static Comparisons Open(JudgementInput input)
    {
        var baseline = input.Reference is { Measurements.IsEmpty: false } b ? b : null;
        var interleaved = input.Trial ?? (input.Candidate.Interleaved ? input.Candidate : null);
        var candidate = Judged(input.Candidate);
        var reference = baseline is null ? Judged(null) : Judged(baseline.Measurements[^1]);
        var differences = baseline is null
            ? []
            : EnvironmentComparison.Differences(baseline.Measurements[^1].Environment, input.Candidate.Environment);
        var comparable = baseline is not null && !differences.Any(d => d.Incomparable);
        var declared = input.BaseCases.Where(c => c.Declaration is not null).DistinctBy(c => c.Name)
            .ToImmutableDictionary(c => c.Name, c => c.Declaration!, StringComparer.Ordinal);
        bool SameWork(MeasuredCase now, CaseDeclaration? before) =>
            DeclaredWork.Changes(now, before ?? declared.GetValueOrDefault(now.Name)).IsEmpty;
        var changed = candidate
            .Values.Where(c =>
                c.Status == CaseStatus.Measured
                && reference.TryGetValue(c.Name, out var old)
                && !SameCode(c, old)
                && SameWork(c, old.Declaration)
            )
            .Select(c => c.Name)
            .ToHashSet(StringComparer.Ordinal);
        var tried = Judged(interleaved);
        var first = comparable && !input.Candidate.Interleaved
            ? Stage.AgainstBaseline("the baseline", baseline!, input.Candidate, input.Policy, changed)
            : null;
        var atBase = input.BaseCases.DistinctBy(c => c.Name).ToDictionary(c => c.Name, StringComparer.Ordinal);
        return new()
        {
            Input = input,
            BaseByName = atBase,
            AgainByName = (input.Remeasured?.Cases ?? [])
                .DistinctBy(c => c.Name)
                .ToDictionary(c => c.Name, StringComparer.Ordinal),
            BaseDeclarations = declared,
            Candidate = candidate,
            Reference = reference,
            Tried = tried,
            Renamed = RenamedCases.Of(
                reference.Values.Where(c => !candidate.ContainsKey(c.Name) && !tried.ContainsKey(c.Name)),
                candidate.Values.Where(c =>
                    c.Status is CaseStatus.Measured or CaseStatus.NotTimed
                    && !reference.ContainsKey(c.Name)
                    && !tried.ContainsKey(c.Name)
                    && !atBase.ContainsKey(c.Name)
                ),
                WithOneHostCompiler(input)
            ),
            Differences = differences,
            AgainstBaseline = first,
            Remeasured = comparable && input.Remeasured is { } again
                ? Stage.AgainstBaseline("the baseline, in fresh runs", baseline!, again, input.Policy, changed, first)
                : null,
            Interleaved = interleaved is null
                ? null
                : Stage.Interleaved(
                    ImportedJudging.IsImported(input)
                        ? ImportedJudging.InTurns
                        : "the base commit's kernels, interleaved",
                    interleaved,
                    input.Policy,
                    tried
                        .Values.Where(c => !SameCodeBothSides(c) && SameWork(c, c.ReferenceDeclaration))
                        .Select(c => c.Name)
                        .ToHashSet(StringComparer.Ordinal),
                    first
                ),
        };
    }

    /// <summary>
    /// Whether the machine code is byte-identical to the reference's, or, in the trial, to the base's.
    /// </summary>
    public bool Unchanged(string name) =>
        Renamed.ContainsKey(name)
        || (Candidate.TryGetValue(name, out var now) && Reference.TryGetValue(name, out var old) && SameCode(now, old))
        || (Tried.TryGetValue(name, out var tried) && SameCodeBothSides(tried));

    /// <summary>Whether two cases are known to run the same machine code.</summary>
    public static bool SameCode(MeasuredCase a, MeasuredCase b) => a.CodeHash is not null && a.CodeHash == b.CodeHash;

    /// <summary>
    /// Whether it has the same code as the base commit but not as the baseline. Then the compiler or its flags changed,
    /// not the source.
    /// </summary>
    public bool SameAsBaseOnly(string name) =>
        Tried.TryGetValue(name, out var tried)
        && SameCodeBothSides(tried)
        && Reference.TryGetValue(name, out var old)
        && !SameCode(tried, old);

    private static bool SameCodeBothSides(MeasuredCase c) =>
        c.CodeHash is not null && c.CodeHash == c.ReferenceCodeHash;

    private static ImmutableSortedDictionary<string, MeasuredCase> Judged(Measurement? measurement) =>
        (measurement?.Cases ?? [])
            .Where(c => c.Role == CaseRole.Case)
            .ToImmutableSortedDictionary(c => c.Name, c => c, StringComparer.Ordinal);
}
