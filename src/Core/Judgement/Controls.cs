using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;
using PerfGate.Core.Text;

namespace PerfGate.Core.Judgement;

/// <summary>
/// Cases whose machine code is the same on both sides, canaries among them: whatever differs in their times is the
/// machine.
/// </summary>
internal sealed record Controls
{
    /// <summary>Fewer tell nothing of the spread between cases.</summary>
    public const int Fewest = 3;

    private readonly ImmutableArray<Control> _controls;

    private Controls(IEnumerable<Control> controls)
    {
        _controls = [.. controls];
        Median = _controls.IsEmpty ? 0 : Quantiles.Median([.. _controls.Select(c => c.Log)]);
    }

    /// <summary>Median log ratio, candidate over reference; 0 without controls.</summary>
    public double Median { get; }

    /// <summary>
    /// Standard deviation between the controls, beyond what their own runs' noise and the absolute floor explain;
    /// null if there are too few to tell.
    /// </summary>
    /// <remarks>
    /// Paule and Mandel (1982), Journal of Research of the National Bureau of Standards 87, 377-385: the variance
    /// between controls at which their weighted squares come to what chance gives. The weights follow from that
    /// variance, so a control whose own runs hardly vary does not turn its neighbours' noise into spread.
    /// </remarks>
    public double? Spread
    {
        get
        {
            if (_controls.Length < Fewest)
                return null;
            var expected = _controls.Length - 1;
            if (Squares(0) <= expected)
                return 0;
            // The squares fall as the variance grows; at that of the controls' whole range each is below one.
            var range = _controls.Max(c => c.Log) - _controls.Min(c => c.Log);
            var most = range * range;
            // Twelve digits of the variance.
            return Math.Sqrt(Bisection.Least(0, most, variance => Squares(variance) <= expected, 1e-12 * most));
        }
    }

    // Of a standard error of 1e-6: runs that do not vary at all would carry infinite weight.
    private const double SmallestVariance = 1e-12;

    private double Squares(double between)
    {
        var (sum, mean, squares) = (0.0, 0.0, 0.0);
        foreach (var control in _controls)
        {
            sum += Weight(control);
            mean += Weight(control) * control.Log;
        }

        mean /= sum;
        foreach (var control in _controls)
        {
            // A canary of 2 us moves by 1 % with every 20 ns; what is below the floor for a case is so for it, too.
            var beyond = Math.Max(0, Math.Abs(control.Log - mean) - control.Floor);
            squares += Weight(control) * beyond * beyond;
        }

        return squares;

        double Weight(Control control) =>
            1 / (Math.Max(control.StandardError * control.StandardError, SmallestVariance) + between);
    }

    /// <summary>
    /// The difference between sessions that noise alone makes, as a fraction: two standard deviations of the controls,
    /// beyond which one case in twenty lies without having changed.
    /// </summary>
    public double NoiseFloor => Spread is { } spread ? Math.Exp(2 * spread) - 1 : 0;

    /// <summary>
    /// What to take off where the machine has moved; null if the controls are too few to correct by.
    /// </summary>
    public MachineShift? Shift
    {
        get
        {
            if (Spread is not { } spread)
                return null;
            // A further case lies about the median as the controls do; a median of k has about π/2 times the variance
            // of their mean.
            var own = _controls.Average(c => c.StandardError * c.StandardError);
            var variance = spread * spread + Math.PI / 2 * (spread * spread + own) / _controls.Length;
            return new(Median, variance, _controls.Length - 1);
        }
    }

    /// <summary>Reads the controls off two measurements.</summary>
    /// <param name="reference">The reference's newest cases, by name.</param>
    /// <param name="candidate">The candidate's cases.</param>
    /// <param name="floorNs">The absolute floor, nanoseconds.</param>
    public static Controls Between(
        IReadOnlyDictionary<string, MeasuredCase> reference, IEnumerable<MeasuredCase> candidate, double floorNs) =>
        new(from now in candidate
            let old = reference.GetValueOrDefault(now.Name)
            where old is not null && now.CodeHash is not null && now.CodeHash == old.CodeHash
            let sides = CaseSides.Unpaired([old], now)
            where sides is { Comparable: true }
            select Of(sides, floorNs));

    /// <summary>Reads the controls off an interleaved measurement, where nothing but noise should show.</summary>
    /// <param name="trial">Its cases.</param>
    /// <param name="floorNs">The absolute floor, nanoseconds.</param>
    public static Controls Within(IEnumerable<MeasuredCase> trial, double floorNs) =>
        new(from now in trial
            where now.Role == CaseRole.Canary || (now.CodeHash is not null && now.CodeHash == now.ReferenceCodeHash)
            let sides = CaseSides.Interleaved(now)
            where sides is { Comparable: true }
            select Of(sides, floorNs));

    /// <summary>The drift as the verdict states it; null without controls.</summary>
    /// <param name="tolerance">The device's tolerance, as a fraction.</param>
    public Drift? ToDrift(double tolerance)
    {
        if (_controls.IsEmpty)
            return null;
        var ratio = Math.Exp(Median);
        var allowed = tolerance / 2;
        var isVoid = Math.Abs(ratio - 1) > allowed;
        var who =
            _controls.Length == 1
                ? "The one unchanged case or canary is"
                : $"The {_controls.Length.ToString(CultureInfo.InvariantCulture)} unchanged cases and canaries are";
        var moved = $"{who} {Numbers.Change(ratio)} than when the reference was measured (median)";
        return new(
            Rounding.Stable(ratio),
            _controls.Length,
            isVoid,
            isVoid
                ? $"{moved}, more than half the tolerance ({Numbers.Percent(allowed)}): the machine itself has moved."
                : $"{moved}, within half the tolerance ({Numbers.Percent(allowed)})."
        );
    }

    private static Control Of(CaseSides sides, double floorNs)
    {
        var effect = sides.Runs.Effect();
        var ns = Math.Exp(Moments.Mean(ComparedRuns.LogLocations(sides.Runs.Reference)));
        return new(effect.Difference, effect.StandardError, Math.Log(1 + floorNs / ns));
    }

    private readonly record struct Control(double Log, double StandardError, double Floor);
}
