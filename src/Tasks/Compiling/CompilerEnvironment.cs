using System.Collections;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// The environment variables that a compiler may honour: all, except those that are known to say nothing to one. A
/// list of
/// those that matter could never be complete, because the compiler may be a script; a variable too many only compiles
/// again.
/// </summary>
internal static class CompilerEnvironment
{
    // What shells, terminals, desktops, and build servers set anew for each session, and what dotnet and MSBuild tell
    // themselves.
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        "_", "PWD", "OLDPWD", "SHLVL", "COLUMNS", "LINES", "HISTFILE", "HISTSIZE", "PS1", "PS2", "PROMPT_COMMAND",
        "TERM", "COLORTERM", "LS_COLORS", "LSCOLORS", "LESSOPEN", "LESSCLOSE", "PAGER", "EDITOR", "VISUAL", "DISPLAY",
        "WAYLAND_DISPLAY", "WINDOWID", "XAUTHORITY", "DESKTOP_SESSION", "SESSION_MANAGER", "STY", "WINDOW", "MAIL",
        "INVOCATION_ID", "JOURNAL_STREAM", "SYSTEMD_EXEC_PID", "LC_ALL", "TMP", "TEMP", "TMPDIR",
    };

    private static readonly string[] IgnoredPrefixes =
    [
        "DOTNET_", "COMPlus_", "MSBUILD", "MSBuild", "_MSBUILD", "NUGET_", "VSTEST_", "TESTINGPLATFORM_", "XUNIT_",
        "SSH_", "XDG_", "DBUS_", "TMUX", "TERM_", "VTE_", "KONSOLE_", "GNOME_", "GPG_", "VSCODE_", "GIT_ASKPASS",
        "GITHUB_", "RUNNER_", "ACTIONS_", "PERFGATE_",
    ];

    /// <summary>The variables, <c>NAME=value</c>, sorted.</summary>
    /// <param name="variables">All variables of a process.</param>
    public static IReadOnlyList<string> Of(IDictionary variables) =>
        [.. variables.Cast<DictionaryEntry>()
            .Where(v => !IsIgnored((string)v.Key))
            .Select(v => $"{v.Key}={v.Value}")
            .Order(StringComparer.Ordinal)];

    private static bool IsIgnored(string name) =>
        Ignored.Contains(name) || IgnoredPrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal));
}
