using Holdfast.Text;

namespace Holdfast.Access;

/// <summary>What people read who may not use the agent. Mrkdwn.</summary>
internal static class AccessWording
{
    /// <summary>One sentence, and who can change that.</summary>
    /// <param name="reason">One of <see cref="AccessReason"/>.</param>
    /// <param name="operators">Ids of those who can.</param>
    public static string Refused(string reason, IEnumerable<string> operators)
    {
        var sentence = reason switch
        {
            AccessReason.DeniedChannel => "Sorry, I'm not available in this channel.",
            AccessReason.DirectMessage => "Sorry, I'm not available in direct messages. Mention me in a channel.",
            AccessReason.Guest => "Sorry, I don't work for guests of this workspace.",
            AccessReason.OtherOrganisation => "Sorry, I only work for people of this organization.",
            _ => "Sorry, I'm not available to you.",
        };
        return People.AnyOf(operators) is { } who ? $"{sentence} {who} can change that." : sentence;
    }

    /// <summary>Slack does not tell now what must be known.</summary>
    public const string Unknown = "I can't check right now whether you may use me, because Slack doesn't tell me who you are. Please try again in a few minutes.";

    /// <summary>The same, when it may still tell in time.</summary>
    public const string Waiting = "Slack hasn't told me yet who you are. I'll go on as soon as it does; if that takes longer than a minute, I'll tell you.";

    /// <summary>Slack will not tell before somebody has mended it.</summary>
    /// <param name="scope">The scope that is missing; null where it is something else.</param>
    public static string Undecidable(string? scope) => scope is null
        ? "Sorry, I can't check whether you may use me: Slack doesn't tell me who you are. Please tell an operator."
        : $"Sorry, I can't check whether you may use me: the app lacks the scope `{scope}`. Please tell an operator.";
}
