using Holdfast.Slack;
using Holdfast.Slack.Interactivity;

namespace Holdfast.Interactions;

/// <summary>A view as a user submitted it.</summary>
/// <param name="Team">The workspace in which the app is installed.</param>
/// <param name="User">Who submitted it.</param>
/// <param name="View">The view with its fields.</param>
public sealed record SubmittedView(TeamId Team, UserId User, SlackView View)
{
    /// <summary>What was typed into a field, without blanks around it; empty when nothing was.</summary>
    /// <param name="blockId">The field's block.</param>
    /// <param name="actionId">The field.</param>
    public string Text(string blockId, string actionId) => TextOf(View, blockId, actionId);

    /// <summary>What was typed into a field of a view, without blanks around it; empty when nothing was.</summary>
    /// <param name="view">The view.</param>
    /// <param name="blockId">The field's block.</param>
    /// <param name="actionId">The field.</param>
    public static string TextOf(SlackView? view, string blockId, string actionId) => view?.State?.Find(blockId, actionId)?.Value?.Trim() ?? "";

    /// <summary>Reads one; null when the payload is none.</summary>
    /// <param name="payload">Slack's payload.</param>
    internal static SubmittedView? Read(ReadOnlySpan<byte> payload) =>
        InteractionPayload.TryRead(payload) is ViewSubmissionPayload { View: { } view, User.Id: { Value.Length: > 0 } user }
        && InteractionPeek.TryRead(payload, out var summary)
        && TeamId.TryParse(summary.Installation, out var team)
            ? new SubmittedView(team, user, view)
            : null;
}
