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

    [Fact]
    public void A_message_or_a_page_that_lists_the_devices_has_each_of_them()
    {
        var lists =
            from line in Lines("src", "*.cs").Concat(Lines("docs", "*.md"))
            where DeviceList().IsMatch(line.Text)
            select line;

        Assert.NotEmpty(lists);
        Assert.DoesNotContain(
            lists, line => Enum.GetValues<DeviceKind>().Any(kind => !Regex.IsMatch(line.Text, $@"\b{kind.Name}\b")));
    }

    // Comments and documentation may name them.
    private static List<string> Literals()
    {
        var names = string.Join('|', Enum.GetValues<DeviceKind>().Select(kind => kind.Name));
        return
        [
            .. from line in Lines("src", "*.cs")
               where Regex.IsMatch(Comment().Replace(line.Text, ""), $"\"({names})\"")
               select line.Place,
        ];
    }

    private static IEnumerable<(string Place, string Text)> Lines(string folder, string pattern) =>
        from file in Directory.EnumerateFiles(Checkout.PathOf(folder), pattern, SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/')
        where !path.Contains("/obj/", StringComparison.Ordinal)
        from line in File.ReadLines(file).Select((text, i) => (Text: text, Number: i + 1))
        select ($"{path}:{line.Number}", line.Text);

    // The first two devices of the table, one after the other: "cuda or host", "`cuda`, `host`".
    [GeneratedRegex(@"\bcuda\b`?(, | or | and )`?host\b")]
    private static partial Regex DeviceList();

    [GeneratedRegex(@"^\s*///?.*")]
    private static partial Regex Comment();
}
