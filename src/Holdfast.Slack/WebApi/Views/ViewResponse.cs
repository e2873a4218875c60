using Holdfast.Slack.Interactivity;

namespace Holdfast.Slack.WebApi.Views;

/// <summary>The view as Slack keeps it.</summary>
public sealed record ViewResponse : SlackResponse
{
    /// <summary>The view with its id and hash.</summary>
    public SlackView? View { get; init; }
}
