using System.CommandLine;
using System.CommandLine.Parsing;
using PerfGate.Core.Diagnostics;

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
            var known = (result.Parent as CommandResult)?.Command.Options.Select(o => o.Name) ?? [];
            var words = result.Tokens.Select(t => t.Value);
            foreach (var word in words.Where(w => w.StartsWith("--", StringComparison.Ordinal)))
                result.AddError($"there is no option {word}{NearestName.Suggest(word, known)}.");
        });
        return manifests;
    }
}
