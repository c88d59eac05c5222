using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Claims;
using PerfGate.Core.Reports;

namespace PerfGate.Core.Publishing;

/// <summary>Badges of a publication: speed-up, tier, and whether somebody has reproduced it.</summary>
public static class PublicationBadges
{
    /// <summary>The names of their files, without ending.</summary>
    internal static ImmutableArray<string> Names { get; } = ["speedup", "tier", "reproducibility"];

    /// <summary>Renders them.</summary>
    /// <param name="claims">What is claimed.</param>
    /// <param name="reproduced">What a reproduction found; null if there was none.</param>
    public static ImmutableArray<ReportFile> Render(SpeedClaims claims, ReproducedClaims? reproduced)
    {
        var claim = claims.Fixed;
        var held = reproduced?.Claims.Count(c => c.Holds) ?? 0;
        return
        [
            .. Badges.Files(
                Names[0],
                "speed-up",
                $"{claim.Speedup.ToString("0.00", CultureInfo.InvariantCulture)}x",
                Colour(claim.Tier)
            ),
            .. Badges.Files(Names[1], "tier", TierDecision.Name(claim.Tier), Colour(claim.Tier)),
            .. Badges.Files(
                Names[2],
                "reproduced",
                reproduced is null ? "not tried" : $"{held} of {reproduced.Claims.Length}",
                reproduced is null ? Badges.Grey
                    : held == reproduced.Claims.Length ? Badges.Green
                    : Badges.Yellow
            ),
        ];
    }

    private static string Colour(Tier tier) =>
        tier switch
        {
            Tier.None => Badges.Grey,
            Tier.Minimum => Badges.Yellow,
            Tier.Target or Tier.Stretch => Badges.Green,
        };
}
