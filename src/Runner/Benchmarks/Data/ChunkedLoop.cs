namespace PerfGate.Runner.Benchmarks.Data;

/// <summary>Walks many elements in chunks, on all processors where there is more than one chunk.</summary>
internal static class ChunkedLoop
{
    /// <summary>Elements per chunk: their doubles and their bytes stay in the level-2 cache of one core.</summary>
    public const int ChunkLength = 16384;

    /// <summary>How many chunks a number of elements makes.</summary>
    public static int Chunks(long count) => checked((int)((count + ChunkLength - 1) / ChunkLength));

    /// <summary>Calls <paramref name="body"/> once per chunk with the chunk's number, first element and length, in no order.</summary>
    public static void Run(long count, Action<int, long, int> body)
    {
        var chunks = Chunks(count);
        if (chunks == 1)
            body(0, 0, (int)count);
        else
            Parallel.For(0, chunks, chunk => Body(chunk, count, body));
    }

    private static void Body(int chunk, long count, Action<int, long, int> body)
    {
        var first = (long)chunk * ChunkLength;
        body(chunk, first, (int)Math.Min(ChunkLength, count - first));
    }
}
