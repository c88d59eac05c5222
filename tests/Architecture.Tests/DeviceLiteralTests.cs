using System.Text.RegularExpressions;
using PerfGate.Core.Devices;

namespace PerfGate.Architecture.Tests;

/// <summary>
/// The names of the devices are written once in the code, in the table of devices: a third device is a row there, and
/// no comparison with a text somewhere else can forget it.
/// </summary>
public sealed partial class DeviceLiteralTests
{
    private const string Table = "src/Core/Devices/DeviceKind.cs";

    [Fact]
    public void Only_the_table_of_devices_writes_their_names() =>
        Assert.DoesNotContain(Literals(), found => !found.StartsWith(Table, StringComparison.Ordinal));

    [Fact]
    public void The_table_writes_the_name_of_every_device_once() =>
        Assert.Equal(
            Enum.GetValues<DeviceKind>().Length,
            Literals().Count(found => found.StartsWith(Table, StringComparison.Ordinal)));

    [Fact]
    public void Every_device_is_found_by_the_name_that_files_write() => Assert.All(Enum.GetValues<DeviceKind>(), kind =>
    {
        Assert.Equal(kind, DeviceTraits.Find(kind.Name));
        Assert.Equal(kind.Name, kind.Name.ToLowerInvariant());
    });

    // Comments and documentation may name them.
    private static List<string> Literals()
    {
        var root = Checkout.Root;
        var names = string.Join('|', Enum.GetValues<DeviceKind>().Select(kind => kind.Name));
        return
        [
            .. from file in Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories)
               let path = Path.GetRelativePath(root, file).Replace('\\', '/')
               where !path.Contains("/obj/", StringComparison.Ordinal)
               from line in File.ReadLines(file).Select((text, i) => (Text: Comment().Replace(text, ""), Number: i + 1))
               where Regex.IsMatch(line.Text, $"\"({names})\"")
               select $"{path}:{line.Number}",
        ];
    }

    [GeneratedRegex(@"^\s*///?.*")]
    private static partial Regex Comment();
}
