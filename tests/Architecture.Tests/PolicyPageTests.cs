using System.Text.Json;
using System.Text.RegularExpressions;
using PerfGate.Core.Files;

namespace PerfGate.Architecture.Tests;

/// <summary><c>docs/policy.md</c> has every field of <c>perfgate.json</c>, and none that there is not.</summary>
public sealed partial class PolicyPageTests
{
    private const string Schema = "perfgate.schema.json";

    [Fact]
    public void Every_field_of_the_schema_has_a_row_and_no_other_has() =>
        Assert.Equal(Fields().Order(StringComparer.Ordinal), Rows().Order(StringComparer.Ordinal));

    [Fact]
    public void The_example_holds_every_field()
    {
        using var example = JsonDocument.Parse(Example);

        Assert.Equal(
            Fields().Order(StringComparer.Ordinal),
            example.RootElement.EnumerateObject().Select(f => f.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_example_fits_the_schema() => Assert.Empty(JsonSchemas.Validate(Example, "policy.md", Schema));

    private static string Page => File.ReadAllText(Checkout.PathOf("docs/policy.md"));

    private static string Example => Json().Match(Page).Groups[1].Value;

    private static string[] Fields()
    {
        using var schema = JsonDocument.Parse(JsonSchemas.Text(Schema));
        return [.. schema.RootElement.GetProperty("properties").EnumerateObject().Select(f => f.Name)];
    }

    private static IEnumerable<string> Rows() => Row().Matches(Page).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"(?m)^\| `([^`]+)` \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"(?s)## Example\n.*?```json\n(.*?)```")]
    private static partial Regex Json();
}
