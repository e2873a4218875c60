namespace Holdfast.Notifications;

/// <summary>The names of the channels that come with Holdfast, as routes list them.</summary>
public static class ChannelNames
{
    /// <summary>A message in Slack.</summary>
    public const string Slack = "slack";

    /// <summary>A line in the log.</summary>
    public const string Console = "console";

    /// <summary>A signed request to an address of the operator's.</summary>
    public const string Webhook = "webhook";
}
