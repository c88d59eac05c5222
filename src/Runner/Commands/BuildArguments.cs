using System.CommandLine;
using PerfGate.Runner.Building;

namespace PerfGate.Runner.Commands;

/// <summary>The arguments of the commands that build: what to build, then options of <c>dotnet build</c>.</summary>
internal static class BuildArguments
{
    /// <summary>The arguments, for a command.</summary>
    public static Argument<string[]> Create() =>
        new("PROJECT")
        {
            Description =
                "A project, a solution or a folder with one, first; default: this folder. What follows goes to dotnet "
                + "build, as in: -c Release -p:PerfGateDevice=host",
            Arity = ArgumentArity.ZeroOrMore,
        };

    /// <summary>What to build, and the build.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="target">The target.</param>
    /// <param name="more">Options of the command's own, for <c>dotnet build</c>.</param>
    /// <exception cref="Core.Diagnostics.PerfGateException">There is nothing to build.</exception>
    public static (BuildSubject Subject, ProjectBuild Build) Of(
        string[] arguments,
        string target,
        IEnumerable<string>? more = null
    )
    {
        var named = arguments is [var first, ..] && !first.StartsWith('-');
        var subject = BuildSubject.At(named ? arguments[0] : ".");
        return (subject, new(subject, target, [.. more ?? [], .. arguments[(named ? 1 : 0)..]]));
    }

    /// <summary>A value for an option <c>-p:NAME=VALUE</c>: MSBuild takes lists apart, and it is one value.</summary>
    /// <param name="value">The value.</param>
    public static string Escaped(string value) =>
        value
            .Replace("%", "%25", StringComparison.Ordinal)
            .Replace(";", "%3B", StringComparison.Ordinal)
            .Replace(",", "%2C", StringComparison.Ordinal);
}
