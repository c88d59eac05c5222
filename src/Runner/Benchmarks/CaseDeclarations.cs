using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks.Manifests;

namespace PerfGate.Runner.Benchmarks;

/// <summary>States what a manifest declares of a case in the form that files keep.</summary>
internal static class CaseDeclarations
{
    // Several cases may share a file of values, and a measurement names its cases more than once.
    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), string> FileDigests =
        new();

    /// <summary>The declaration of a case.</summary>
    /// <param name="benchmark">The case.</param>
    /// <param name="root">The root that files are named relative to, absolute.</param>
    /// <param name="catalog">The compiled functions; null if nothing was compiled.</param>
    public static CaseDeclaration Of(BenchmarkCase benchmark, string root, KernelCatalog? catalog = null) =>
        new()
        {
            Seed = benchmark.Seed,
            Buffers =
            [
                .. benchmark
                    .Buffers.Where(b => !b.IsScratch)
                    .Select(b => new DeclaredBuffer(b.Name, TypeName(b.Type), b.Count, Fill(b))),
                .. benchmark.Check.Files.Select(File),
            ],
            Launches =
            [
                .. benchmark.Launches.Select(l => new DeclaredLaunch(
                    l.Kernel,
                    l.Function is null ? Grid(l) : "",
                    l.Function is null ? Sizes(l.Block) : "",
                    l.SharedMemory,
                    Arguments(l.Arguments)
                )),
            ],
            Command = benchmark.Command is { } command ? Command(command) : null,
            Defines = benchmark.Defines.Length == 0 ? null : benchmark.Defines,
            Flops = benchmark.Flops,
            Bytes = benchmark.Bytes,
            Outputs = [.. benchmark.Check.Outputs.Select(o => new DeclaredOutput(o.Buffer, o.Relative, o.Absolute))],
            Expected = Expected(benchmark.Check, root, catalog),
        };

    private static ExpectedSource Expected(CheckSpec check, string root, KernelCatalog? catalog) =>
        check switch
        {
            { Function: { } f } => new()
            {
                Kind = ExpectedKind.Function,
                Name = f.Name,
                Source = f.Source,
                Arguments = Arguments(f.Arguments),
                CodeHash = catalog?.ModuleOf(f)?.Kernels.FirstOrDefault(k => k.Name == f.Name)?.CodeHash,
                Digest = f.Digest,
            },
            { Benchmark: { } other } => new() { Kind = ExpectedKind.Benchmark, Name = other },
            { File: { } file } => new()
            {
                Kind = ExpectedKind.File,
                Name = ManifestFile.Display(file, root),
                Digest = DigestOf(file),
            },
            { Files: { IsEmpty: false } files } => new()
            {
                Kind = ExpectedKind.File,
                Name = string.Join(", ", files.Select(f => ManifestFile.Display(f.Expected, root)).Distinct()),
                Digest = DigestOf(files),
            },
            _ => new() { Kind = ExpectedKind.Nothing, Name = "" },
        };

    // The name is in its beginning, so that another file is never taken for this one under a new name.
    private static DeclaredBuffer File(OutputFile file) =>
        new(file.Name, file.TypeName, CountOf(file), $"nothing, until the command writes {file.Name}");

    // A declaration has at least one, of an empty file too.
    private static long CountOf(OutputFile file) =>
        Math.Max(1, (new FileInfo(file.Expected) is { Exists: true } there ? there.Length : 0) / file.Type.Size());

    private static string? DigestOf(ImmutableArray<OutputFile> files)
    {
        var digests = files.Select(f => DigestOf(f.Expected)).ToArray();
        return digests.Contains(null)
            ? null
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', digests))));
    }

    private static DeclaredCommand Command(CommandSpec command) =>
        new(
            command.Text,
            command.FolderName,
            command.Measure.FullWords,
            command.Environment.IsEmpty ? null : command.Variables,
            command.Build is { } build
                ? $"{build.Text} in {build.FolderName}"
                    + (build.Environment.IsEmpty ? "" : $" with {build.Variables}")
                : null
        );

    // Null where the file cannot be read: the check itself will say so.
    internal static string? DigestOf(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return FileDigests.GetOrAdd((path, file.Length, file.LastWriteTimeUtc), key =>
            {
                using var stream = InputFile.Open(key.Path, FileLimit.Exactly("a file of values", key.Length));
                return Convert.ToHexStringLower(SHA256.HashData(stream));
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PerfGateException)
        {
            return null;
        }
    }

    private static string Fill(BufferSpec buffer) =>
        buffer.Symbol is { } symbol ? $"{Fill(buffer.Fill)}, in the variable {symbol}" : Fill(buffer.Fill);

    private static string Fill(FillSpec fill) => fill.Kind switch
    {
        FillKind.Normal => $"normal({Number(fill.A)}, {Number(fill.B)})",
        FillKind.Uniform => $"uniform({Number(fill.A)}, {Number(fill.B)})",
        FillKind.Constant => $"constant {Number(fill.A)}",
        FillKind.Index => "index",
        FillKind.Expression => $"expression {fill.Expression}",
        FillKind.File => $"file {fill.File!.Digest[..16]}",
        FillKind.Function => $"function {fill.Function!.Call.Name}({Arguments(fill.Function.Call.Arguments)}), "
            + $"{fill.Function.Call.Digest?[..16]}",
        FillKind.Poison => "poison",
    };

    private static string Arguments(ImmutableArray<ArgumentSpec> arguments) =>
        string.Join(", ", arguments.Select(Argument));

    private static string Argument(ArgumentSpec argument) =>
        argument switch
        {
            { Block: { } block } =>
                $"{block.Bytes.Length} bytes{Digest(block)} ({Arguments([.. block.Parts.Select(p => p.Value)])})",
            { Buffer: { } buffer, Offset: 0 } => buffer,
            { Buffer: { } buffer } => $"{buffer} + {argument.Offset} bytes",
            _ => $"{TypeName(argument.Type)} {Number(argument.Value)}",
        };

    // Of a file's bytes; those of a struct are zero until its parts are put in.
    private static string Digest(ArgumentBlock block) =>
        block.Bytes.All(b => b == 0)
            ? ""
            : " " + Convert.ToHexStringLower(SHA256.HashData(block.Bytes.AsSpan()))[..16];

    private static string Grid(LaunchSpec launch) =>
        Sizes(launch.Grid)
        + (launch.Cooperative ? ", cooperative" : "")
        + (launch.Cluster.IsEmpty ? "" : $", clusters of {Sizes(launch.Cluster)}");

    // [M] and [M, 1, 1] are the same.
    private static string Sizes(ImmutableArray<uint> sizes)
    {
        var last = Math.Max(1, sizes.ToList().FindLastIndex(s => s != 1) + 1);
        return string.Join(" x ", sizes.Take(last));
    }

    private static string TypeName(ElementType type) => type.ToString().ToLowerInvariant();

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
