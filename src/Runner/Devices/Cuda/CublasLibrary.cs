using System.Runtime.InteropServices;
using PerfGate.Core.Kernels;
using unsafe GemmEx = delegate* unmanaged<
    nint, int, int, int, int, int, float*, ulong, int, int, ulong, int, int, float*, ulong, int, int, int, int, int>;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// cuBLAS as far as one matrix product, from the toolkit's folder or the loader's path. Source: <c>cublas_api.h</c>,
/// CUDA 11 to 13.
/// </summary>
internal sealed unsafe class CublasLibrary : IDisposable
{
    private const int Transposed = 1;
    private const int Plain = 0;
    private const int Half = 2;
    private const int Single = 0;
    private const int ComputeSingle = 68;
    private const int DefaultAlgorithm = -1;

    private readonly nint _library;
    private readonly nint _handle;
    private readonly GemmEx _product;

    private CublasLibrary(nint library, nint handle, nint product)
    {
        _library = library;
        _handle = handle;
        _product = (GemmEx)product;
    }

    /// <summary>Loads cuBLAS and makes it work on a stream of the current context.</summary>
    /// <returns>The library; null if there is none, or it does not start.</returns>
    public static CublasLibrary? TryLoad(CudaToolkit? toolkit, nint stream)
    {
        foreach (var candidate in Candidates(toolkit))
        {
            if (!NativeLibrary.TryLoad(candidate, out var library))
                continue;
            nint handle;
            if (NativeLibrary.TryGetExport(library, "cublasGemmEx", out var product)
                && NativeLibrary.TryGetExport(library, "cublasCreate_v2", out var create)
                && NativeLibrary.TryGetExport(library, "cublasSetStream_v2", out var setStream)
                && ((delegate* unmanaged<nint*, int>)create)(&handle) == 0
            )
            {
                return ((delegate* unmanaged<nint, nint, int>)setStream)(handle, stream) == 0
                    ? new(library, handle, product)
                    : null;
            }
        }

        return null;
    }

    /// <summary>Queues C = Aᵀ·B of square f16 matrices, summed in f32.</summary>
    /// <returns>Whether cuBLAS took it.</returns>
    public bool QueueProduct(int size, ulong a, ulong b, ulong c)
    {
        var (one, zero) = (1f, 0f);
        return _product(
                _handle,
                Transposed,
                Plain,
                size,
                size,
                size,
                &one,
                a,
                Half,
                size,
                b,
                Half,
                size,
                &zero,
                c,
                Half,
                size,
                ComputeSingle,
                DefaultAlgorithm
            ) == 0;
    }

    public void Dispose()
    {
        if (NativeLibrary.TryGetExport(_library, "cublasDestroy_v2", out var destroy))
            _ = ((delegate* unmanaged<nint, int>)destroy)(_handle);
    }

    private static IEnumerable<string> Candidates(CudaToolkit? toolkit)
    {
        var pattern = OperatingSystem.IsWindows() ? "cublas64_*.dll" : "libcublas.so*";
        var beside = (toolkit?.LibraryFolders() ?? [])
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal));
        return OperatingSystem.IsWindows() ? beside : [.. beside, "libcublas.so.13", "libcublas.so.12", "libcublas.so"];
    }
}
