using System.Globalization;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Benchmarks.Expressions;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>
/// Evaluates the numbers and expressions of a benchmark at one point of its axes, and tells what is wrong with them.
/// </summary>
internal sealed class PointEvaluator
{
    /// <summary>The largest whole number up to which doubles hold every one.</summary>
    public const long LargestExact = 1L << 53;

    private readonly ExpressionCache _expressions;
    private readonly string _point;
    private readonly Dictionary<string, double> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unusable = new(StringComparer.Ordinal);
    private readonly HashSet<string> _untold = new(StringComparer.Ordinal);

    /// <summary>Begins with the axes and the device.</summary>
    public PointEvaluator(
        IReadOnlyList<AxisValue> axes,
        DeviceFacts device,
        ExpressionCache expressions,
        ManifestErrors errors
    )
    {
        _expressions = expressions;
        Errors = errors;
        _point = axes.Count == 0 ? "" : $" (at {string.Join(", ", axes)})";
        foreach (var axis in axes)
            _names[axis.Axis] = axis.Value;
        Tell("device.multiprocessors", device.Multiprocessors);
        Tell("device.memory", device.MemoryBytes);
        Tell("device.l2", device.L2Bytes);
    }

    private PointEvaluator(PointEvaluator from, string name, double value)
    {
        (_expressions, Errors, _unusable, _untold) = (from._expressions, from.Errors, from._unusable, from._untold);
        _point = $"{from._point} (with {name} = {Text(value)})";
        _names = new(from._names, StringComparer.Ordinal) { [name] = value };
    }

    /// <summary>Where errors go.</summary>
    public ManifestErrors Errors { get; }

    /// <summary>Defines a constant, unless its value is unusable: what uses it is then not reported again.</summary>
    public void Define(string name, PlacedJson value)
    {
        if (Number(value, name) is { } number)
            _names[name] = number;
        else
            _unusable.Add(name);
    }

    /// <summary>Evaluates with one more name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">Its value.</param>
    public PointEvaluator With(string name, double value) => new(this, name, value);

    /// <summary>Takes 1 for what the device does not say: for cases that it will not run.</summary>
    public void AssumeUntold()
    {
        foreach (var name in _untold)
            _names[name] = 1;
        _untold.Clear();
    }

    /// <summary>Whether a text is an expression all of whose names are known here.</summary>
    public bool Knows(string text)
    {
        try
        {
            return _expressions
                .Parse(text)
                .Names.All(n => _names.ContainsKey(n.Name) || _untold.Contains(n.Name) || _unusable.Contains(n.Name));
        }
        catch (ExpressionException)
        {
            return false;
        }
    }

    /// <summary>An expression of an element's index.</summary>
    /// <returns>The expression; null if an error was reported.</returns>
    public IndexExpression? OfIndex(PlacedJson node, string field)
    {
        var names = new Dictionary<string, double>(_names, StringComparer.Ordinal) { [IndexExpression.Index] = 0 };
        try
        {
            var expression = _expressions.Parse(node.Text);
            if (expression.Names.Any(n => _unusable.Contains(n.Name)))
                return null;
            if (expression.Names.FirstOrDefault(n => !names.ContainsKey(n.Name)) is { Name: { } unknown } at)
                throw new ExpressionException(ExpressionFault.UnknownName, unknown, at.Offset);
            return new(node.Text, expression, names);
        }
        catch (ExpressionException e)
        {
            Errors.Add(Explain(e, node, field));
            return null;
        }
    }

    /// <summary>The value of a text; null if it is no expression of names that are known here.</summary>
    public double? ValueOf(string text)
    {
        try
        {
            var expression = _expressions.Parse(text);
            return expression.Names.All(n => _names.ContainsKey(n.Name)) ? expression.Evaluate(_names) : null;
        }
        catch (ExpressionException)
        {
            return null;
        }
    }

    /// <summary>The value of a number or an expression.</summary>
    /// <param name="node">The number or the text.</param>
    /// <param name="field">What to call it in errors.</param>
    /// <returns>The finite value; null if an error was reported.</returns>
    public double? Number(PlacedJson node, string field)
    {
        if (node.Kind == JsonValueKind.Number)
            return double.IsFinite(node.Number) ? node.Number : Refuse(node, field, "the number is too large");
        try
        {
            var expression = _expressions.Parse(node.Text);
            if (expression.Names.Any(n => _unusable.Contains(n.Name)))
                return null;
            if (expression.Names.FirstOrDefault(n => _untold.Contains(n.Name)).Name is { } silent)
                return Refuse(node, field, $"this device does not report {silent}");
            return expression.Evaluate(_names);
        }
        catch (ExpressionException e)
        {
            Errors.Add(Explain(e, node, field));
            return null;
        }
    }

