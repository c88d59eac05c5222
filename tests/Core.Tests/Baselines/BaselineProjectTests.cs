using PerfGate.Core.Baselines;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Baselines;

/// <summary>Whose cases a baseline holds.</summary>
public class BaselineProjectTests
{
    private static readonly MeasuredCase Canary = Sample.Case("canary") with { Role = CaseRole.Canary };

    private static readonly Baseline OfSoftmax = Sample.Baseline(
        Sample.Measurement(0, null, Sample.Case("softmax/N=1024"), Canary)
    );

    [Fact]
    public void A_measurement_with_one_case_of_the_baseline_is_of_its_project_even_where_that_case_failed()
    {
        var failed = Sample.Case("softmax/N=1024", status: CaseStatus.Failed);

        Assert.False(
            BaselineProject.HasNoCaseOf(OfSoftmax, Sample.Measurement(1, null, failed, Sample.Case("gemm/N=64")))
        );
    }

    [Fact]
    public void A_measurement_that_shares_only_the_canaries_is_of_another_project() =>
        Assert.True(
            BaselineProject.HasNoCaseOf(OfSoftmax, Sample.Measurement(1, null, Sample.Case("gemm/N=64"), Canary))
        );

    [Fact]
    public void A_baseline_of_canaries_alone_belongs_to_no_project() =>
        Assert.False(
            BaselineProject.HasNoCaseOf(
                Sample.Baseline(Sample.Measurement(0, null, Canary)),
                Sample.Measurement(1, null, Sample.Case("gemm/N=64"))
            )
        );

    [Theory]
    [InlineData("a.csproj", "b.csproj", true, "a.csproj")]
    [InlineData("a.csproj", "b.csproj", false, null)]
    [InlineData("a.csproj", "a.csproj", true, null)]
    [InlineData("a.csproj", null, true, null)]
    [InlineData(null, "b.csproj", true, null)]
    public void The_owner_is_another_project_where_both_are_known_and_it_is_still_there(
        string? owner,
        string? project,
        bool exists,
        string? other
    )
    {
        var baseline = Sample.Baseline(Sample.Measurement() with { Project = owner });

        Assert.Equal(other, BaselineProject.OtherThan(baseline, project, path => exists && path == owner));
    }
}
