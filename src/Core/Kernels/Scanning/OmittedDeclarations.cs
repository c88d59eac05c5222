using System.IO.Enumeration;

namespace PerfGate.Core.Kernels.Scanning;

/// <summary>
/// Finds the declarations and definitions outside of functions and classes that name something that the host device
/// does without, such as a type of a library that is not there.
/// </summary>
/// <param name="names">The names; <c>*</c> is any text.</param>
internal sealed class OmittedDeclarations(IReadOnlyCollection<string> names)
{
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>The parts of the source that these declarations take, in order.</summary>
    /// <param name="code">The tokens of the source without its directives.</param>
    /// <param name="scopes">The scopes of these tokens.</param>
    public IEnumerable<(int Start, int End)> In(Token[] code, Scopes scopes) =>
        names.Count == 0
            ? []
            : Declarations
                .Of(code, scopes)
                .Where(d => code[d.First..(d.Last + 1)].Any(t => t.Kind == TokenKind.Word && IsNamed(t.Text)))
                .Select(d => (code[d.First].Start, code[d.Last].End));

    private bool IsNamed(string word)
    {
        if (!_known.TryGetValue(word, out var named))
        {
            named = names.Any(n => FileSystemName.MatchesSimpleExpression(n, word, ignoreCase: false));
            _known.Add(word, named);
        }

        return named;
    }
}
