using System.Text;

namespace PerfGate.Fuzz.Mutators;

/// <summary>Changes texts by the words of their language.</summary>
/// <param name="words">The words.</param>
internal sealed class TextMutator(params string[] words)
{
    private const int Largest = 1 << 18;

    /// <summary>A changed copy of a good input.</summary>
    /// <param name="pool">The good inputs.</param>
    /// <param name="random">What is random.</param>
    public byte[] Mutate(Pool pool, Random random)
    {
        if (random.Next(4) == 0)
            return ByteMutator.Mutate(pool, random);
        var text = Encoding.UTF8.GetString(pool.Any(random));
        for (var n = 1 + random.Next(5); n > 0; n--)
            text = Once(text, pool, random);
        return Encoding.UTF8.GetBytes(text.Length <= Largest ? text : text[..Largest]);
    }

    private string Once(string text, Pool pool, Random random)
    {
        var at = random.Next(text.Length + 1);
        var length = Math.Min(text.Length - at, random.Next(1 << random.Next(1, 8)));
        switch (random.Next(7))
        {
            case 0: return text.Insert(at, Word(random));
            case 1: return text.Remove(at, length).Insert(at, Word(random));
            case 2: return text.Remove(at, length);
            case 3: return text.Insert(at, Times(Word(random), random));
            case 4: return text.Insert(at, Times(text.Substring(at, length), random));
            case 5:
                var other = Encoding.UTF8.GetString(pool.Any(random));
                var from = random.Next(other.Length + 1);
                return text.Insert(at, other.Substring(from, random.Next(other.Length - from + 1)));
            default:
                return text.Remove(at, length)
                    .Insert(at, random.Next(2) == 0 ? Limits.Number(random) : Limits.Text(random));
        }
    }

    private string Word(Random random) => words[random.Next(words.Length)];

    private static string Times(string text, Random random)
    {
        var times = Math.Min(1 << random.Next(1, 15), Largest / Math.Max(1, text.Length));
        return new StringBuilder(times * text.Length).Insert(0, text, times).ToString();
    }
}
