using System.Collections.Immutable;
using MathNet.Numerics.Distributions;
using PerfGate.Core.Declarations;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Text;

namespace PerfGate.Core.Judgement;

/// <summary>Compares how far the outputs are from what is expected on both sides.</summary>
internal static class AccuracyJudging
{
    // Errors below two units in the last place are rounding: an exact result that becomes one unit wrong is no loss of
    // accuracy.
    private const double FloorUnits = 2;

    // How seldom an equally accurate kernel with other rounding errors is called less accurate.
    private const double ErrorRate = 1e-4;

    /// <summary>
    /// The errors of every output of a case, with the reference's where the two are of the same problem.
    /// </summary>
    public static ImmutableArray<OutputAccuracy> Of(Comparisons p, string name)
    {
        var (now, checks, before, beforeDeclared) = Sides(p, name);
        var comparable =
            now?.Declaration is { } declared && beforeDeclared is not null && SameProblem(beforeDeclared, declared);
        return
        [
            .. checks
                .Where(c => c.Passed)
                .Select(c =>
                {
                    var old = comparable ? before.FirstOrDefault(o => o.Buffer == c.Buffer && o.Passed) : null;
                    return new OutputAccuracy(
                        c.Buffer,
                        Rounding.Stable(c.RelativeError),
                        Rounding.Stable(c.MaximumAbsoluteError)
                    )
                    {
                        ExactShare = c.ExactShare,
                        Deterministic = c.Deterministic,
                        ReferenceRelativeError = old is null ? null : Rounding.Stable(old.RelativeError),
                        ReferenceMaximumAbsoluteError = old is null ? null : Rounding.Stable(old.MaximumAbsoluteError),
                        ReferenceExactShare = old?.ExactShare,
                        Growth = old is null ? null : Growth(c, old, now!.Declaration!, p.Input.Policy.AccuracyFactor),
                    };
                }),
        ];
    }

    /// <summary>
    /// Says that a case became less accurate. It takes the place of a pass or an improvement, and, where the policy
    /// fails it, of whatever else would not fail; beside anything worse it is a note.
    /// </summary>
    /// <param name="judgement">The judgement, with the accuracy of its outputs.</param>
    /// <param name="policy">The policy.</param>
    public static CaseJudgement Apply(CaseJudgement judgement, GatePolicy policy)
    {
        if (
            judgement.Verdict == CaseVerdict.Unchanged
            || judgement.Accuracy.Where(a => a.Growth is not null).MaxBy(a => a.Growth) is not { } worst
        )
            return judgement;
        var said = Said(worst);
        return VerdictTraits.GivesWay(judgement.Verdict, VerdictYields.ToLessAccurate, policy.LessAccurate)
            ? judgement with { Verdict = CaseVerdict.LessAccurate, Reason = $"{said}; its time: {judgement.Reason}" }
            : judgement with { Reason = $"{judgement.Reason}; also, {said}" };
    }

    private static string Said(OutputAccuracy a) =>
        $"output {a.Buffer} is {Numbers.Number(a.Growth!.Value)} times less accurate (relative error "
            + $"{Numbers.Error(a.RelativeError)} against {Numbers.Error(a.ReferenceRelativeError!.Value)}, largest "
            + $"difference {Numbers.Error(a.MaximumAbsoluteError)} against "
            + $"{Numbers.Error(a.ReferenceMaximumAbsoluteError!.Value)})";

    // A trial's two sides ran in one process; without one the baseline's figures are what there is.
    private static (
        MeasuredCase? Now,
        ImmutableArray<OutputCheck> Checks,
        ImmutableArray<OutputCheck> Before,
        CaseDeclaration? BeforeDeclared
    ) Sides(Comparisons p, string name)
    {
        var (now, tried, old) = (
            p.Candidate.GetValueOrDefault(name), p.Tried.GetValueOrDefault(name), p.Reference.GetValueOrDefault(name));
        return tried is { ReferenceChecks.IsEmpty: false }
            ? (tried, tried.Checks, tried.ReferenceChecks, tried.ReferenceDeclaration ?? p.Declared(name))
            : (now ?? tried, (now ?? tried)?.Checks ?? [], old?.Checks ?? [], old?.Declaration ?? p.Declared(name));
    }

    // Errors are comparable where the same values were expected of the same inputs.
    private static bool SameProblem(CaseDeclaration before, CaseDeclaration now) =>
        DeclarationComparison.Of(before, now, sameBuild: false)
            .All(e => !e.ChangesWork && e.Kind is not (CheckEditKind.Expected or CheckEditKind.Seed));

    private static double? Growth(OutputCheck now, OutputCheck before, CaseDeclaration declared, double factor)
    {
        if (declared.Buffers.FirstOrDefault(b => b.Name == now.Buffer) is not { } buffer)
            return null;
        var unit = FloorUnits * UnitInLastPlace(buffer.Type);
        var relative = Ratio(now.RelativeError, before.RelativeError, unit);
        var largest = now.LargestExpected is { } scale
            ? Ratio(now.MaximumAbsoluteError, before.MaximumAbsoluteError, unit * scale)
            : 0;
        var growth = Math.Max(relative, largest);
        return growth > factor * Chance(buffer.Count) ? Rounding.Stable(growth) : null;
    }

    private static double Ratio(double now, double before, double floor)
    {
        var ratio = now / Math.Max(before, floor);
        return double.IsFinite(ratio) ? ratio : 0;
    }

    // The error of few elements is mostly luck: with one element, half of all equally accurate kernels have an error
    // that is more than twice another's or less than half of it. The ratio of two mean squares of n normal errors is
    // distributed as F with n and n degrees.
    private static double Chance(long elements)
    {
        if (elements > 10_000)
            return 1;
        var share = Beta.InvCDF(elements / 2.0, elements / 2.0, 1 - ErrorRate);
        return Math.Sqrt(share / (1 - share));
    }

    // Relative to the power of two below the value; an integer is right or it is not, so any error counts.
    private static double UnitInLastPlace(string type) => type switch
    {
        "f16" => Math.ScaleB(1, -10),
        "bf16" => Math.ScaleB(1, -7),
        "f32" => Math.ScaleB(1, -23),
        _ => Math.ScaleB(1, -52),
    };
}
