using System.CommandLine;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Building;

namespace PerfGate.Runner.Commands;

/// <summary>The arguments of the commands that build: what to build, then options of <c>dotnet build</c>.</summary>
internal static class BuildArguments
{
    private const string Subjects = "A project, a solution or a folder with one";

    /// <summary>The arguments, for a command.</summary>
    public static Argument<string[]> Create() =>
        Create(Subjects, ", as in: -c Release -p:PerfGateDevice=host");

    /// <summary>
    /// The arguments of a command that, with an option, takes what is built already: then they are its manifests.
    /// </summary>
    /// <param name="command">The command; it refuses the option without them.</param>
    /// <param name="built">The option.</param>
    /// <param name="subjects">What it builds.</param>
    public static Argument<string[]> AddTo(
        Command command, Option<string?> built, string subjects = Subjects)
    {
        var arguments = Create(subjects, $". With {built.Name}: the *.bench.json files.");
        command.Arguments.Add(arguments);
        command.Validators.Add(result =>
        {
            if (result.GetValue(built) is not null && result.GetValue(arguments) is null or [])
                result.AddError($"{built.Name} needs the manifests of the kernels. Name the *.bench.json files.");
        });
        return arguments;
    }

    private static Argument<string[]> Create(string subjects, string more) =>
        new("PROJECT")
        {
            Description = $"{subjects}, first; default: this folder. What follows goes to dotnet build{more}",
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

    /// <summary>Builds a target that runs a command of perfgate, with the options as properties.</summary>
    /// <param name="arguments">The arguments of the command line.</param>
    /// <param name="target">The target.</param>
    /// <param name="command">The command that the target runs.</param>
    /// <param name="properties">The properties; one without a value is left out.</param>
    /// <returns>What to exit with.</returns>
    /// <exception cref="PerfGateException">There is nothing to build, or no project ran the command.</exception>
    public static int Build(
        string[] arguments,
        string target,
        string command,
        IEnumerable<(string Name, string? Value)> properties
    )
    {
        var (subject, build) = Of(
            arguments,
            target,
            properties.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"-p:{p.Name}={Escaped(p.Value!)}")
        );
        var (exit, commands) = build.Run();
        if (exit == 0 && !commands.Any(c => c.Command == command))
            throw new PerfGateException(DiagnosticCatalog.NoGateRan(subject.Path, target), ExitCode.Usage);
        return (int)BuildExit.Of(exit, commands, []);
    }

    // A value for an option -p:NAME=VALUE: MSBuild takes lists apart, and it is one value.
    private static string Escaped(string value) =>
        value
            .Replace("%", "%25", StringComparison.Ordinal)
            .Replace(";", "%3B", StringComparison.Ordinal)
            .Replace(",", "%2C", StringComparison.Ordinal);
}
