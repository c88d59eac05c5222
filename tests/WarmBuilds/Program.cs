using System.IO.Pipes;
using System.Text.Json;

namespace PerfGate.Tests.WarmBuilds;

/// <summary>Answers the requests of <see cref="WarmBuild"/>, one at a time, until its pipe is closed.</summary>
internal static class Program
{
    /// <summary>Runs the process.</summary>
    /// <param name="args">The name of the pipe.</param>
    public static int Main(string[] args)
    {
        PerfGateProgram.Offer();
        using var pipe = new NamedPipeClientStream(".", args[0], PipeDirection.InOut);
        pipe.Connect();
        using var reader = new StreamReader(pipe);
        using var writer = new StreamWriter(pipe) { AutoFlush = true };
        while (reader.ReadLine() is { } line)
            writer.WriteLine(JsonSerializer.Serialize(Answer(JsonSerializer.Deserialize<WarmRequest>(line)!)));
        return 0;
    }

    private static WarmAnswer Answer(WarmRequest request)
    {
        var output = new StringWriter();
        using var state = ProcessState.Keep();
        Directory.SetCurrentDirectory(request.Folder);
        foreach (var (name, value) in request.Variables)
            Environment.SetEnvironmentVariable(name, value);
        Console.SetOut(output);
        Console.SetError(output);
        var exit = request.Runner is { } runner
            ? PerfGateProgram.Run(runner, [.. request.Arguments], output)
            : MSBuildProgram.Run([.. request.Arguments]);
        Console.Out.Flush();
        lock (output)
            return new(exit, output.ToString());
    }
}
