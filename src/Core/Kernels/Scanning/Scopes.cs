namespace PerfGate.Core.Kernels.Scanning;

/// <summary>Which namespaces and linkage blocks are open at each token.</summary>
internal sealed class Scopes
{
    private readonly Scope[] _scopes;

    private Scopes(Scope[] scopes) => _scopes = scopes;

    private sealed record Scope(string Namespace, bool ExternC, bool InFunction = false);

    /// <summary>Follows the braces of a source.</summary>
    public static Scopes Of(IReadOnlyList<Token> tokens)
    {
        var at = new Scope[tokens.Count];
        var open = new Stack<Scope>([new("", false)]);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Is("}") && open.Count > 1)
                open.Pop();
            at[i] = open.Peek();
            if (tokens[i].Is("{"))
                open.Push(Enter(open.Peek(), Statement.Before(tokens, i)));
        }

        return new(at);
    }

    /// <summary>The namespaces around a token, joined by <c>::</c>.</summary>
    public string NamespaceAt(int token) => _scopes[token].Namespace;

    /// <summary>Whether a token is inside an <c>extern "C" { }</c> block.</summary>
    public bool IsExternC(int token) => _scopes[token].ExternC;

    /// <summary>Whether a token is inside braces other than those of a namespace or a linkage block.</summary>
    public bool IsInFunction(int token) => _scopes[token].InFunction;

    // The length of a name from which on nested namespaces count as one. Otherwise the names of a file of nothing but
    // nested namespaces would fill the memory.
    private const int LongestNamespace = 4096;

    private static Scope Enter(Scope outer, IReadOnlyList<Token> head)
    {
        var keyword = head.ToList().FindIndex(t => t.Is("namespace"));
        if (keyword >= 0)
        {
            if (outer.Namespace.Length >= LongestNamespace)
                return outer;
            var name = string.Concat(Statement.WithoutAttributes(head.Skip(keyword + 1))
                .Where(t => !t.Is("inline")).Select(t => t.Text));
            var full = name.Length == 0 ? "(anonymous)" : name;
            return outer with { Namespace = outer.Namespace.Length == 0 ? full : $"{outer.Namespace}::{full}" };
        }

        return head.Count == 2 && head[0].Is("extern") && head[1].Text == "\"C\""
            ? outer with
            {
                ExternC = true,
            }
            : outer with
            {
                InFunction = true,
            };
    }
}
