namespace PerfGate.Runner.Devices;

/// <summary>Says what is wrong with a variable of a module that a manifest names.</summary>
internal static class ModuleVariable
{
    /// <summary>The only one of the variables that have a name, if it is long enough.</summary>
    /// <param name="found">The variables, with their sizes in bytes.</param>
    /// <param name="name">The name.</param>
    /// <param name="bytes">How much of it is wanted, bytes.</param>
    /// <param name="module">The module's path, for messages.</param>
    /// <exception cref="DeviceException">There is none, there are several, or it is too small.</exception>
    public static T Only<T>(IReadOnlyList<(T Variable, long Bytes)> found, string name, long bytes, string module) =>
        found switch
        {
            [] => throw Refused(
                $"{module} has no variable {name} that can be set. It is constant in the source, or no kernel uses it"
            ),
            [var (variable, size)] when size >= bytes => variable,
            [var (_, size)] => throw Refused($"the variable {name} has {size} bytes, and its buffer has {bytes}"),
            _ => throw Refused($"{module} has several variables {name}: name it with its namespace"),
        };

    private static DeviceException Refused(string why) => new(DeviceFault.InvalidLaunch, why);
}
