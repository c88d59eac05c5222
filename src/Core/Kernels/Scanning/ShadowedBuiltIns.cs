namespace PerfGate.Core.Kernels.Scanning;

/// <summary>
/// Finds variables and members that have the name of one of CUDA's built-ins, which are macros on the host device, as
/// in <c>dim3 blockDim(16, 16)</c> or <c>config.gridDim = 4</c> of host code.
/// </summary>
internal static class ShadowedBuiltIns
{
    private static readonly string[] _names = ["threadIdx", "blockIdx", "blockDim", "gridDim"];
    private static readonly string[] _noTypes =
    [
        "return", "case", "else", "do", "throw", "goto", "sizeof", "not", "and", "or",
    ];

    // How far back a declaration is followed.
    private const int MostTokens = 100;

    /// <summary>
    /// The tokens that stand for such a variable, all of its name in the function or class that declares it, and those
    /// that stand for a member of some object.
    /// </summary>
    /// <param name="code">The tokens of the source without its directives.</param>
    /// <param name="scopes">The scopes of these tokens.</param>
    public static IEnumerable<Token> In(Token[] code, Scopes scopes)
    {
        if (!code.Any(IsOne))
            return [];
        return Declarations
            .Of(code, scopes)
            .SelectMany(d =>
            {
                var declared = new HashSet<string>(StringComparer.Ordinal);
                for (var i = d.First + 1; i <= d.Last; i++)
                {
                    if (IsOne(code[i]) && IsDeclared(code, d.First, i))
                        declared.Add(code[i].Text);
                }

                return Enumerable
                    .Range(d.First, d.Last - d.First + 1)
                    .Where(i => IsOne(code[i]) && (declared.Contains(code[i].Text) || IsMember(code, i)))
                    .Select(i => code[i]);
            });
    }

    // No built-in is a member of anything. The arrow is two tokens.
    private static bool IsMember(Token[] code, int at) =>
        at > 0 && code[at - 1].Is(".") || at > 1 && code[at - 1].Is(">") && code[at - 2].Is("-");

    private static bool IsOne(Token token) => token.Kind == TokenKind.Word && _names.Contains(token.Text);

    // Behind a type, or among the names of a declaration that begins with dim3.
    private static bool IsDeclared(Token[] code, int first, int at)
    {
        if (code[at - 1].Kind == TokenKind.Word)
            return !_noTypes.Contains(code[at - 1].Text);
        // A reference or an address: other words before & and * are mostly numbers that are combined or multiplied.
        if (code[at - 1].Is("&") || code[at - 1].Is("*"))
        {
            var type = at - 1;
            while (type > first && (code[type].Is("&") || code[type].Is("*") || code[type].Is("const")))
                type--;
            return code[type].Is("dim3") || code[type].Is("uint3");
        }

        if (!code[at - 1].Is(","))
            return false;
        var depth = 0;
        for (var i = at - 1; i > Math.Max(first, at - MostTokens) && depth >= 0; i--)
        {
            if (code[i].Is(")"))
                depth++;
            else if (code[i].Is("("))
                depth--;
            else if (code[i].Is(";") || code[i].Is("{") || code[i].Is("}"))
                return code[i + 1].Is("dim3") || code[i + 1].Is("const") && code[i + 2].Is("dim3");
        }

        return false;
    }
}
