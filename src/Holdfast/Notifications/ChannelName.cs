namespace Holdfast.Notifications;

/// <summary>The name of a channel that was registered: known before anything the channel needs is.</summary>
/// <param name="Value">The name.</param>
public sealed record ChannelName(string Value);
