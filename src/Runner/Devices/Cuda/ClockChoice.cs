using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>The clock asked for.</summary>
internal enum ClockChoice
{
    /// <summary>CUPTI where it works, otherwise events.</summary>
    Auto,

    /// <summary>CUPTI or nothing.</summary>
    Cupti,

    /// <summary>Events; CUPTI is not even loaded, which leaves it to a profiler.</summary>
    Events,
}

/// <summary>Reads <see cref="ClockChoice"/>.</summary>
internal static class ClockChoices
{
    /// <summary>The variable that asks for a clock: <c>auto</c>, <c>cupti</c> or <c>events</c>.</summary>
    public const string Variable = "PERFGATE_CLOCK";

    /// <summary>Reads the variable; <see cref="ClockChoice.Auto"/> where it is not set.</summary>
    /// <exception cref="PerfGateException">PG2033: it names no clock.</exception>
    public static ClockChoice Read(Func<string, string?> variable) => variable(Variable) switch
    {
        null or "" or "auto" => ClockChoice.Auto,
        "cupti" => ClockChoice.Cupti,
        "events" => ClockChoice.Events,
        var other => throw new PerfGateException(DiagnosticCatalog.UnknownClock(other), ExitCode.Usage),
    };
}
