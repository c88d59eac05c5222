using System.Collections.Immutable;

namespace PerfGate.Core.Kernels.Disassembly;

/// <summary>The shortest way from one sequence of instructions to another.</summary>
/// <remarks>E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986).</remarks>
internal static class SequenceDifference
{
    // The ways that are kept take so many numbers squared. Code that differs by more has little in common.
    private const int MostEdits = 2_000;

    /// <summary>Every line of both, in order, behind <c>+</c>, <c>-</c> or a blank.</summary>
    public static IEnumerable<(char Sign, CodeLine Line)> Of(
        ImmutableArray<CodeLine> before,
        ImmutableArray<CodeLine> after
    )
    {
        var head = 0;
        while (head < before.Length && head < after.Length && before[head].Normal == after[head].Normal)
            head++;
        var tail = 0;
        while (
            tail < before.Length - head
            && tail < after.Length - head
            && before[^(tail + 1)].Normal == after[^(tail + 1)].Normal
        )
            tail++;
        return
        [
            .. after[..head].Select(l => (' ', l)),
            .. Middle(before[head..^tail], after[head..^tail]),
            .. after[^tail..].Select(l => (' ', l)),
        ];
    }

    private static List<(char Sign, CodeLine Line)> Middle(
        ImmutableArray<CodeLine> before,
        ImmutableArray<CodeLine> after
    )
    {
        var ways = Ways(before, after);
        if (ways is null)
            return [.. before.Select(l => ('-', l)), .. after.Select(l => ('+', l))];
        var edits = new List<(char, CodeLine)>();
        var (x, y) = (before.Length, after.Length);
        for (var d = ways.Count - 1; d > 0; d--)
        {
            var previous = ways[d - 1];
            var k = x - y;
            var down = k == -d || (k != d && previous[d - 1 + k - 1] < previous[d - 1 + k + 1]);
            var fromX = down ? previous[d - 1 + k + 1] : previous[d - 1 + k - 1];
            var fromY = fromX - (down ? k + 1 : k - 1);
            while (x > fromX && y > fromY && x > 0 && y > 0)
            {
                edits.Add((' ', after[--y]));
                x--;
            }

            edits.Add(down ? ('+', after[--y]) : ('-', before[--x]));
        }

        while (x > 0 && y > 0)
        {
            edits.Add((' ', after[--y]));
            x--;
        }

        edits.Reverse();
        return edits;
    }

    // The furthest place on each diagonal after d edits; index d + k. Diagonals beside those reached count as -1.
    private static List<int[]>? Ways(ImmutableArray<CodeLine> before, ImmutableArray<CodeLine> after)
    {
        var ways = new List<int[]>();
        for (var d = 0; d <= Math.Min(before.Length + after.Length, MostEdits); d++)
        {
            var now = new int[2 * d + 3];
            Array.Fill(now, -1);
            ways.Add(now);
            for (var k = -d; k <= d; k += 2)
            {
                var x =
                    d == 0 ? 0
                    : k == -d || (k != d && At(ways[d - 1], d - 1, k - 1) < At(ways[d - 1], d - 1, k + 1))
                        ? At(ways[d - 1], d - 1, k + 1)
                    : At(ways[d - 1], d - 1, k - 1) + 1;
                var y = x - k;
                while (x >= 0 && y >= 0 && x < before.Length && y < after.Length && before[x].Normal == after[y].Normal)
                    (x, y) = (x + 1, y + 1);
                now[d + k] = x;
                if (x == before.Length && y == after.Length)
                    return ways;
            }
        }

        return null;
    }

    private static int At(int[] way, int d, int k) => d + k >= 0 && d + k <= 2 * d ? way[d + k] : -1;
}
