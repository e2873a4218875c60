using Holdfast.Text;

namespace Holdfast.Welcome;

/// <summary>What somebody reads who meets the app for the first time.</summary>
internal static class Introduction
{
    /// <summary>The words, in mrkdwn.</summary>
    /// <param name="operators">Who helps.</param>
    public static string Of(IEnumerable<string> operators) =>
        $"""
        *What I do*
        I answer what you ask me here, and in channels when you mention me; in a thread you needn't mention me again. I don't lose your message, even when I'm restarted. *View flow* shows the steps behind an answer.

        *Three things to try*
        • Ask me something: _What can you do for me?_
        • `/holdfast timer 10m tea` reminds you in ten minutes
        • `/holdfast settings` lets you say how I should answer you

        *Help*
        `/holdfast help` lists what else there is.{(People.AnyOf(operators) is { } people ? $" When something doesn't work, ask {people}." : "")}
        """;
}
