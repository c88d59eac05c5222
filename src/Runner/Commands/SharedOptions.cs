using System.CommandLine;

namespace PerfGate.Runner.Commands;

/// <summary>Options that commands of different kinds have in common.</summary>
internal static class SharedOptions
{
    private const ulong LargestSeed = (1UL << 53) - 1;

    /// <summary>Adds several options, in the list of a command's options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="options">The options.</param>
    public static void Add(this Command command, IEnumerable<Option> options)
    {
        foreach (var option in options)
            command.Options.Add(option);
    }

    /// <summary>A seed that nobody chose.</summary>
    public static ulong AnySeed() => (ulong)Random.Shared.NextInt64((long)LargestSeed + 1);

    /// <summary>The device.</summary>
    public static Option<string> Device() =>
        new("--device") { Description = "auto, cuda or host.", DefaultValueFactory = _ => "auto" };

    /// <summary>Whether the result is printed as JSON.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON." };

    /// <summary>A seed.</summary>
    /// <param name="description">What of.</param>
    public static Option<ulong?> Seed(string description)
    {
        var seed = new Option<ulong?>("--seed") { Description = description };
        seed.Refuse(
            s => s <= LargestSeed,
            $"at most {LargestSeed} was expected (2^53 - 1), which every reader of JSON keeps exactly."
        );
        return seed;
    }

    /// <summary>Where things are kept.</summary>
    /// <param name="description">Which things.</param>
    public static Option<string> Work(string description) =>
        new("--work") { Description = description, DefaultValueFactory = _ => Path.Combine("obj", "perfgate") };
}
