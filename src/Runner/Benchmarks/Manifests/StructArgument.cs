using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>
/// Resolves arguments that are passed as bytes: structs, short vectors and files. Fields lie as a compiler for 64 bits
/// puts them: each at a multiple of its alignment, the whole a multiple of the largest.
/// </summary>
internal sealed class StructArgument(CaseContext context, ArgumentResolver arguments)
{
    /// <summary>What a kernel can take in all, bytes: compute capability 7.0 and later, from CUDA 12.1 on.</summary>
    public const int MostBytes = 32_764;

    // The largest alignment of a vector type of CUDA.
    private const int MostAlignment = 16;

    /// <summary>Whether a field of an argument names one of these.</summary>
    public static bool IsBlock(string kind) => kind is "struct" or "bytes" || IsVector(kind);

    /// <summary>Resolves an argument.</summary>
    /// <param name="kind"><c>struct</c>, <c>bytes</c>, or a vector type such as <c>f32x3</c>.</param>
    /// <param name="value">What is stated.</param>
    /// <param name="field">What to call it in errors.</param>
    /// <returns>The argument; null if an error was reported.</returns>
    public ArgumentSpec? Resolve(string kind, PlacedJson value, string field)
    {
        if (Block(kind, value, field) is not { } block)
            return null;
        if (block.Size <= MostBytes)
            return new(null, ElementType.U8, 0) { Block = new([.. block.Content], [.. block.Parts]) };
        context.Evaluate.Refuse(value, field, $"it has {block.Size} bytes, and a kernel takes at most {MostBytes}");
        return null;
    }

    private Laid? Block(string kind, PlacedJson value, string field) =>
        kind switch
        {
            "bytes" => OfFile(value, field),
            "struct" => OfFields(value, field),
            _ => OfVector(kind, value, field),
        };

    private Laid? OfFile(PlacedJson value, string field)
    {
        var path = context.File.Resolve(context.FileName(value.Text));
        try
        {
            var bytes = InputFile.Bytes(path, FileLimit.Exactly("the bytes of an argument", MostBytes));
            if (bytes.Length > 0)
                return new(bytes, [], 1);
            context.Evaluate.Refuse(value, field, $"{context.File.Display(path)} is empty");
        }
        catch (PerfGateException e)
        {
            context.Errors.AddAll(e.Diagnostics.Select(d => d with { Location = value.At }));
        }

        return null;
    }

    private Laid? OfVector(string kind, PlacedJson value, string field)
    {
        var type = ElementRange.Parse(kind[..^2]);
        var count = kind[^1] - '0';
        if (value.Items.Length != count)
        {
            context.Evaluate.Refuse(value, field, $"{kind} has {count} numbers, and {value.Items.Length} are given");
            return null;
        }

        var numbers = value.Items.Select(i => Number(type, i, field)).ToList();
        if (numbers.Contains(null))
            return null;
        // float3 is aligned as float is; the others are as long as they are aligned, up to 16 bytes.
        var alignment = count == 3 ? type.Size() : Math.Min(MostAlignment, count * type.Size());
        return Laid.Of(numbers.Select(n => new Laid(new byte[type.Size()], [(0, n!)], type.Size())), alignment);
    }

    private Laid? OfFields(PlacedJson value, string field)
    {
        var fields = value.Items.Select((item, i) => Field(item, $"field {i + 1} of {field}")).ToList();
        return fields.Contains(null) ? null : Laid.Of(fields.OfType<Laid>(), 1);
    }

    private Laid? Field(PlacedJson item, string field)
    {
        if (item.Kind == JsonValueKind.Object && item["buffer"] is null && IsBlock(item.Fields[0].Name))
            return Block(item.Fields[0].Name, item.Fields[0].Value, field);
        if (arguments.Argument(item, field) is not { } part)
            return null;
        var size = part.Buffer is null ? part.Type.Size() : sizeof(ulong);
        return new(new byte[size], [(0, part)], size);
    }

    private ArgumentSpec? Number(ElementType type, PlacedJson item, string field)
    {
        if (context.Evaluate.Number(item, field) is not { } number)
            return null;
        if (type.Refusal(number) is not { } why)
            return new(null, type, number);
        context.Evaluate.Refuse(item, field, why);
        return null;
    }

    private static bool IsVector(string kind) => kind.Length > 2 && kind[^2] == 'x' && kind[^1] is '2' or '3' or '4';

    // Bytes with what goes into them, and the alignment that they need.
    private sealed record Laid(byte[] Content, IReadOnlyList<(int At, ArgumentSpec Value)> Parts, int Alignment)
    {
        public int Size => Content.Length;

        public static Laid Of(IEnumerable<Laid> fields, int alignment)
        {
            var content = new List<byte>();
            var parts = new List<(int At, ArgumentSpec Value)>();
            foreach (var field in fields)
            {
                Pad(content, field.Alignment);
                parts.AddRange(field.Parts.Select(p => (content.Count + p.At, p.Value)));
                content.AddRange(field.Content);
                alignment = Math.Max(alignment, field.Alignment);
            }

            Pad(content, alignment);
            return new([.. content], parts, alignment);
        }

        private static void Pad(List<byte> content, int alignment)
        {
            while (content.Count % alignment != 0)
                content.Add(0);
        }
    }
}
