using Holdfast.Text;

namespace Holdfast.Runs;

/// <summary>What people read when there is no answer of the agent's own: what happened, and what they can do.</summary>
internal static class Wording
{
    private const int MaxTools = 10;

    public const string NothingAsked = "Hi! What can I do for you?";

    public const string EmptyAnswer = "I got no answer. Could you rephrase that?";

    public const string GaveUp = "Sorry, something went wrong on my side. I kept your message, and an operator can run it again.";

    public const string AtWork = "Working on it…";

    public const string Waiting = "I need an approval before I can go on: see below.";

    public const string Busy =
        "I'm still working on an earlier message here, so I skipped this one. Please send it again when I'm done, or say *stop* to stop me.";

    public const string MemoryUnreachable = "I can't look up our conversation right now. I'll keep trying for a while, then answer without it.";

    public const string WithoutContext = "(I couldn't look up our conversation, so I answered without it.)";

    public static string TimedOut(TimeSpan timeout) =>
        $"Sorry, I had no answer within {Within(timeout)}, so I stopped. Please try again, or ask for less at once.";

    /// <summary>What was done before the stop is kept and shown.</summary>
    public static string Stopped(string soFar) =>
        soFar.Length == 0 ? "Stopped before I could answer." : $"{soFar}\n\n_(stopped)_";

    /// <summary>What is said at an end without an answer, and what was done before it: nobody is to do it twice because they could not know.</summary>
    public static string After(string said, IReadOnlyList<string> tools)
    {
        if (tools.Count == 0)
            return said;
        var named = tools.GroupBy(tool => tool).Select(uses => uses.Count() == 1 ? $"`{uses.Key}`" : $"`{uses.Key}` ({uses.Count()} times)").ToList();
        var listed = named.Count <= MaxTools ? string.Join(", ", named) : $"{string.Join(", ", named.Take(MaxTools))} and more";
        return $"{said}\n\nBefore that I had done: {listed}. *Retry* goes on from there.";
    }

    private static string Within(TimeSpan timeout) => timeout.TotalMinutes >= 1 && timeout.Ticks % TimeSpan.TicksPerMinute == 0
        ? Quantities.Count((long)timeout.TotalMinutes, "minute")
        : Quantities.Count((long)Math.Round(timeout.TotalSeconds), "second");
}
