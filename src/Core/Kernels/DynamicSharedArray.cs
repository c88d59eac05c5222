namespace PerfGate.Core.Kernels;

/// <summary>An array of dynamic shared memory, declared as <c>extern __shared__ TYPE NAME[];</c>.</summary>
/// <param name="Type">The element type as written, without alignment attributes.</param>
/// <param name="Name">The array's name.</param>
/// <param name="Namespace">The namespaces around it, joined by <c>::</c>; empty for the global one.</param>
/// <param name="Line">The line of <c>__shared__</c>, counted from 1.</param>
public sealed record DynamicSharedArray(string Type, string Name, string Namespace, int Line);
