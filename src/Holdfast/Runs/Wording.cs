namespace Holdfast.Runs;

/// <summary>What people read when there is no answer of the agent's own: what happened, and what they can do.</summary>
internal static class Wording
{
    public const string NothingAsked = "You called me without a question. What can I do for you?";

    public const string EmptyAnswer = "The model gave an empty answer. Please put the question differently.";

    public const string GaveUp =
        "Sorry, this message could not be answered because of an internal error. It was kept, and the operator can run it again.";

    public static string TimedOut(TimeSpan timeout) =>
        $"Sorry, there was no answer within {timeout.TotalSeconds:0} seconds, so I stopped. Please ask again, or ask for less at once.";
}
