using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PerfGate.Runner.Processes;

/// <summary>
/// A process that was started from here with all that descends from it. On Linux what descends is known by a mark in
/// its environment, which it inherits, by its session, and by its parents: that finds processes whose parent has ended,
/// and those that began a session of their own. Elsewhere the tree that still hangs together is ended, and the process
/// group.
/// </summary>
internal sealed class ProcessTree
{
    /// <summary>The variable that holds the mark.</summary>
    public const string Variable = "PERFGATE_TREE";

    // Marks have one length, because the size of the environment shifts what lies behind it on the stack.
    private const int MarkBytes = 8;

    // Where a process waits in the kernel it cannot be ended, and there is no use in waiting with it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // A process that begins another program has no environment for a moment, on a busy machine for longer.
    private static readonly TimeSpan PatienceWithBeginning = TimeSpan.FromSeconds(1);

    // Parent of all threads of the kernel, which have no environment either.
    private const int KernelThreads = 2;

    private readonly string _mark;

    // No process of the tree began before: in ticks since the system was started; 0 where it is not known.
    private readonly long _begun;

    private ProcessTree(string mark, long begun) => (_mark, _begun) = (mark, begun);

    /// <summary>The tree that this process is in; null if none is marked.</summary>
    public static ProcessTree? Own =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } mark ? new(mark, 0) : null;

    /// <summary>Marks a process that is about to be started.</summary>
    /// <param name="start">How it will be started.</param>
    public static ProcessTree Mark(ProcessStartInfo start)
    {
        var tree = new ProcessTree(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MarkBytes)),
            OperatingSystem.IsLinux() ? StateOf(Environment.ProcessId, new byte[1024]).Begun : 0
        );
        start.Environment[Variable] = tree._mark;
        return tree;
    }

    /// <summary>Ends what is left of the tree.</summary>
    /// <param name="root">The number of its first process.</param>
    public void End(int root)
    {
        if (OperatingSystem.IsLinux())
            EndMarked(root);
        else if (!OperatingSystem.IsWindows())
            _ = UnixCalls.Signal(-root, UnixCalls.Kill);
    }

    /// <summary>Ends a process and all that descends from it.</summary>
    /// <param name="root">The first process of the tree, which may have ended.</param>
    public void End(Process root)
    {
        // .NET stops each process before it ends it, the root first. If this process ended in the middle of that, the
        // others would stay stopped for ever.
        if (!OperatingSystem.IsLinux())
            Kill(root);
        End(root.Id);
    }

    private static void Kill(Process root)
    {
        try
        {
            root.Kill(entireProcessTree: true);
        }
        catch (Exception e)
            when (e is InvalidOperationException or AggregateException or System.ComponentModel.Win32Exception)
        {
            // It, or a part of it, has ended by itself.
        }
    }

    // One that is about to be ended may start another: until a round finds none.
    private void EndMarked(int root)
    {
        var (all, quiet) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        while (all.Elapsed < Patience)
        {
            var (found, unsure) = EndRound(root);
            if (found)
                quiet.Restart();
            else if (!unsure || quiet.Elapsed > PatienceWithBeginning)
                return;
            Thread.Sleep(5);
        }
    }

    private (bool Found, bool Unsure) EndRound(int root)
    {
        var found = false;
        var (members, unsure) = Members(root);
        // The root may be a supervisor, which ends the others if this process cannot. So it comes last.
        foreach (var process in members.OrderBy(p => p == root))
            found |= process != Environment.ProcessId && UnixCalls.Signal(process, UnixCalls.Kill) == 0;
        return (found, unsure);
    }

    // Those with the mark, those of the root's session, and all that descends from any of them; and whether any other
    // may be one of them.
    private (HashSet<int> Processes, bool Unsure) Members(int root)
    {
        var variable = Encoding.ASCII.GetBytes($"{Variable}={_mark}");
        var buffer = new byte[1 << 18];
        var others = new List<(int Process, int Parent)>();
        var members = new HashSet<int>();
        var unsure = false;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (
                !int.TryParse(
                    Path.GetFileName(folder.AsSpan()),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var process
                ) || StateOf(process, buffer) is not { Ended: false } state
            )
            {
                continue;
            }

            if (state.Session == root)
            {
                members.Add(process);
                continue;
            }

            var environment = UnixCalls.ReadBeginning($"{folder}/environ", buffer);
            if (Holds(environment, variable))
            {
                members.Add(process);
                continue;
            }

            others.Add((process, state.Parent));
            unsure |=
                environment.IsEmpty
                && state.Begun >= _begun
                && state.Parent != KernelThreads
                && UnixCalls.CanRead($"{folder}/environ");
        }

        while (others.RemoveAll(o => (o.Parent == root || members.Contains(o.Parent)) && members.Add(o.Process)) > 0)
        {
        }

        return (members, unsure);
    }

    private static bool Holds(ReadOnlySpan<byte> environment, ReadOnlySpan<byte> variable)
    {
        foreach (var range in environment.Split((byte)0))
        {
            if (environment[range].SequenceEqual(variable))
                return true;
        }

        return false;
    }

    /// <summary>Whether a process has ended, though its parent may not have asked how yet.</summary>
    /// <param name="process">Its number.</param>
    public static bool HasEnded(int process) => OperatingSystem.IsLinux()
        ? StateOf(process, new byte[1024]).Ended
        : UnixCalls.Signal(process, 0) != 0;

    // /proc/N/stat: number (name) state parent group session ... begun, the 22nd; the name may hold anything.
    private static (bool Ended, int Parent, int Session, long Begun) StateOf(int process, byte[] buffer)
    {
        var stat = Encoding.UTF8.GetString(UnixCalls.ReadBeginning($"/proc/{process}/stat", buffer.AsSpan(0, 1024)));
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length < 20 || fields[0] is "Z" or "X"
            ? (true, 0, 0, 0)
            : (
                false,
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                int.Parse(fields[3], CultureInfo.InvariantCulture),
                long.Parse(fields[19], CultureInfo.InvariantCulture)
            );
    }
}
