namespace Holdfast.Sessions;

/// <summary>That Slack is to be told of the end of a run.</summary>
/// <param name="NotBefore">Until when, by Slack's clock, a call may say yet that the agent is at work; null for none.</param>
internal sealed record SessionEnd(DateTimeOffset? NotBefore);
