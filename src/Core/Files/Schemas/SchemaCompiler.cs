using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PerfGate.Core.Files.Schemas;

/// <summary>
/// Makes a JSON schema ready for <see cref="SchemaPass"/>. It knows the keywords that the schemas of
/// <c>baselines/schema/</c> use and refuses any other, so that a schema can never ask for more than is checked.
/// </summary>
internal sealed class SchemaCompiler
{
    private static readonly TimeSpan PatternPatience = TimeSpan.FromSeconds(1);

    private readonly JsonElement _root;
    private readonly Dictionary<string, SchemaNode> _referred = [];

    private SchemaCompiler(JsonElement root) => _root = root;

    /// <summary>Compiles a schema.</summary>
    /// <param name="schema">Its text.</param>
    /// <exception cref="NotSupportedException">It uses a keyword that is not known here.</exception>
    public static SchemaNode Compile(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return new SchemaCompiler(document.RootElement).Node(document.RootElement);
    }

    private SchemaNode Node(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? Referred(reference.GetString()!) : Fill(new(), schema);

    // A definition may refer to itself: it is known before it is filled.
    private SchemaNode Referred(string reference)
    {
        if (_referred.TryGetValue(reference, out var known))
            return known;
        // Another of the embedded schemas, whole.
        if (reference.EndsWith(".schema.json", StringComparison.Ordinal))
            return _referred[reference] = Compile(JsonSchemas.Text(reference));
        const string Definitions = "#/definitions/";
        if (!reference.StartsWith(Definitions, StringComparison.Ordinal))
            throw new NotSupportedException(
                $"the schema refers to {reference}; only {Definitions} and whole schemas are known");
        var node = _referred[reference] = new();
        return Fill(node, _root.GetProperty("definitions").GetProperty(reference[Definitions.Length..]));
    }

    private SchemaNode Fill(SchemaNode node, JsonElement schema)
    {
        node.Others = SchemaNode.Anything;
        foreach (var (keyword, value) in schema.EnumerateObject().Select(p => (p.Name, p.Value)))
        {
            switch (keyword)
            {
                case "type":
                    node.Kinds = Kinds(value);
                    break;
                case "properties":
                    node.Fields = Fields(value);
                    break;
                case "additionalProperties":
                    node.Others = Others(value);
                    break;
                case "minProperties":
                    node.MinimumFields = value.GetInt32();
                    break;
                case "maxProperties":
                    node.MaximumFields = value.GetInt32();
                    break;
                case "items":
                    node.Items = Node(value);
                    break;
                case "minItems":
                    node.MinimumItems = value.GetInt32();
                    break;
                case "maxItems":
                    node.MaximumItems = value.GetInt32();
                    break;
                case "minimum":
                    node.Minimum = value.GetDouble();
                    break;
                case "exclusiveMinimum":
                    node.Above = value.GetDouble();
                    break;
                case "maximum":
                    node.Maximum = value.GetDouble();
                    break;
                case "exclusiveMaximum":
                    node.Below = value.GetDouble();
                    break;
                case "minLength":
                    node.MinimumLength = value.GetInt32();
                    break;
                case "maxLength":
                    node.MaximumLength = value.GetInt32();
                    break;
                case "enum":
                    node.Texts = [.. value.EnumerateArray().Select(v => Encoding.UTF8.GetBytes(v.GetString()!))];
                    break;
                case "pattern":
                    node.Pattern = Pattern(value.GetString()!);
                    break;
                case "format":
                    node.Format = Format(value.GetString()!);
                    break;
                case "default" when value.ValueKind is JsonValueKind.Object or JsonValueKind.Array:
                    node.Example = value.GetRawText();
                    break;
                case "description":
                    node.Meaning = FirstSentence(value.GetString()!);
                    break;
                case "required" or "$schema" or "title" or "definitions" or "default":
                    break;
                case var note when note.StartsWith("x-", StringComparison.Ordinal):
                    break;
                default:
                    throw new NotSupportedException($"the keyword {keyword} of a schema is not known");
            }
        }

        if (schema.TryGetProperty("required", out var required))
            node.Required = Required(node, required);
        // The values of an enumeration are texts, whether a type says so or not.
        if (node.Texts is not null)
            node.Kinds &= JsonKinds.String;
        return node;
    }

    private static string FirstSentence(string text) =>
        text.IndexOf(". ", StringComparison.Ordinal) is >= 0 and var end ? text[..(end + 1)] : text;

    // What was seen of an object is remembered in a bit for each field.
    private SchemaField[] Fields(JsonElement value)
    {
        SchemaField[] fields =
        [
            .. value.EnumerateObject().Select(p => new SchemaField(Encoding.UTF8.GetBytes(p.Name), Node(p.Value))),
        ];
        return fields.Length <= 64
            ? fields
            : throw new NotSupportedException("an object of more than 64 fields is not known");
    }

    private SchemaNode? Others(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False => null,
        JsonValueKind.True => SchemaNode.Anything,
        _ => Node(value),
    };

    private static ulong Required(SchemaNode node, JsonElement names)
    {
        var required = 0UL;
        foreach (var name in names.EnumerateArray())
        {
            var index = Array.FindIndex(node.Fields, f => name.ValueEquals(f.Name));
            if (index < 0)
                throw new NotSupportedException($"the required field {name} is not among the fields");
            required |= 1UL << index;
        }

        return required;
    }

    private static JsonKinds Kinds(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().Select(Kinds).Aggregate(JsonKinds.None, (all, kind) => all | kind)
        : value.GetString() switch
        {
            "number" => JsonKinds.Number | JsonKinds.Integer,
            var name => Enum.Parse<JsonKinds>(name!, ignoreCase: true),
        };

    // In .NET a closing $ also matches before a line feed at the end, which JSON Schema's does not.
    private static Regex Pattern(string pattern) => new(
        pattern.EndsWith('$') ? pattern[..^1] + @"\z" : pattern, RegexOptions.CultureInvariant, PatternPatience);

    private static string Format(string format) => format is "date-time" or "date"
        ? format
        : throw new NotSupportedException($"the format {format} of a schema is not known");
}