    /// <summary>The value of a number or an expression that must be whole and in a range.</summary>
    /// <param name="node">The number or the text.</param>
    /// <param name="field">What to call it in errors.</param>
    /// <param name="least">The least value.</param>
    /// <param name="most">The largest value.</param>
    /// <returns>The value; null if an error was reported.</returns>
    public long? Whole(PlacedJson node, string field, long least, long most)
    {
        if (Number(node, field) is not { } value)
            return null;
        if (value != Math.Floor(value))
            return (long?)Refuse(
                node,
                field,
                $"{Written(node)} is {Text(value)}, which is not whole{WholeDivision.Hint(node.Text)}"
            );
        if (value < least || value > most)
            return (long?)Refuse(
                node,
                field,
                $"{Written(node)} is {Text(value)}, and it must be from {least} to {most}"
            );
        return (long)value;
    }

    /// <summary>Whether a comparison of two expressions holds.</summary>
    /// <param name="node">The text, such as <c>"BLOCK * UNROLL &lt;= 512"</c>.</param>
    /// <returns>Whether it holds; null if an error was reported.</returns>
    public bool? Holds(PlacedJson node)
    {
        if (Comparison.Split(node.Text) is not { } comparison)
        {
            Errors.Add(
                DiagnosticCatalog.BadExpression(
                    node.At,
                    node.Text,
                    "a constraint compares two expressions by one of <= < >= > == !=, such as \"BLOCK * UNROLL <= 512\""
                )
            );
            return null;
        }

        var right = node.At with { Column = node.At.Column + comparison.RightOffset };
        var (a, b) = (
            Number(node with { Text = comparison.Left }, "where"),
            Number(node with { Text = comparison.Right, At = right }, "where")
        );
        return a is null || b is null ? null : comparison.Holds(a.Value, b.Value);
    }

    /// <summary>Tells that a value cannot be used.</summary>
    /// <returns>Null, always.</returns>
    public double? Refuse(PlacedJson node, string field, string why)
    {
        Errors.Add(DiagnosticCatalog.BadValue(node.At, field, why + _point));
        return null;
    }

    /// <summary>A number as messages and names show it.</summary>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Written(PlacedJson node) =>
        node.Kind == JsonValueKind.Number ? "the number" : $"\"{node.Text}\"";

    private void Tell(string name, double? value)
    {
        if (value is { } known)
            _names[name] = known;
        else
            _untold.Add(name);
    }

    // What CUDA calls these things is far from their names here.
    private static string? Meant(string name) =>
        name.ToUpperInvariant().Replace("_", "", StringComparison.Ordinal) switch
        {
            "DEVICE.SMS"
            or "DEVICE.SM"
            or "DEVICE.SMCOUNT"
            or "DEVICE.NUMSMS"
            or "DEVICE.MULTIPROCESSORCOUNT"
            or "DEVICE.MULTIPROCESSOR" => "device.multiprocessors",
            "DEVICE.L2CACHESIZE" or "DEVICE.L2SIZE" or "DEVICE.L2BYTES" or "DEVICE.L2CACHE" => "device.l2",
            "DEVICE.TOTALGLOBALMEM" or "DEVICE.MEM" or "DEVICE.MEMORYBYTES" or "DEVICE.GLOBALMEMORY" => "device.memory",
            _ => null,
        };

    private Diagnostic Explain(ExpressionException fault, PlacedJson node, string field)
    {
        // One for the quote; right unless an escape comes before it.
        var at = node.At with { Column = node.At.Column + 1 + fault.Offset };
        return fault.Fault switch
        {
            ExpressionFault.Syntax => DiagnosticCatalog.BadExpression(at, node.Text, fault.Message),
            ExpressionFault.UnknownName => DiagnosticCatalog.UnknownName(
                at, node.Text, fault.Message, Meant(fault.Message), _names.Keys.Concat(_untold)),
            ExpressionFault.Value => DiagnosticCatalog.BadValue(
                node.At,
                field,
                $"{Written(node)} has no value: {fault.Message}{_point}"
            ),
        };
    }
}
