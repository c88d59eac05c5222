using System.Collections.Immutable;
using PerfGate.Core.Kernels.Scanning;

namespace PerfGate.Core.Kernels;

/// <summary>A function that a source defines with <c>PERFGATE_BENCHMARK</c> (<c>perfgate/benchmark.h</c>).</summary>
/// <param name="Name">Its name, as manifests use it.</param>
/// <param name="Line">The line of <c>PERFGATE_BENCHMARK</c>, counted from 1.</param>
/// <param name="Namespace">
/// The namespaces around it, joined by <c>::</c>; empty for the global one, <c>(anonymous)</c> for one without a name.
/// </param>
/// <param name="SetUpLine">The line of its set-up function, counted from 1; null if it has none.</param>
public sealed record BenchmarkFunction(string Name, int Line, string Namespace, int? SetUpLine)
{
    private const string Prefix = "PERFGATE_";
    private const string Macro = Prefix + "BENCHMARK";
    private const string SetUpMacro = Prefix + "SETUP";

    /// <summary>The parameters behind the first, which is the <c>perfgate::Call</c>.</summary>
    public ImmutableArray<KernelParameter> Parameters { get; init; } = [];

    /// <summary>Per parameter whether the function may write through it, as for kernels.</summary>
    public ImmutableArray<bool> MayWrite { get; init; } = [];

    /// <summary>The benchmark functions that a source defines, in its order.</summary>
    /// <param name="text">The text of the source.</param>
    public static IReadOnlyList<BenchmarkFunction> Scan(string text)
    {
        if (!text.Contains(Macro, StringComparison.Ordinal))
            return [];
        ImmutableArray<Token> tokens = [.. Lexer.Read(text).Where(t => t.Kind != TokenKind.Directive)];
        var scopes = Scopes.Of(tokens);
        var setUps = Enumerable
            .Range(0, tokens.Length)
            .Where(i => NameAt(tokens, i, SetUpMacro) is not null)
            .ToLookup(i => NameAt(tokens, i, SetUpMacro)!, i => tokens[i].Line);
        return
        [
            .. Enumerable
                .Range(0, tokens.Length)
                .Where(i => NameAt(tokens, i, Macro) is not null)
                .Select(i => Read(tokens, i, scopes, setUps)),
        ];
    }

    private static BenchmarkFunction Read(
        IReadOnlyList<Token> tokens,
        int at,
        Scopes scopes,
        ILookup<string, int> setUps
    )
    {
        var name = tokens[at + 2].Text;
        var parameters = Brackets.Items(tokens, at + 4, Brackets.Close(tokens, at + 4)).Skip(1).ToList();
        return new(name, tokens[at].Line, scopes.NamespaceAt(at), setUps[name].Select(l => (int?)l).FirstOrDefault())
        {
            Parameters = [.. parameters.Select(Parameter.Read)],
            MayWrite = [.. parameters.Select(Parameter.MayWrite)],
        };
    }

    // MACRO ( name ) ( parameters
    private static string? NameAt(IReadOnlyList<Token> tokens, int at, string macro) =>
        at + 4 < tokens.Count
        && tokens[at].Is(macro)
        && tokens[at + 1].Is("(")
        && tokens[at + 2].Kind == TokenKind.Word
        && tokens[at + 3].Is(")")
        && tokens[at + 4].Is("(")
            ? tokens[at + 2].Text
            : null;
}
