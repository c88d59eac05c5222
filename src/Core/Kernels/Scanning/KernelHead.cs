namespace PerfGate.Core.Kernels.Scanning;

/// <summary>
/// The tokens of a kernel's definition, by their indexes: the body begins behind <paramref name="Close"/>.
/// </summary>
/// <param name="Global">The word <c>__global__</c>.</param>
/// <param name="Name">The kernel's name.</param>
/// <param name="Open">The parenthesis that opens its parameters.</param>
/// <param name="Close">The parenthesis that closes them.</param>
internal readonly record struct KernelHead(int Global, int Name, int Open, int Close);
