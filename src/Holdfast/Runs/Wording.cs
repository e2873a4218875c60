namespace Holdfast.Runs;

/// <summary>What people read when there is no answer of the agent's own: what happened, and what they can do.</summary>
internal static class Wording
{
    public const string NothingAsked = "You called me without a question. What can I do for you?";

    public const string EmptyAnswer = "The model gave an empty answer. Please put the question differently.";

    public const string GaveUp =
        "Sorry, this message could not be answered because of an internal error. It was kept, and the operator can run it again.";

    public const string AtWork = "I am working on it…";

    public const string Waiting = "I need somebody's approval before I can go on: see below.";

    public const string Busy =
        "I am still working on an earlier message here, so I left this one unanswered. Please send it again when I am done, or say *stop* to stop me.";

    public const string MemoryAway =
        "I cannot reach my memory of our conversation at the moment. I will answer when I can, and soon without it if I must.";

    public const string WithoutContext =
        "(I could not reach my memory, so I answered without knowing what was said before in this conversation.)";

    public static string TimedOut(TimeSpan timeout) =>
        $"Sorry, there was no answer within {timeout.TotalSeconds:0} seconds, so I stopped. Please ask again, or ask for less at once.";

    /// <summary>What was done before the stop is kept and shown.</summary>
    public static string Stopped(string soFar) =>
        soFar.Length == 0 ? "I was stopped before I had an answer." : $"{soFar}\n\n(I was stopped here.)";
}
