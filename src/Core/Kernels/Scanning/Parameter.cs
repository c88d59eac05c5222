namespace PerfGate.Core.Kernels.Scanning;

/// <summary>What the text of a kernel's parameter tells.</summary>
internal static class Parameter
{
    /// <summary>Whether the kernel may write through it, as far as its text tells: where in doubt it may.</summary>
    /// <param name="tokens">The parameter's tokens, its name and default value included.</param>
    public static bool MayWrite(IReadOnlyList<Token> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            // Const before the first pointer is about what it points to. Const in the brackets of a template is about
            // something else.
            if (tokens[i].Is("const"))
                return !tokens.Skip(i).Any(IsPointer);
            if (IsPointer(tokens[i]))
                return true;
            if (tokens[i].Is("<"))
                i = Brackets.Close(tokens, i);
        }

        return true;
    }

    /// <summary>What the parameter takes, as far as its text tells.</summary>
    /// <param name="tokens">The parameter's tokens, its name and default value included.</param>
    public static KernelParameter Read(IReadOnlyList<Token> tokens)
    {
        var declared = tokens.TakeWhile(t => !t.Is("=")).ToList();
        var text = string.Join(' ', declared.Select(t => t.Text));
        // A pointer may also hide behind a name, and brackets of a template may hold anything.
        var isStandard = declared.Any(t => t.Is("std"));
        if (declared.Any(t => t.Is("<") || t.Is("(") || t.Is("::") && !isStandard))
            return new(text, ParameterKind.Unknown);
        if (declared.Any(t => t.Is("*") || t.Is("[")))
            return new(text, ParameterKind.Address);
        if (declared.Any(t => t.Is("&")))
            return new(text, ParameterKind.Unknown);
        var words = declared
            .Where(t => t.Kind == TokenKind.Word && t.Text is not ("const" or "volatile" or "std" or "register"))
            .Select(t => t.Text)
            .ToList();
        // The last word is the name, unless the parameter has none.
        var (kind, bytes) = Number(words.Take(words.Count - 1));
        return kind == ParameterKind.Unknown ? new(text, kind) : new(text, kind, bytes);
    }

    // As nvcc and g++ have it on 64-bit Linux. long differs on Windows.
    private static (ParameterKind Kind, int Bytes) Number(IEnumerable<string> words) =>
        string.Join(' ', words.Where(w => w is not ("signed" or "unsigned")).Order(StringComparer.Ordinal)) switch
        {
            "" => words.Any() ? (ParameterKind.Whole, 4) : (ParameterKind.Unknown, 0),
            "int" or "int32_t" or "uint32_t" => (ParameterKind.Whole, 4),
            "short" or "int short" or "int16_t" or "uint16_t" => (ParameterKind.Whole, 2),
            "char" or "int8_t" or "uint8_t" or "bool" => (ParameterKind.Whole, 1),
            "long long" or "int long long" or "int64_t" or "uint64_t" or "size_t" or "ptrdiff_t" => (
                ParameterKind.Whole,
                8
            ),
            "float" => (ParameterKind.Real, 4),
            "double" => (ParameterKind.Real, 8),
            _ => (ParameterKind.Unknown, 0),
        };

    private static bool IsPointer(Token token) => token.Is("*") || token.Is("[") || token.Is("&");
}
