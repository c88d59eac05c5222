using System.CommandLine;

namespace PerfGate.Runner.Commands;

/// <summary>The manifests that a command is given.</summary>
internal static class ManifestArgument
{
    /// <summary>
    /// Builds the argument. An option that the command does not have is named as such instead of being opened as a
    /// file.
    /// </summary>
    public static Argument<string[]> Create()
    {
        var manifests = new Argument<string[]>("MANIFEST")
        {
            Description = "The *.bench.json files.",
            Arity = ArgumentArity.OneOrMore,
        };
        manifests.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.StartsWith("--", StringComparison.Ordinal)))
                result.AddError($"there is no option {token.Value}. --help lists those there are.");
        });
        return manifests;
    }
}
