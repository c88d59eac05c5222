using System.Text;
using Microsoft.Build.Framework;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Tests.WarmBuilds;

/// <summary>
/// The task of the targets, but for one step: the command line that it has made up runs in this process and not in a
/// new one.
/// </summary>
public sealed class RunPerfGate : Tasks.RunPerfGate
{
    /// <inheritdoc/>
    protected override int ExecuteTool(string pathToTool, string responseFileCommands, string commandLineCommands)
    {
        using var state = ProcessState.Keep();
        Directory.SetCurrentDirectory(WorkingDirectory);
        foreach (var variable in EnvironmentVariables)
        {
            var (name, value) = (variable[..variable.IndexOf('=')], variable[(variable.IndexOf('=') + 1)..]);
            Environment.SetEnvironmentVariable(name, value);
        }

        // A command that has no process of its own need not end with the build's.
        Environment.SetEnvironmentVariable(RunnerEnvironment.Parent, null);
        using var lines = new LineWriter(line => LogEventsFromTextOutput(line, MessageImportance.High));
        // The first word is perfgate.dll, which dotnet would run.
        return PerfGateProgram.Offered(Runner, [.. Words(commandLineCommands).Skip(1)], lines);
    }

    // As a process gets them: quotation marks group, and one behind a backslash stands for itself.
    private static IEnumerable<string> Words(string line)
    {
        var word = new StringBuilder();
        var (quoted, begun) = (false, false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length && line[i + 1] == '"')
            {
                word.Append(line[++i]);
                begun = true;
            }
            else if (line[i] == '"')
            {
                (quoted, begun) = (!quoted, true);
            }
            else if (line[i] != ' ' || quoted)
            {
                word.Append(line[i]);
                begun = true;
            }
            else if (begun)
            {
                yield return word.ToString();
                word.Clear();
                begun = false;
            }
        }

        if (begun)
            yield return word.ToString();
    }
}
