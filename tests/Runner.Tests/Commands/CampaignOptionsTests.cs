using System.CommandLine;
using PerfGate.Core.Campaigns;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Commands;

namespace PerfGate.Runner.Tests.Commands;

public sealed class CampaignOptionsTests
{
    [Fact]
    public void Kinds_are_named_as_the_file_names_them_and_all_are_held_by_default()
    {
        Assert.Null(Parse());
        Assert.Equal([CampaignKind.Aa], Parse("--kinds", "aa")!);
        Assert.Equal([CampaignKind.Planted, CampaignKind.Harmless], Parse("--kinds", "planted, harmless")!);
    }

    [Theory]
    [InlineData("calibration")]
    [InlineData("aa,slower")]
    [InlineData(" , ")]
    public void A_list_that_names_anything_else_is_refused(string list)
    {
        var refused = Assert.Throws<PerfGateException>(() => Parse("--kinds", list));

        Assert.Equal((ExitCode.Usage, "PG9013"), (refused.ExitCode, refused.Diagnostics[0].Code));
    }

    private static IEnumerable<CampaignKind>? Parse(params string[] line)
    {
        var options = new CampaignOptions();
        return options.KindsOf(new RootCommand { options.Kinds }.Parse(line));
    }
}
