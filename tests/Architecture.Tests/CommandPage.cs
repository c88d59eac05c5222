using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;

namespace PerfGate.Architecture.Tests;

/// <summary><c>docs/cli.md</c>, made from the commands of <c>perfgate</c>.</summary>
internal static partial class CommandPage
{
    private const string Beginning =
        """
        # The perfgate command

        `dotnet build /t:PerfGate` calls these commands for you.
        Call them yourself to repeat one step, or for what the build does not do.
        They compare two files, find the commit that slowed a case, and put a case in front of a profiler.

        The package `PerfGate.Tool` installs it ([packages](package.md)).
        In a clone of PerfGate, build it once and give it a name:

        ```
        dotnet build src/Runner
        alias perfgate='dotnet /path/to/PerfGate/src/Runner/bin/Debug/net10.0/perfgate.dll'
        ```

        `perfgate COMMAND --help` prints the same as this page.
        Every command ends with one of the [exit codes](settings.md#exit-codes).
        `--verbose`, on any command, prints the stack trace of an error inside PerfGate.

        This page is made from the program, and a test holds it.


        """;

    /// <summary>An example of every command, by its name without <c>perfgate</c>.</summary>
    public static ImmutableSortedDictionary<string, string> Examples { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["baseline diff"] = "perfgate baseline diff old/nvidia-h200.json baselines/nvidia-h200.json",
            ["baseline history"] = "perfgate baseline history baselines/nvidia-h200.json --case softmax/* --tags",
            ["baseline prune"] = "perfgate baseline prune baselines/nvidia-h200.json --keep 3",
            ["baseline show"] = "perfgate baseline show baselines/nvidia-h200.json",
            ["baseline update"] = "perfgate baseline update --restart new-driver",
            ["bisect"] = "perfgate bisect --good v1.2 --bad HEAD --case softmax/N=4096",
            ["campaign"] = "perfgate campaign --minutes 10 --filter softmax,saxpy",
            ["campaign report"] = "perfgate campaign report campaign/nvidia-h200.jsonl --output docs",
            ["check"] = "perfgate check --filter softmax",
            ["clocks hold"] = "perfgate clocks hold",
            ["clocks restore"] = "perfgate clocks restore",
            ["compare"] = "perfgate compare before.txt after.txt --tolerance 2%",
            ["env"] = "perfgate env",
            ["explain"] = "perfgate explain --case softmax/N=4096 kernels/softmax.bench.json",
            ["gate"] = "perfgate gate kernels -c Release -p:PerfGateDevice=host",
            ["history append"] = "perfgate history append --history history",
            ["history name"] = "perfgate history name --history history --device nvidia-l4 --case softmax/N=4096 "
                + "--good 1a2b3c4 --bad 5d6e7f8 --found found.json",
            ["history next"] = "perfgate history next --history history --device nvidia-l4",
            ["history page"] = "perfgate history page --history history",
            ["import"] = "perfgate import now1.json now2.json --against base1.json base2.json",
            ["init"] = "perfgate init kernels/my_kernel.cu",
            ["judge"] = "perfgate judge --output artifacts/perfgate",
            ["launch"] = "perfgate launch --kernels artifacts/perfgate/kernels.json --case softmax/N=4096 "
                + "kernels/softmax.bench.json",
            ["list"] = "perfgate list --device host kernels/softmax.bench.json",
            ["merge"] = "perfgate merge out/1 out/2 --output out/all",
            ["precheck"] = "perfgate precheck --device nvidia-l4 kernels/softmax.bench.json",
            ["optimize"] = "perfgate optimize kernels --candidate transpose_tiled --baseline transpose_naive",
            ["publish"] = "perfgate publish --dry-run",
            ["request"] = "perfgate request --event comment.json",
            ["refresh"] = "perfgate refresh --from-last",
            ["report"] = "perfgate report --output artifacts/perfgate",
            ["reproduce"] = "perfgate reproduce artifact.zip",
            ["run"] = "perfgate run --filter softmax kernels/softmax.bench.json",
            ["sanitize"] = "perfgate sanitize --tools memcheck kernels/softmax.bench.json",
            ["simulate"] = "perfgate simulate --quick",
            ["tune"] = "perfgate tune kernels --filter gemm_f32 --evaluations 200",
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The commands that do something, each with its name: <c>baseline show</c>.</summary>
    /// <param name="root">The root command.</param>
    public static ImmutableArray<(string Name, Command Command)> Leaves(Command root) =>
        [
            .. root.Subcommands.Where(c => !c.Hidden).SelectMany(c => Under(c, c.Name))
                .OrderBy(c => c.Name, StringComparer.Ordinal),
        ];

    /// <summary>The page.</summary>
    /// <param name="root">The root command.</param>
    public static string Of(Command root)
    {
        var page = new StringBuilder(Beginning).Append("| command | what it does |\n| --- | --- |\n");
        var leaves = Leaves(root);
        foreach (var (name, command) in leaves)
            page.Append($"| [`{name}`](#perfgate-{name.Replace(' ', '-')}) | {Sentence(command.Description)} |\n");
        foreach (var (name, command) in leaves)
            Describe(page, name, command);
        return page.ToString();
    }

    private static IEnumerable<(string Name, Command Command)> Under(Command command, string name) =>
        command
            .Subcommands.Where(c => !c.Hidden)
            .SelectMany(c => Under(c, $"{name} {c.Name}"))
            .Concat(command.Action is null ? [] : [(name, command)]);

    private static void Describe(StringBuilder page, string name, Command command)
    {
        var options = command.Options.Where(o => !o.Hidden && o is not System.CommandLine.Help.HelpOption).ToArray();
        var arguments = command.Arguments.Where(a => !a.Hidden).ToArray();
        page.Append($"\n## perfgate {name}\n\n{Sentence(command.Description).Replace(". ", ".\n")}\n\n```\n");
        page.Append($"{Examples.GetValueOrDefault(name, "perfgate " + name)}\n```\n");
        if (arguments.Length + options.Length == 0)
            return;
        page.Append("\n| argument or option | meaning | default |\n| --- | --- | --- |\n");
        foreach (var a in arguments)
            page.Append($"| `{a.Name}` | {Text(a.Description)} | {Default(a)} |\n");
        foreach (var o in options)
            page.Append($"| `{o.Name}{Value(o)}` | {Text(o.Description)} | {Default(o)} |\n");
    }

    private static string Value(Option option)
    {
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        if (option.HelpName is { } help)
            return " " + help.Replace("|", "\\|");
        if (type == typeof(bool))
            return "";
        return type.IsEnum
            ? " " + string.Join("\\|", Enum.GetNames(type).Select(n => n.ToLowerInvariant()))
            : " " + option.Name.TrimStart('-').ToUpperInvariant().Replace('-', '_');
    }

    private static string Default(Argument argument) =>
        argument.HasDefaultValue || argument.Arity.MinimumNumberOfValues == 0
            ? Default(argument.HasDefaultValue, argument.GetDefaultValue)
            : "required";

    private static string Default(Option option) =>
        option.Required ? "required"
        : option.ValueType == typeof(bool) ? ""
        : Default(option.HasDefaultValue, option.GetDefaultValue);

    // A path is shown as a user types it: the folder that the command runs in is another one on each machine.
    private static string Default(bool any, Func<object?> value)
    {
        if (!any || value() is not { } made)
            return "";
        var text = made switch
        {
            FileSystemInfo file => file.FullName,
            Enum name => name.ToString().ToLowerInvariant(),
            IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            _ => made.ToString() ?? "",
        };
        var here = Directory.GetCurrentDirectory();
        if (text == here)
            return "the current folder";
        text = text.StartsWith(here, StringComparison.Ordinal) ? text[(here.Length + 1)..] : text;
        return text.Length == 0 ? "" : $"`{text}`";
    }

    private static string Sentence(string? text) => Text(text).TrimEnd('.') + ".";

    private static string Text(string? text) =>
        Blanks().Replace(text ?? "", " ").Replace("|", "\\|").Replace("*", "\\*");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
