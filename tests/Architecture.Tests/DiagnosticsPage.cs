using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Architecture.Tests;

/// <summary>
/// <c>docs/diagnostics.md</c>: severity and messages are made from the catalogue; what a code means and what to do
/// besides is written by hand, and kept.
/// </summary>
internal static partial class DiagnosticsPage
{
    // A message has few forms: where there would be more, the first says enough.
    private const int MostForms = 3;

    // A number that no message holds by itself: millions, because some messages write megabytes.
    private const int Number = 713;
    private const int Million = 1_000_000;

    /// <summary>The page with all severities and messages made anew, and codes that it does not have yet.</summary>
    /// <param name="page">The page as it is.</param>
    public static string Renew(string page)
    {
        var made = Catalogue();
        page = Entry().Replace(
            page,
            match => made.TryGetValue(match.Groups["code"].Value, out var forms) ? Renewed(match, forms) : match.Value
        );
        var missing = made.Keys.Where(code => !page.Contains($"### {code}\n", StringComparison.Ordinal));
        foreach (var code in missing)
            page = page.Insert(Place(page, code), Begun(code, made[code]));
        return page.TrimEnd('\n') + "\n";
    }

    // Behind the section of the code before it.
    private static int Place(string page, string code)
    {
        var before = Headings().Matches(page).LastOrDefault(m =>
            string.CompareOrdinal(m.Groups[1].Value, code) < 0);
        var next = before is null ? Match.Empty : AnyHeading().Match(page, before.Index + before.Length);
        return next.Success ? next.Index : page.Length;
    }

    private static string Renewed(Match entry, ImmutableArray<Diagnostic> forms)
    {
        var severities = forms.Select(f => f.Severity).Distinct().ToArray();
        var meaning = entry.Groups["meaning"].Value;
        var severity =
            severities.Length == 1 ? severities[0].ToString() : entry.Groups["severity"].Value;
        var rest = Quote().Replace(entry.Groups["rest"].Value, "").Trim('\n');
        return $"### {entry.Groups["code"].Value}\n\n{severity}{meaning}\n\n{Quotes(forms)}"
            + (rest.Length == 0 ? "" : $"{rest}\n\n");
    }

    private static string Begun(string code, ImmutableArray<Diagnostic> forms) =>
        $"### {code}\n\n{forms[0].Severity}: (what it means).\n\n{Quotes(forms)}What to do: (what to do).\n\n";

    // What another program says is quoted nowhere: only the names of parts would be left.
    private static string Quotes(ImmutableArray<Diagnostic> forms) =>
        string.Concat(
            forms.Select(f => f.Message.Trim()).Distinct().Where(m => Name().Replace(m, "").Trim(' ', '.').Length > 0)
                .Take(MostForms).Select(m => $"> {m}\n\n")
        );

    private static SortedDictionary<string, ImmutableArray<Diagnostic>> Catalogue()
    {
        var found = new SortedDictionary<string, ImmutableArray<Diagnostic>>(StringComparer.Ordinal);
        var methods = typeof(DiagnosticCatalog)
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .OrderBy(m => m.Name, StringComparer.Ordinal);
        foreach (var method in methods)
        {
            var forms = Forms(method);
            found[forms[0].Code] = [.. found.GetValueOrDefault(forms[0].Code, []), .. forms];
        }

        return found;
    }

    // First everything is there; then each parameter in turn is what it is when there is nothing to say.
    private static ImmutableArray<Diagnostic> Forms(MethodInfo method)
    {
        var parameters = method.GetParameters();
        object?[] full = [.. parameters.Select(Full)];
        var forms = ImmutableArray.CreateBuilder<Diagnostic>();
        forms.Add(Make(method, full));
        for (var i = 0; i < parameters.Length; i++)
        {
            if (!Spare(parameters[i], out var nothing))
                continue;
            object?[] other = [.. full];
            other[i] = nothing;
            var form = Make(method, other);
            // A text with a gap, or with a nought, is no other text.
            var name = $"*{Spoken(parameters[i].Name!)}*";
            if (form.Severity != forms[0].Severity
                || !((string[])["", "0"]).Any(gap => form.Message == forms[0].Message.Replace(name, gap)))
                forms.Add(form);
        }

        return forms.ToImmutable();
    }

    private static Diagnostic Make(MethodInfo method, object?[] arguments)
    {
        var made = (Diagnostic)method.Invoke(null, arguments)!;
        var message = made.Message;
        foreach (var (parameter, i) in method.GetParameters().Select((p, i) => (p, i)))
        {
            var number = (Number + i).ToString(CultureInfo.InvariantCulture);
            foreach (var written in (string[])[number + "000000", number + ",000,000", number])
                message = message.Replace(written, $"*{Spoken(parameter.Name!)}*", StringComparison.Ordinal);
        }

        return made with { Message = message };
    }

    private static object? Full(ParameterInfo parameter, int position)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var name = $"*{Spoken(parameter.Name!)}*";
        if (type == typeof(string))
            return name;
        if (type == typeof(SourceLocation))
            return new SourceLocation(name);
        if (type == typeof(TimeSpan))
            return TimeSpan.FromSeconds(Number + position);
        if (type == typeof(bool))
            return true;
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(0);
        if (type.IsPrimitive)
            return Convert.ChangeType((Number + position) * Million, type, CultureInfo.InvariantCulture);
        if (type.IsAssignableFrom(typeof(ImmutableArray<string>)) && type != typeof(object))
            return ImmutableArray.Create(name);
        if (type.IsAssignableFrom(typeof(string[])))
            return new[] { name };
        if (type.IsArray)
            return Array.CreateInstance(type.GetElementType()!, 0);
        if (typeof(System.Collections.IEnumerable).IsAssignableFrom(type) && type.IsInterface)
            return Array.CreateInstance(type.GetGenericArguments()[0], 0);
        return Activator.CreateInstance(type, nonPublic: true);
    }

    private static bool Spare(ParameterInfo parameter, out object? nothing)
    {
        var type = parameter.ParameterType;
        nothing = type == typeof(bool) ? false : type == typeof(int) ? 0 : null;
        if (nothing is not null)
            return true;
        if (new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable)
            return true;
        if (!type.IsAssignableFrom(typeof(string[])) || type == typeof(object))
            return false;
        nothing = Array.Empty<string>();
        return true;
    }

    // lastLines is read as "last lines".
    private static string Spoken(string name) =>
        Hump().Replace(name, m => " " + m.Value.ToLowerInvariant());

    [GeneratedRegex("^### (PG[0-9]{4})$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex("^##+ ", RegexOptions.Multiline)]
    private static partial Regex AnyHeading();

    [GeneratedRegex(@"(?<=[a-z])[A-Z]")]
    private static partial Regex Hump();

    [GeneratedRegex(
        @"(?m)^### (?<code>PG\d{4})\n\n(?<severity>[A-Z][a-z]+)(?<meaning>[^\n]*)\n(?<rest>(?:(?!##).*(?:\n|\z))*)"
    )]
    private static partial Regex Entry();

    [GeneratedRegex(@"(?m)^> .*\n?\n?")]
    private static partial Regex Quote();

    [GeneratedRegex(@"\*[^*]+\*")]
    private static partial Regex Name();
}
