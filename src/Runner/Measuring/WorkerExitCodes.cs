using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Measuring;

/// <summary>What the exit code of a worker that did not do its job says.</summary>
internal static class WorkerExitCodes
{
    /// <summary>Code under the worker's kernel, or a library that it uses, called <c>exit</c>.</summary>
    public const int CalledExit = 121;

    // 128 + n is how a shell and .NET report death by signal n.
    private const int Killed = 137;
    private const int Terminated = 143;

    /// <summary>How a worker with this code ended: nothing in the worker itself kills or terminates it.</summary>
    public static WorkerOutcome OutcomeOf(int code) =>
        code is Killed or Terminated ? WorkerOutcome.Killed : WorkerOutcome.Crashed;

    /// <summary>The end in words, as the predicate of a sentence about the worker.</summary>
    /// <param name="code">The exit code.</param>
    /// <param name="memoryRanOut">Whether the system ended processes meanwhile because memory ran out.</param>
    public static string Describe(int code, bool memoryRanOut) => code switch
    {
        CalledExit => "ended because the kernel, or a library that it uses, called exit()",
        134 => "aborted (SIGABRT)",
        135 => "crashed (SIGBUS)",
        136 => "crashed (SIGFPE)",
        Killed when memoryRanOut => "was killed (SIGKILL) when the machine's memory ran out",
        Killed => "was killed (SIGKILL), by hand, by a limit of this machine, or because memory ran out",
        139 => "crashed (SIGSEGV)",
        Terminated => "was terminated (SIGTERM)",
        _ => $"exited with {code}",
    };
}
