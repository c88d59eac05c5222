using System.Diagnostics;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Fuzz;

/// <summary>Feeds one target its inputs. The same seed and number give the same inputs on every machine.</summary>
/// <param name="target">The target.</param>
/// <param name="seed">The seed.</param>
internal sealed class TargetRun(FuzzTarget target, int seed)
{
    private const int MostCauses = 20;

    private readonly Pool _pool = new(target.Seeds);
    private readonly Dictionary<string, Crash> _crashes = new(StringComparer.Ordinal);
    private long _startedAt;
    private TimeSpan _processAt;

    /// <summary>The target.</summary>
    public FuzzTarget Target => target;

    /// <summary>How many inputs were read.</summary>
    public long Inputs { get; private set; }

    /// <summary>How many of them were accepted.</summary>
    public long Accepted { get; private set; }

    /// <summary>The longest that a processor worked on one input.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>The input that took longest.</summary>
    public byte[] Slowest { get; private set; } = [];

    /// <summary>What crashed, by cause.</summary>
    public IReadOnlyCollection<Crash> Crashes => _crashes.Values;

    /// <summary>The input that is being read; null between two.</summary>
    public byte[]? Current { get; private set; }

    /// <summary>
    /// Whether the current input hangs: this process has worked for so long since it began, or it waits for something
    /// else.
    /// </summary>
    /// <param name="deadline">How long an input may take.</param>
    public bool Hangs(TimeSpan deadline)
    {
        var passed = Current is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(Volatile.Read(ref _startedAt));
        return passed > deadline && (ProcessorTime.OfProcess() - _processAt > deadline * 2 || passed > deadline * 10);
    }

    /// <summary>Reads the seeds and then so many inputs.</summary>
    /// <param name="count">How many.</param>
    public void Run(long count)
    {
        for (var i = 0; i < target.Seeds.Count; i++)
            Read(target.Seeds[i], -1 - i, isSeed: true);
        for (var i = 0L; i < count; i++)
        {
            // The index decides, so that one input can be made again without those before it but for the pool.
            var random = new Random(HashCode(seed, i));
            var input = target.Mutate(_pool, random);
            if (Read(input, i) && random.Next(4) == 0)
                _pool.Add(input, random);
        }
    }

    private bool Read(byte[] input, long index, bool isSeed = false)
    {
        _processAt = ProcessorTime.OfProcess();
        Volatile.Write(ref _startedAt, Stopwatch.GetTimestamp());
        Current = input;
        var before = ProcessorTime.OfThread();
        try
        {
            target.Read(input);
            Accepted++;
            return true;
        }
        catch (PerfGateException e)
        {
            if (isSeed)
                Console.Error.WriteLine($"{target.Name}: the seed {-1 - index} is refused: {e.Diagnostics[0]}");
            return false;
        }
#pragma warning disable CA1031 // Whatever it is, it is what is looked for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Note(new(target.Name, input, index, e));
            return false;
        }
        finally
        {
            var took = ProcessorTime.OfThread() - before;
            Current = null;
            if (took > Longest)
                (Longest, Slowest) = (took, input);
            Inputs++;
        }
    }

    private void Note(Crash crash)
    {
        if (_crashes.Count >= MostCauses || _crashes.ContainsKey(crash.Cause))
            return;
        Current = null;
        _crashes[crash.Cause] = crash.Minimised(target.Read);
    }

    // Not HashCode.Combine, which differs from process to process.
    private static int HashCode(int seed, long index)
    {
        var mixed = unchecked(((ulong)(uint)seed << 32) + (ulong)index) * 0x9E3779B97F4A7C15;
        mixed ^= mixed >> 29;
        mixed *= 0xBF58476D1CE4E5B9;
        return (int)(mixed >> 33);
    }
}
