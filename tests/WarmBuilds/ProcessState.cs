using System.Collections;

namespace PerfGate.Tests.WarmBuilds;

/// <summary>
/// What belongs to a process as a whole, which a program that ends takes with it: its folder, its variables, and where
/// it prints.
/// </summary>
internal sealed class ProcessState : IDisposable
{
    private readonly string _folder = Directory.GetCurrentDirectory();
    private readonly IDictionary _variables = Environment.GetEnvironmentVariables();
    private readonly TextWriter _output = Console.Out;
    private readonly TextWriter _error = Console.Error;

    private ProcessState() { }

    /// <summary>Keeps it, to be restored when this is disposed of.</summary>
    public static ProcessState Keep() => new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Console.SetOut(_output);
        Console.SetError(_error);
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
        {
            if (!_variables.Contains(name))
                Environment.SetEnvironmentVariable(name, null);
        }

        foreach (DictionaryEntry variable in _variables)
            Environment.SetEnvironmentVariable((string)variable.Key, (string?)variable.Value);
        Directory.SetCurrentDirectory(_folder);
    }
}
