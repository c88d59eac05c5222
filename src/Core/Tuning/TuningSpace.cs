using System.Collections.Immutable;
using System.Globalization;

namespace PerfGate.Core.Tuning;

/// <summary>A parameter of a kernel that may be tuned.</summary>
/// <param name="Name">Its name in the manifest's expressions.</param>
/// <param name="Values">The values that it may take, each once; the first one is the default.</param>
public sealed record TuningParameter(string Name, ImmutableArray<double> Values);

/// <summary>
/// The variants of a kernel: the product of its parameters' values, less what the constraints rule out. A variant is
/// named by its index in that product, the last parameter fastest, so that variant 0 has all first values.
/// </summary>
/// <param name="parameters">The parameters, at least one, whose product is at most <see cref="MostPoints"/>.</param>
/// <param name="allows">Whether the constraints allow these values, one per parameter.</param>
public sealed class TuningSpace(ImmutableArray<TuningParameter> parameters, Func<ImmutableArray<double>, bool> allows)
{
    /// <summary>The largest product: up to it every index is exact in JSON.</summary>
    public const long MostPoints = 1L << 53;

    /// <summary>A space with a larger product is sampled, and never listed as a whole.</summary>
    public const long MostListed = 200_000;

    /// <summary>The parameters, in the manifest's order.</summary>
    public ImmutableArray<TuningParameter> Parameters => parameters;

    /// <summary>The product of the parameters' values, variants that constraints rule out included.</summary>
    public long Size { get; } = parameters.Aggregate(1L, (product, p) => checked(product * p.Values.Length));

    /// <summary>Whether all variants can be listed.</summary>
    public bool IsListable => Size <= MostListed;

    /// <summary>The variants that the constraints allow, in order.</summary>
    /// <exception cref="InvalidOperationException">There are too many (<see cref="IsListable"/>).</exception>
    public IEnumerable<long> Points()
    {
        if (!IsListable)
            throw new InvalidOperationException($"a space of {Size} variants is too large to list");
        for (var point = 0L; point < Size; point++)
        {
            if (Allows(point))
                yield return point;
        }
    }

    /// <summary>Whether the constraints allow a variant.</summary>
    /// <param name="point">The variant's index.</param>
    public bool Allows(long point) => allows(ValuesOf(point));

    /// <summary>The values of a variant, one per parameter.</summary>
    /// <param name="point">The variant's index.</param>
    public ImmutableArray<double> ValuesOf(long point)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(point);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(point, Size);
        var values = new double[parameters.Length];
        for (var i = parameters.Length - 1; i >= 0; i--)
        {
            var count = parameters[i].Values.Length;
            values[i] = parameters[i].Values[(int)(point % count)];
            point /= count;
        }

        return [.. values];
    }

    /// <summary>The variant with these values; null if one of them is not in the space.</summary>
    /// <param name="values">One per parameter.</param>
    public long? PointOf(ImmutableArray<double> values)
    {
        var point = 0L;
        for (var i = 0; i < parameters.Length; i++)
        {
            var index = parameters[i].Values.IndexOf(values[i]);
            if (index < 0)
                return null;
            point = point * parameters[i].Values.Length + index;
        }

        return point;
    }

    /// <summary>The variants that differ from one in one parameter, itself included, in its order.</summary>
    /// <param name="point">The variant's index.</param>
    /// <param name="parameter">The parameter's index.</param>
    public IEnumerable<long> Line(long point, int parameter)
    {
        var stride = 1L;
        for (var i = parameters.Length - 1; i > parameter; i--)
            stride *= parameters[i].Values.Length;
        var count = parameters[parameter].Values.Length;
        var first = point - point / stride % count * stride;
        return Enumerable.Range(0, count).Select(i => first + i * stride);
    }

    /// <summary>A variant as messages show it: <c>BLOCK=64 UNROLL=2</c>.</summary>
    /// <param name="point">The variant's index.</param>
    public string Describe(long point) =>
        string.Join(' ', parameters.Zip(ValuesOf(point), (p, value) => $"{p.Name}={Text(value)}"));

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
