namespace PerfGate.Runner.Init;

/// <summary>
/// Checks the new kernel as often as its author wants: until its expected outputs are filled in and its results right.
/// </summary>
/// <param name="input">Where answers come from.</param>
/// <param name="output">Where questions go.</param>
/// <param name="check">Checks the project; 0 if all is right.</param>
internal sealed class FirstCheck(TextReader input, TextWriter output, Func<int> check)
{
    /// <summary>Asks, checks, and says what comes next.</summary>
    /// <param name="expected">The file to fill in.</param>
    public async Task RunAsync(string expected)
    {
        var question = $"Fill in {expected} now, then press Enter to check it (s and Enter: stop here). ";
        while (true)
        {
            await output.WriteLineAsync().ConfigureAwait(false);
            await output.WriteAsync(question).ConfigureAwait(false);
            var answer = await input.ReadLineAsync().ConfigureAwait(false);
            if (answer is null || answer.Trim().StartsWith('s'))
                return;
            if (check() == 0)
                break;
            question = "Not right yet: see above. Fix it, then press Enter to check again (s and Enter: stop here). ";
        }

        await output.WriteLineAsync("Next: measure what later changes are compared with:").ConfigureAwait(false);
        await output.WriteLineAsync("  dotnet build /t:PerfGateBaseline").ConfigureAwait(false);
    }
}
