using System.Xml;
using System.Xml.Linq;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Init;

/// <summary>NuGet's central package management: one file has the versions for all projects.</summary>
internal static class CentralVersions
{
    // MSBuild takes each from the nearest folder that has one.
    private static readonly string[] _files = ["Directory.Packages.props", "Directory.Build.props"];

    /// <summary>Whether a project in a folder takes its versions from there, and may state none.</summary>
    /// <param name="folder">The folder, absolute.</param>
    public static bool Apply(string folder) => _files.Any(name => Says(ProjectFiles.Nearest(folder, name)));

    private static bool Says(string? file)
    {
        if (file is null)
            return false;
        try
        {
            return XDocument.Parse(InputFile.Text(file, FileLimit.Source))
                .Descendants()
                .Any(e => e.Name.LocalName == "ManagePackageVersionsCentrally"
                    && bool.TryParse(e.Value.Trim(), out var on)
                    && on);
        }
        catch (XmlException)
        {
            // MSBuild will name what is wrong with it.
            return false;
        }
    }
}
