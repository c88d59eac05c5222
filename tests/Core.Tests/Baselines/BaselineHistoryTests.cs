using PerfGate.Core.Baselines;

namespace PerfGate.Core.Tests.Baselines;

public sealed class BaselineHistoryTests
{
    private static HistoryPoint LastStep(double before, double now, string code) => BaselineHistory.Of(Sample.Baseline(
        Sample.Measurement(0, "v1", Sample.Case("a", before)), Sample.Measurement(1, "v2", Sample.Case("a", now, code: code))))["a"][^1];

    [Fact]
    public void A_step_beyond_the_noise_with_other_code_is_the_codes() =>
        Assert.Equal(HistoryChange.Code, LastStep(80_000, 84_000, "other").Change);

    [Fact]
    public void A_step_beyond_the_noise_with_the_same_code_is_the_machines() =>
        Assert.Equal(HistoryChange.Machine, LastStep(80_000, 84_000, "c0de").Change);

    [Fact]
    public void A_step_within_the_noise_is_none() =>
        Assert.Equal(HistoryChange.None, LastStep(80_000, 80_020, "other").Change);

    [Fact]
    public void A_point_tells_the_ratio_to_the_one_before() => Assert.Equal(1.05, LastStep(80_000, 84_000, "other").Ratio!.Value, 9);

    [Fact]
    public void A_measurement_that_lacks_the_case_is_no_point_of_it()
    {
        var history = BaselineHistory.Of(Sample.Baseline(
            Sample.Measurement(0, null, Sample.Case("a")), Sample.Measurement(1, null, Sample.Case("b")), Sample.Measurement(2, null, Sample.Case("a"))));
        Assert.Equal(["a", "b"], history.Keys);
        Assert.Equal(2, history["a"].Length);
        Assert.Equal(HistoryChange.None, history["a"][^1].Change);
    }
}
