using Holdfast.Simulator.Identity;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Wire;

/// <summary>The address of a message, as people copy it.</summary>
internal static class Permalink
{
    public static string To(SlackMessage message, WorkspaceIdentity identity)
    {
        var link = $"https://{identity.TeamDomain}.slack.com/archives/{message.Channel}/p{message.Ts.Replace(".", "", StringComparison.Ordinal)}";
        return message.ThreadTs is { } thread ? $"{link}?thread_ts={thread}&cid={message.Channel}" : link;
    }
}
