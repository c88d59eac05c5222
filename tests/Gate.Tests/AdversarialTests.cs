using System.Text.RegularExpressions;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Gate.Tests;

/// <summary>
/// The kernels of <c>tests/adversarial</c>, all measured by one gate on the host device: each is caught, or its time is
/// the honest one.
/// </summary>
[Collection("the machine")]
public sealed class AdversarialTests(MeasuredAttacks measured) : IClassFixture<MeasuredAttacks>
{
    // A time is the honest one where it is not shorter by more than this part of it. Attacks leave out nine tenths of
    // the work and more, and on a busy machine two times of the same work differ by tenths.
    private const double Slack = 0.5;

    public static TheoryData<string> Attacks => [.. Attack.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void An_attack_is_caught_or_gains_nothing(string name)
    {
        var attack = Attack.All.Single(a => a.Name == name);
        var found = measured.Case(name);
        switch (attack.Outcome)
        {
            case AttackOutcome.Incorrect:
                Assert.True(
                    found.Status == CaseStatus.Incorrect,
                    $"{name} was {found.Status} at {measured.RatioTo(attack.Twin, name):0.00} of the honest time "
                        + $"({found.Reason})");
                Assert.Matches(new Regex(attack.Reason, RegexOptions.IgnoreCase), found.Reason);
                break;
            case AttackOutcome.HonestTime:
                Assert.True(found.Status == CaseStatus.Measured, found.Reason);
                Assert.True(
                    measured.RatioTo(attack.Twin, name) > 1 - Slack,
                    $"{name} took {measured.RatioTo(attack.Twin, name):0.00} of the time of {attack.Twin}");
                break;
            case AttackOutcome.Fine:
                Assert.True(found.Status == CaseStatus.Measured, found.Reason);
                break;
        }
    }

    [Theory]
    [InlineData("honest_work")]
    [InlineData("honest_in_place")]
    [InlineData("honest_scale")]
    public void An_honest_kernel_is_accused_of_nothing(string name)
    {
        Assert.Equal(CaseStatus.Measured, measured.Case(name).Status);
        Assert.NotEqual(CaseVerdict.Incorrect, measured.VerdictOf(name));
    }
}

/// <summary>What is expected of one attack.</summary>
/// <param name="Name">The file in <c>tests/adversarial</c>, the kernel and the benchmark.</param>
/// <param name="Outcome">How it has to end.</param>
/// <param name="Reason">What the reason has to say where it is incorrect: a regular expression.</param>
/// <param name="Twin">The honest kernel of the same work.</param>
internal sealed record Attack(string Name, AttackOutcome Outcome, string Reason = "", string Twin = "honest_work")
{
    // Of a buffer that a rule watches, rather than of any word that happens to stand in a sentence.
    private const string Output = @"\b(output )?(y|sum)\b.*\b(wrong|differ)";
    private const string Guard = @"\b(outside|guard|past|before|beyond)\b";
    private const string Input = @"\btable\b";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Attack> All { get; } =
    [
        // Rule 1: the state before each timed launch.
        new("skips_what_is_done", AttackOutcome.HonestTime),
        new("reads_the_previous_output", AttackOutcome.HonestTime),
        new("consumes_its_input", AttackOutcome.HonestTime),
        new("detects_poison", AttackOutcome.HonestTime),
        new("detects_guard_bands", AttackOutcome.HonestTime),
        new("remembers_in_its_scratch", AttackOutcome.HonestTime),
        new("keeps_lines_in_l2_by_eviction_policy", AttackOutcome.HonestTime, Twin: "honest_scale"),
        new("remembers_in_a_device_variable", AttackOutcome.HonestTime),
        new("uses_a_function_static", AttackOutcome.HonestTime),
        new("caches_by_pointer", AttackOutcome.HonestTime),
        new("answers_from_the_last_draw", AttackOutcome.HonestTime),
        new("skips_by_digest_of_inputs", AttackOutcome.HonestTime),
        new("hides_its_memo_behind_the_runtime", AttackOutcome.HonestTime),
        new("keeps_its_memo_in_a_section_of_its_own", AttackOutcome.HonestTime),
        new("keeps_its_memo_without_a_symbol", AttackOutcome.HonestTime),
        new("shares_a_variable_of_another_module", AttackOutcome.HonestTime),
        new("leaves_work_out_after_three_launches", AttackOutcome.HonestTime),
        new("computes_every_eighth_time", AttackOutcome.HonestTime),
        new("changes_with_the_launch_count", AttackOutcome.HonestTime),
        new("counts_in_its_state", AttackOutcome.HonestTime),
        new("computes_in_its_set_up", AttackOutcome.Incorrect, Output),

        // Rule 2: several draws of the inputs.
        new("depends_on_the_seed", AttackOutcome.Incorrect, Output),
        new("wrong_for_other_inputs", AttackOutcome.Incorrect, Output),

        // Rule 3: what timed launches leave behind.
        new("writes_an_input", AttackOutcome.Incorrect, Input),

        // Rule 8: guards.
        new("remembers_outside_its_buffers", AttackOutcome.Incorrect, $"{Guard}|{Output}"),
        new("writes_past_the_end", AttackOutcome.Incorrect, Guard),
        new("writes_before_the_start", AttackOutcome.Incorrect, Guard),

        // The check of the outputs.
        new("lower_precision", AttackOutcome.Incorrect, Output),
        new("races", AttackOutcome.Incorrect, Output),
        new("zeroes_its_inputs", AttackOutcome.Incorrect, Output),
        new("skips_the_last_element", AttackOutcome.Incorrect, Output),
        new("returns_not_a_number", AttackOutcome.Incorrect, Output),

        // What is right, and yet not to be believed.
        new("faster_than_possible", AttackOutcome.Fine),
    ];
}

/// <summary>How an attack has to end.</summary>
internal enum AttackOutcome
{
    /// <summary>The case is incorrect, for a reason that names what is wrong.</summary>
    Incorrect,

    /// <summary>The case is measured, and its time is not below that of an honest kernel of the same work.</summary>
    HonestTime,

    /// <summary>The case is measured, whatever its time: on the host device nothing speaks against it.</summary>
    Fine,
}
