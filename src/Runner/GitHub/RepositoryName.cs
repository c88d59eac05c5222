using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace PerfGate.Runner.GitHub;

/// <summary>A repository's name, <c>owner/name</c>.</summary>
/// <param name="Owner">Login of the user or organisation.</param>
/// <param name="Name">Name of the repository.</param>
internal sealed partial record RepositoryName(string Owner, string Name)
{
    /// <summary>Reads <c>owner/name</c>, in the characters that GitHub allows in the two.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RepositoryName? repository)
    {
        var match = OwnerAndName().Match(text ?? "");
        var dots = match.Groups[2].Value is "." or "..";
        repository = match.Success && !dots ? new RepositoryName(match.Groups[1].Value, match.Groups[2].Value) : null;
        return repository is not null;
    }

    /// <summary>Whether both name the same repository; GitHub ignores case.</summary>
    public bool IsSameAs(RepositoryName other) =>
        string.Equals(ToString(), other.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => $"{Owner}/{Name}";

    [GeneratedRegex(@"\A([A-Za-z0-9_-]{1,100})/([A-Za-z0-9._-]{1,100})\z")]
    private static partial Regex OwnerAndName();
}
