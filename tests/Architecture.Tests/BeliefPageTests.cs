using PerfGate.Core.Campaigns;
using PerfGate.Core.Files;

namespace PerfGate.Architecture.Tests;

/// <summary><c>docs/belief.md</c> and its badge are what the committed files of campaigns say.</summary>
public sealed class BeliefPageTests
{
    [Fact]
    public void The_page_and_the_badge_are_what_the_files_say()
    {
        var folder = Checkout.PathOf("docs/data/campaign");
        var read = (Directory.Exists(folder) ? Directory.GetFiles(folder, "*.jsonl") : [])
            .Order(StringComparer.Ordinal)
            .Select(f => (Name: Path.GetFileName(f), Read: JsonLines.Read(f, CampaignJson.Default.CampaignRecord)))
            .ToList();

        Assert.All(read, f => Assert.Null(f.Read.Ignored));
        // Of one device there may be several: nvidia-h200.jsonl, nvidia-h200-2.jsonl.
        Assert.All(
            read,
            f => Assert.StartsWith(Assert.Single(f.Read.Records.Select(r => r.Device).Distinct()), f.Name)
        );
        var campaigns = CampaignSummary.OfFiles(read.Select(f => f.Read.Records));
        GeneratedPage.Hold("docs/belief.md", BeliefPage.Render(campaigns));
        foreach (var badge in BeliefBadge.Render(campaigns))
            GeneratedPage.Hold($"docs/{badge.Path}", badge.Text);
    }
}
