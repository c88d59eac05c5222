using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace PerfGate.Core.Reports.Html;

/// <summary>What every page begins with: its style, and a policy that lets that run and nothing else.</summary>
internal static class HtmlPage
{
    /// <summary>The beginning of a page, up to its body.</summary>
    /// <param name="title">The title, plain.</param>
    /// <param name="script">The script that the page will have; null for none.</param>
    public static string Head(string title, string? script)
    {
        var style = Resource("report.css");
        var scripts = script is null ? "'none'" : $"'{Hash(script)}'";
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{Hash(
                style
            )}'; script-src {scripts}; img-src data:; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>{title}</title>
            <link rel="icon" href="data:,">
            <style>{style}</style>
            </head>
            <body>

            """;
    }

    /// <summary>A text that is embedded.</summary>
    /// <param name="name">Its name.</param>
    public static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return "\n" + reader.ReadToEnd();
    }

    private static string Hash(string content) =>
        $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}";
}
