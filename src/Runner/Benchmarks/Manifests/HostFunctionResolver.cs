using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Resolves the host functions that manifests name.</summary>
internal sealed class HostFunctionResolver(CaseContext context, IReadOnlyList<BufferSpec> buffers)
{
    /// <summary>The function; null if an error was reported.</summary>
    /// <param name="source">The C++ file.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="arguments">Its arguments.</param>
    public ExpectedFunction? Resolve(PlacedJson source, PlacedJson function, PlacedJson arguments)
    {
        var path = context.File.Resolve(source.Text);
        var text = context.Sources.Read(path);
        if (text is null)
            context.Errors.Add(DiagnosticCatalog.NamedFileMissing(source.At, context.File.Display(path)));
        else if (!text.Faults.IsEmpty)
            context.Errors.AddUnreadable(source.At, text.Faults, context.File);
        else if (!text.Mentions(function.Text))
            context.Errors.Add(
                DiagnosticCatalog.UnknownFunction(function.At, function.Text, context.File.Display(path))
            );
        return new ArgumentResolver(context, buffers).Resolve(arguments, function.Text) is { } resolved
            ? new(context.File.Display(path), function.Text, resolved, text?.Digest)
            : null;
    }
}
