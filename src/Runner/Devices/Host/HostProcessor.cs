using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Devices.Host;

/// <summary>What the processor says of itself.</summary>
internal static class HostProcessor
{
    private const string CpuInfo = "/proc/cpuinfo";
    private const string Caches = "/sys/devices/system/cpu/cpu0/cache";

    /// <summary>The device description of this machine.</summary>
    public static DeviceDescription Describe()
    {
        var name = Name();
        return new(DeviceKind.Host, name, Slug(name), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Gpu: null);
    }

    /// <summary>The processor's model, or its architecture where the system does not name one.</summary>
    public static string Name() =>
        (File.Exists(CpuInfo) ? NameIn(File.ReadLines(CpuInfo)) : null)
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>The model in the lines of <c>/proc/cpuinfo</c>; null if none is named.</summary>
    public static string? NameIn(IEnumerable<string> lines)
    {
        string? implementer = null, part = null;
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                continue;
            var value = line[(colon + 1)..].Trim();
            switch (line[..colon].Trim())
            {
                case "model name" or "Model" when value.Length > 0:
                    return value;
                case "CPU implementer":
                    implementer ??= value;
                    break;
                case "CPU part":
                    part ??= value;
                    break;
            }
        }

        // Many Arm systems give numbers instead of a name.
        return implementer is null || part is null ? null : $"Arm {implementer} {part}";
    }

    /// <summary>
    /// A model as part of a file name: <c>host-</c>, then lower-case letters and digits with single dashes between.
    /// </summary>
    public static string Slug(string name)
    {
        var slug = new StringBuilder(DeviceKind.Host.Name);
        var separated = false;
        foreach (
            var c in name.Replace("(R)", " ", StringComparison.OrdinalIgnoreCase)
                .Replace("(TM)", " ", StringComparison.OrdinalIgnoreCase)
        )
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                separated = false;
                continue;
            }

            if (!separated)
                slug.Append('-');
            separated = true;
            slug.Append(char.ToLowerInvariant(c));
        }

        return slug.ToString();
    }

    /// <summary>Size of the largest cache that the system reports, bytes; null if it reports none.</summary>
    public static long? LastLevelCacheBytes() =>
        Directory.Exists(Caches)
            ? Directory.EnumerateDirectories(Caches, "index*")
                .Select(cache => Path.Combine(cache, "size"))
                .Where(File.Exists)
                .Select(size => CacheSize(InputFile.Text(size, FileLimit.Arguments).Trim()))
                .Max()
            : null;

    /// <summary>A size as sysfs writes it, such as <c>32768K</c>, in bytes; null for anything else.</summary>
    public static long? CacheSize(string text)
    {
        var unit =
            text.Length == 0
                ? 0
                : text[^1] switch
                {
                    'K' => 1L << 10,
                    'M' => 1L << 20,
                    'G' => 1L << 30,
                    _ => 0,
                };
        return
            unit != 0
            && long.TryParse(
                text.AsSpan(0, text.Length - 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var count
            )
            ? count * unit
            : null;
    }
}
