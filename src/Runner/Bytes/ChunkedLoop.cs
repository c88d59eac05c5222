namespace PerfGate.Runner.Bytes;

/// <summary>Walks many elements, or bytes, in chunks, on all processors where there is more than one chunk.</summary>
/// <remarks>
/// What is walked when expected outputs are computed says
/// <see cref="System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization"/>: .NET would compile it well
/// only after some tenths of a second, and all of it may take no longer.
/// </remarks>
internal static class ChunkedLoop
{
    /// <summary>Elements per chunk: their doubles and their bytes stay in the level-2 cache of one core.</summary>
    public const int ChunkLength = 16384;

    /// <summary>How many chunks a number of elements makes.</summary>
    public static int Chunks(long count, int chunkLength = ChunkLength) =>
        checked((int)((count + chunkLength - 1) / chunkLength));

    /// <summary>
    /// Calls <paramref name="body"/> once per chunk with the chunk's number, first element and length, in no order.
    /// </summary>
    public static void Run(long count, Action<int, long, int> body, int chunkLength = ChunkLength)
    {
        var chunks = Chunks(count, chunkLength);
        if (chunks == 1)
            body(0, 0, (int)count);
        else
            Parallel.For(0, chunks, chunk => Body(chunk, count, chunkLength, body));
    }

    private static void Body(int chunk, long count, int chunkLength, Action<int, long, int> body)
    {
        var first = (long)chunk * chunkLength;
        body(chunk, first, (int)Math.Min(chunkLength, count - first));
    }
}
