namespace PerfGate.Core.Measurements;

/// <summary>What the device was seen to do at best, the axes of the roofline.</summary>
/// <param name="CopyBytesPerSecond">Bytes read plus bytes written by a large copy.</param>
/// <param name="MatrixFlopsPerSecond">Floating-point operations of a large matrix product.</param>
/// <param name="MatrixPrecision">The element type of that product, such as <c>f16</c>.</param>
public sealed record DeviceCeilings(double CopyBytesPerSecond, double MatrixFlopsPerSecond, string MatrixPrecision);
