using System.Text;
using PerfGate.Core.Files.Schemas;

namespace PerfGate.Core.Tests.Files;

public sealed class SchemaWordingTests
{
    // A text, an array, a number and so on where the schema wants another: what users read of it.
    [Theory]
    [InlineData("""{"type": "string"}""", "1", "a text was expected.")]
    [InlineData("""{"type": ["string", "null"]}""", "1", "a text or null was expected.")]
    [InlineData("""{"type": ["number", "string"]}""", "[]", "a text or a number was expected.")]
    [InlineData("""{"type": "integer"}""", "1.5", "a whole number was expected.")]
    [InlineData("""{"type": "boolean"}""", "\"x\"", "true or false was expected.")]
    [InlineData("""{"type": "array"}""", "{}", "an array was expected.")]
    [InlineData("""{"type": "object"}""", "[]", "an object was expected.")]
    [InlineData(
        """{"type": "object", "default": { "a": 1 }}""",
        "5",
        """an object was expected, such as { "a": 1 }."""
    )]
    [InlineData("""{"type": "number", "default": 1}""", "[]", "a number was expected.")]
    [InlineData("""{"enum": ["b", "a"]}""", "1", "the value is not one of a, b.")]
    [InlineData("""{"enum": ["b", "a"]}""", "\"c\"", "the value is not one of a, b.")]
    [InlineData("""{"minimum": 0.5}""", "0", "the number is below 0.5.")]
    [InlineData("""{"exclusiveMinimum": 1}""", "1", "the number must be above 1.")]
    [InlineData("""{"maximum": 9007199254740991}""", "9007199254740992", "the number is above 9007199254740991.")]
    [InlineData("""{"exclusiveMaximum": 2}""", "2", "the number must be below 2.")]
    [InlineData("""{"minItems": 1}""", "[]", "at least 1 item is needed.")]
    [InlineData("""{"maxItems": 1}""", "[1, 2]", "at most 1 item is allowed.")]
    [InlineData("""{"minProperties": 1}""", "{}", "at least 1 field is needed.")]
    [InlineData("""{"maxProperties": 1}""", "{\"a\": 1, \"b\": 2}", "at most 1 field is allowed.")]
    [InlineData("""{"minLength": 1}""", "\"\"", "at least 1 character is needed.")]
    [InlineData("""{"maxLength": 1}""", "\"ab\"", "the text is too long: at most 1 character is allowed.")]
    [InlineData("""{"pattern": "^a$"}""", "\"b\"", "\"b\" is not valid here.")]
    [InlineData(
        """{"pattern": "^a$", "description": "How it is filled: a. The rest is for those who want to know more."}""",
        "\"b\"",
        "\"b\" is not valid here. How it is filled: a."
    )]
    [InlineData("""{"pattern": "^a$", "description": "A file."}""", "\"\"", "the text is empty. A file.")]
    [InlineData(
        """{"pattern": "^[^\\x00-\\x1f]$", "description": "A file."}""",
        "\"a\\tb\"",
        "the text has a control character (a tab, a line feed). A file."
    )]
    [InlineData("""{"type": "object", "description": "A check."}""", "1", "an object was expected. A check.")]
    [InlineData("""{"format": "date"}""", "\"2026-13-01\"", "a date was expected, such as 2026-01-31.")]
    [InlineData(
        """{"format": "date-time"}""",
        "\"now\"",
        "a date with a time was expected, such as 2026-01-31T12:00:00Z."
    )]
    public void What_is_wrong_is_said_in_a_sentence(string schema, string text, string why) =>
        Assert.Equal(
            why,
            Assert.Single(SchemaPass.Check(Encoding.UTF8.GetBytes(text), SchemaCompiler.Compile(schema)).Kept).Why
        );
}
