using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace PerfGate.Tasks.Tests;

/// <summary>Properties of a project that would be taken for something else without a word.</summary>
public class CheckGateProjectTests
{
    private static readonly string _folder = Path.GetTempPath();

    [Theory]
    [InlineData("true")]
    [InlineData("False")]
    [InlineData("")]
    public void A_switch_is_true_false_or_not_set(string value) => Assert.Empty(Errors(Switch(value), _folder, "a.b"));

    [Theory]
    [InlineData("ture")]
    [InlineData("1")]
    [InlineData("yes")]
    public void A_misspelt_switch_is_an_error_and_not_false(string value)
    {
        var error = Assert.Single(Errors(Switch(value), _folder, ""));

        Assert.Contains(
            $"PG9013: PerfGateFromLast is '{value}': true or false was expected.",
            error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_root_that_is_not_there_is_not_made()
    {
        var root = Path.Combine(_folder, Path.GetRandomFileName());

        Assert.Contains("PerfGateRepositoryRoot is", Assert.Single(Errors([], root, "")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(root));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData(@"a\b")]
    public void A_name_that_leads_elsewhere_is_refused(string name) =>
        Assert.Contains($"PerfGateName is '{name}'", Assert.Single(Errors([], "", name)), StringComparison.Ordinal);

    private static ITaskItem[] Switch(string value)
    {
        var item = new TaskItem("PerfGateFromLast");
        item.SetMetadata("Value", value);
        return [item];
    }

    private static IReadOnlyList<string> Errors(ITaskItem[] switches, string root, string name)
    {
        var engine = new RecordingEngine();
        new CheckGateProject
        {
            BuildEngine = engine,
            Project = Path.Combine(_folder, "a.csproj"),
            Switches = switches,
            RepositoryRoot = root,
            Name = name,
        }.Execute();
        return engine.Errors;
    }
}
