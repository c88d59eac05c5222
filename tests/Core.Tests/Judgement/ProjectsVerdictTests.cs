using PerfGate.Core.Judgement;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>The verdicts of several projects of one solution.</summary>
public sealed class ProjectsVerdictTests
{
    [Fact]
    public void The_worst_project_decides_and_each_keeps_what_its_verdict_said()
    {
        var slower = Judge.Decide(Situations.All["slower-beside-the-base"]());
        var passed = Judge.Decide(Situations.All["unchanged"]());

        var both = ProjectsVerdict.Of([
            ProjectOutcome.Of("a.csproj", passed, "a.html"), ProjectOutcome.Of("b.csproj", slower, "b.html"),
        ]);

        Assert.Equal((Outcome.Regression, "projects.schema.json", 1), (both.Outcome, both.Schema, both.SchemaVersion));
        Assert.Equal(
            [
                new("a.csproj", Outcome.Pass, "Passed", passed.Summary, 1, "a.html"),
                new("b.csproj", Outcome.Regression, "Regression", slower.Summary, 1, "b.html"),
            ],
            both.Projects);
    }

    [Fact]
    public void Inputs_of_the_judge_are_written_in_their_first_version()
    {
        var inputs = new GateInputs
        {
            Policy = new(), Day = Given.Today, Reference = new() { Kind = ReferenceKind.None, Reason = "a test" },
        };

        Assert.Equal(("inputs.schema.json", 1), (inputs.Schema, inputs.SchemaVersion));
    }
}
