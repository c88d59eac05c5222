using System.Text.RegularExpressions;

namespace PerfGate.Gate.Tests;

/// <summary>Holds the attacks, what is expected of them, and what docs/trust.md says of them together.</summary>
public sealed partial class AdversarialFilesTests
{
    [Fact]
    public void Each_file_is_expected_to_end_in_some_way_and_none_is_expected_that_does_not_exist() =>
        Assert.Equal(Files, Attack.All.Select(a => a.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_file_states_the_attack_the_rule_that_catches_it_and_the_verdict_that_is_tested()
    {
        foreach (var attack in Attack.All)
        {
            var text = File.ReadAllText(Checkout.PathOf($"tests/adversarial/{attack.Name}.cu"));
            Assert.Matches(@"^// (Attack|No attack): \S", text);
            Assert.Matches(@"\n// Caught by: \S", text);
            Assert.Equal(Words(attack.Outcome), Verdict().Match(text).Groups[1].Value);
        }
    }

    [Fact]
    public void The_table_of_the_page_has_every_attack_with_its_rule_and_its_verdict()
    {
        var rows = Row()
            .Matches(File.ReadAllText(Checkout.PathOf("docs/trust.md")))
            .Select(m =>
                (
                    Name: m.Groups["name"].Value,
                    Rule: m.Groups["rule"].Value.Trim(),
                    Verdict: m.Groups["verdict"].Value.Trim()
                )
            );

        Assert.Equal(
            Attack
                .All.Select(a => (a.Name, RuleOf(a.Name), Words(a.Outcome)))
                .OrderBy(a => a.Name, StringComparer.Ordinal),
            rows.OrderBy(r => r.Name, StringComparer.Ordinal)
        );
    }

    private static IEnumerable<string> Files =>
        Directory
            .GetFiles(Checkout.PathOf("tests/adversarial"), "*.cu")
            .Select(f => Path.GetFileNameWithoutExtension(f)!)
            .Where(f => f != "honest")
            .Order(StringComparer.Ordinal);

    private static string Words(AttackOutcome outcome) =>
        outcome switch
        {
            AttackOutcome.Incorrect => "incorrect",
            AttackOutcome.HonestTime => "honest time",
            AttackOutcome.Fine => "fine",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };

    // "rule 1, every timed launch starts ..." is rule 1 in the table; what has no number is there by its first words.
    private static string RuleOf(string name)
    {
        var rule = CaughtBy()
            .Match(File.ReadAllText(Checkout.PathOf($"tests/adversarial/{name}.cu")))
            .Groups[1]
            .Value;
        return rule.Split([',', '.', ':'])[0];
    }

    [GeneratedRegex(@"^// Verdict: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Verdict();

    [GeneratedRegex(@"^// Caught by: (.+)$", RegexOptions.Multiline)]
    private static partial Regex CaughtBy();

    [GeneratedRegex(
        @"^\| \[(?<name>\w+)\]\(\.\./tests/adversarial/\k<name>\.cu\) "
            + @"\| [^|]+ \| (?<rule>[^|]+) \| (?<verdict>[^|]+) \|$",
        RegexOptions.Multiline
    )]
    private static partial Regex Row();
}
