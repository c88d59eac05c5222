namespace PerfGate.Core.Kernels.Scanning;

/// <summary>A declaration <c>extern __shared__ TYPE NAME[]BOUNDS</c>, without its semicolon.</summary>
/// <param name="Type">The element type as written, without alignment attributes.</param>
/// <param name="Name">The array's name.</param>
/// <param name="Bounds">The bounds behind the empty one, such as <c>[32]</c>; empty for none.</param>
/// <param name="Start">Where it begins in the source.</param>
/// <param name="End">Where it ends in the source.</param>
internal sealed record DynamicSharedDeclaration(string Type, string Name, string Bounds, int Start, int End)
{
    /// <summary>Reads the declaration around a word <c>__shared__</c>.</summary>
    /// <param name="tokens">The tokens, directives left out.</param>
    /// <param name="shared">The index of the word.</param>
    /// <returns>The declaration; null if it declares no array of dynamic shared memory.</returns>
    public static DynamicSharedDeclaration? Read(IReadOnlyList<Token> tokens, int shared)
    {
        var statement = Statement.Before(tokens, shared).Concat(Statement.From(tokens, shared)).ToList();
        var bracket = statement.FindIndex(t => t.Is("["));
        if (
            !statement.Any(t => t.Is("extern"))
            || bracket < 2
            || bracket + 1 >= statement.Count
            || !statement[bracket + 1].Is("]")
            || statement.Skip(bracket).Any(t => t.Is(","))
        )
            return null;
        var type = Statement
            .WithoutAttributes(statement.Take(bracket - 1))
            .Where(t => !t.Is("extern") && !t.Is("__shared__") && !t.Is("static"));
        return new(
            string.Join(' ', type.Select(t => t.Text)),
            statement[bracket - 1].Text,
            string.Concat(statement.Skip(bracket + 2).Select(t => t.Text)),
            statement[0].Start,
            statement[^1].End
        );
    }
}
