using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipes;
using System.Text.Json;

namespace PerfGate.Tests.Support;

/// <summary>
/// Runs <c>dotnet msbuild</c> and perfgate in processes that stay: loading and compiling both takes a process of its
/// own some seconds. The targets, the tasks and the commands are the same as in a process of their own; what a test
/// interrupts, kills, or runs on a terminal needs one.
/// </summary>
public sealed class WarmBuild : IDisposable
{
    private static readonly ConcurrentBag<WarmBuild> Free = [];

    private readonly Process _process;
    private readonly NamedPipeServerStream _pipe;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;
    private readonly Task<ProgramResult> _ended;

    private WarmBuild(Process process, NamedPipeServerStream pipe)
    {
        (_process, _pipe) = (process, pipe);
        _reader = new(pipe);
        _writer = new(pipe) { AutoFlush = true };
        _ended = process.ResultAsync();
    }

    /// <summary>
    /// The assembly of the processes. It also holds the task <c>RunPerfGate</c> that starts no process for a command.
    /// </summary>
    public static string Assembly { get; } =
        Checkout.PathOf($"tests/WarmBuilds/bin/{Checkout.Configuration}/net10.0/PerfGate.Tests.WarmBuilds.dll");

    /// <summary>Runs a command, in a process that no other one uses meanwhile.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="stop">Gives up waiting, and ends the process.</param>
    public static async Task<ProgramResult> RunAsync(WarmRequest request, CancellationToken stop)
    {
        var build = Free.TryTake(out var free) ? free : await StartAsync(stop).ConfigureAwait(false);
        try
        {
            var answer = await build.AnswerAsync(request, stop).ConfigureAwait(false);
            Free.Add(build);
            return new(answer.ExitCode, answer.Output, "");
        }
        catch
        {
            build.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _pipe.Dispose();
        _process.Dispose();
    }

    // The process ends with this one, which then no longer holds the other end of the pipe.
    private static async Task<WarmBuild> StartAsync(CancellationToken stop)
    {
        var name = $"perfgate-{Guid.NewGuid():N}";
        var pipe = new NamedPipeServerStream(
            name,
            PipeDirection.InOut,
            1,
            PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous
        );
        var process = Programs.Start("dotnet", [Assembly, name], Checkout.Root);
        await pipe.WaitForConnectionAsync(stop).ConfigureAwait(false);
        return new(process, pipe);
    }

    private async Task<WarmAnswer> AnswerAsync(WarmRequest request, CancellationToken stop)
    {
        await _writer.WriteLineAsync(JsonSerializer.Serialize(request).AsMemory(), stop).ConfigureAwait(false);
        return await _reader.ReadLineAsync(stop).ConfigureAwait(false) is { } line
            ? JsonSerializer.Deserialize<WarmAnswer>(line)!
            : throw new InvalidOperationException((await _ended.ConfigureAwait(false)).Text);
    }
}

/// <summary>A command for a <see cref="WarmBuild"/>.</summary>
/// <param name="Folder">The folder to run in.</param>
/// <param name="Variables">Variables that differ from those of this process; null for one that is not there.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Runner">The path of <c>perfgate.dll</c>; null for <c>dotnet msbuild</c>.</param>
public sealed record WarmRequest(
    string Folder,
    Dictionary<string, string?> Variables,
    IReadOnlyList<string> Arguments,
    string? Runner = null
);

/// <summary>How a command of a <see cref="WarmBuild"/> ended.</summary>
/// <param name="ExitCode">0 if it succeeded.</param>
/// <param name="Output">What it printed.</param>
public sealed record WarmAnswer(int ExitCode, string Output);
